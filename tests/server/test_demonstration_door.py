"""A demonstration's printed passwords open nothing to whoever comes through a proxy."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from tests.server.provider import Visitor
from tests.server.running import installed, serving
from tests.server.seed_sign_in import PASSWORD

SEED = Path(__file__).with_name("seed_sign_in.py")
ONLY_HERE = "演示学院只能在运行它的这台电脑上登录"


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("demonstration")
    env, _ = installed(home, migrated, SEED, YUANJIAO_DEMONSTRATION="on")
    with serving(home, "--no-worker", env=env) as address:
        yield address


def sign_in(address: str, **headers: str) -> tuple[requests.Response, Visitor]:
    visitor = Visitor(address)
    visitor.session.headers.update(headers)
    form = visitor.secret() | {"login": "LIN", "password": PASSWORD}
    return visitor.session.post(f"{address}/account/login/", data=form, timeout=20), visitor


def test_on_the_machine_itself_it_opens(demonstration):
    assert sign_in(demonstration)[1].name_shown() == "LIN"


@pytest.mark.parametrize(
    "left",
    [
        {"X-Forwarded-For": "203.0.113.5"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "203.0.113.5, 127.0.0.1"},
        {"X-Real-IP": "203.0.113.5"},
        {"Forwarded": "for=203.0.113.5"},
        {"Via": "1.1 proxy"},
    ],
)
def test_through_a_proxy_it_does_not(demonstration, left):
    answer, visitor = sign_in(demonstration, **left)
    assert ONLY_HERE in answer.text
    assert visitor.name_shown() == ""


def test_a_name_that_leads_here_from_elsewhere_is_not_answered(demonstration):
    page = requests.get(f"{demonstration}/account/login/", headers={"Host": "evil.example"}, timeout=20)
    assert page.status_code == 400
