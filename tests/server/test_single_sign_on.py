"""Single sign-on through a real provider: who is joined, who is refused, and what cannot be forged."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from tests.server.provider import Visitor, knows, provider
from tests.server.running import free_port, installed, serving

SEED = Path(__file__).with_name("seed_sign_in.py")
UNKNOWN = "学院里没有与它对应的人"
FAILED = "没能通过单点登录"


class Academy:
    """An installation that takes people from a provider."""

    def __init__(self, address: str, provider: str, home: Path) -> None:
        self.address, self.provider, self.home = address, provider, home

    def visitor(self) -> Visitor:
        return Visitor(self.address)

    def rows(self, query: str) -> list[tuple]:
        with sqlite3.connect(self.home / "yuanjiao.sqlite3") as database:
            return database.execute(query).fetchall()


def settings_of(server: str, **more: str) -> dict[str, str]:
    return {
        "YUANJIAO_OIDC_SERVER": server,
        "YUANJIAO_OIDC_CLIENT": "academy",
        "YUANJIAO_OIDC_SECRET": "a secret between the two",
        "YUANJIAO_OIDC_NAME": "示例统一认证",
        **more,
    }


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    """One whose provider asserts the staff number in the field `employee`."""
    home = tmp_path_factory.mktemp("joined")
    with provider(home) as there:
        env, _ = installed(home, migrated, SEED, **settings_of(there, YUANJIAO_OIDC_CLAIM="employee"))
        with serving(home, "--no-worker", env=env) as address:
            yield Academy(address, there, home)


def test_the_sign_in_page_has_a_button_with_the_providers_name(academy):
    assert "用 示例统一认证 登录" in requests.get(f"{academy.address}/account/login/", timeout=20).text


def test_a_person_is_joined_by_the_staff_number_that_the_provider_asserts(academy):
    knows(academy.provider, "subject-of-lin", employee="LIN")
    first = academy.visitor()
    first.sign_in("subject-of-lin")
    assert first.name_shown() == "LIN"


def test_once_joined_she_comes_in_by_her_account_whatever_else_the_provider_says(academy):
    knows(academy.provider, "once", employee="ZHOU")
    academy.visitor().sign_in("once")
    knows(academy.provider, "once", employee="LIN")
    later = academy.visitor()
    later.sign_in("once")
    assert later.name_shown() == "ZHOU"


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"employee": ""},
        {"employee": "NOBODY"},
        {"employee": ["LIN"]},
        {"employee": {"value": "LIN"}},
        {"employee": True},
        {"employee": None},
        {"staff_number": "LIN"},
        {"email": "lin@example.org", "email_verified": True, "preferred_username": "LIN"},
        {"employee": "GONE"},
    ],
)
def test_whoever_is_unknown_is_told_so_and_nobody_is_made(academy, claims):
    knows(academy.provider, "stranger", **claims)
    visitor = academy.visitor()
    assert UNKNOWN in visitor.sign_in("stranger").text
    assert visitor.name_shown() == ""
    assert academy.rows("select count(*) from organisation_person") == [(6,)]
    assert academy.rows("select count(*) from socialaccount_socialaccount where uid = 'stranger'") == [(0,)]


def test_an_administrator_is_asked_for_her_second_factor_all_the_same(academy):
    knows(academy.provider, "wu", employee="WU")
    wu = academy.visitor()
    wu.sign_in("wu")
    page = wu.session.get(f"{academy.address}/", timeout=20)
    assert urlsplit(page.url).path == "/account/2fa/totp/activate/"


def test_whoever_has_left_is_refused_in_plain_words(academy):
    knows(academy.provider, "leaver", employee="LIN")
    academy.visitor().sign_in("leaver")
    with sqlite3.connect(academy.home / "yuanjiao.sqlite3", timeout=20) as database:
        database.execute("update organisation_person set is_active = 0 where staff_number = 'LIN'")
    visitor = academy.visitor()
    page = visitor.sign_in("leaver").text
    with sqlite3.connect(academy.home / "yuanjiao.sqlite3", timeout=20) as database:
        database.execute("update organisation_person set is_active = 1 where staff_number = 'LIN'")
    assert "您已不在学院的名册里" in page
    assert visitor.name_shown() == ""


def test_whoever_says_no_at_the_provider_is_not_signed_in(academy):
    visitor = academy.visitor()
    there = parse_qs(urlsplit(visitor.leave().headers["Refresh"].partition("url=")[2]).query)
    refusal = {"error": "access_denied", "state": there["state"][0]}
    page = visitor.session.get(there["redirect_uri"][0], params=refusal, timeout=20)
    assert "登录已取消" in page.text
    assert visitor.name_shown() == ""


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(academy):
    knows(academy.provider, "thief", employee="ZHOU")
    thief, victim = academy.visitor(), academy.visitor()
    there = thief.leave().headers["Refresh"].partition("url=")[2]
    answer = requests.post(there, data={"sub": "thief"}, allow_redirects=False, timeout=20).headers["Location"]
    page = victim.session.get(answer, timeout=20)
    assert FAILED in page.text
    assert victim.name_shown() == ""


def test_an_answer_opens_once(academy):
    knows(academy.provider, "again", employee="ZHOU")
    visitor = academy.visitor()
    there = visitor.leave().headers["Refresh"].partition("url=")[2]
    answer = requests.post(there, data={"sub": "again"}, allow_redirects=False, timeout=20).headers["Location"]
    visitor.session.get(answer, timeout=20)
    assert visitor.name_shown() == "ZHOU"
    thief = academy.visitor()
    assert FAILED in thief.session.get(answer, timeout=20).text
    assert thief.name_shown() == ""


def test_the_way_there_carries_a_state_and_a_challenge_and_comes_back_here(academy):
    there = parse_qs(urlsplit(academy.visitor().leave().headers["Refresh"].partition("url=")[2]).query)
    assert there["redirect_uri"] == [f"{academy.address}/account/oidc/single-sign-on/login/callback/"]
    assert there["code_challenge_method"] == ["S256"]
    assert len(there["state"][0]) >= 16


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_the_way_back_leads_to_no_other_site(academy, target):
    knows(academy.provider, "led", employee="ZHOU")
    visitor = academy.visitor()
    back = visitor.agree(visitor.leave(next=target), "led")
    assert urlsplit(back.headers["Location"]).netloc == ""
    assert "evil" not in back.headers["Location"]


def test_the_way_back_leads_to_the_page_that_asked(academy):
    knows(academy.provider, "led", employee="ZHOU")
    visitor = academy.visitor()
    assert visitor.agree(visitor.leave(next="/record/"), "led").headers["Location"] == "/record/"


def test_signed_in_she_joins_her_own_account_and_nobody_elses(academy):
    knows(academy.provider, "hers", employee="LIN")
    zhou = academy.visitor()
    knows(academy.provider, "zhou", employee="ZHOU")
    zhou.sign_in("zhou")
    zhou.agree(zhou.leave(process="connect"), "hers")
    joined = "select staff_number from socialaccount_socialaccount s join organisation_person p on p.id = s.user_id"
    assert academy.rows(f"{joined} where uid = 'hers'") == [("ZHOU",)]


@pytest.fixture(scope="module")
def unclaimed(tmp_path_factory, migrated):
    """An academy without the setting, and the port of its provider, which only tests start."""
    home, port = tmp_path_factory.mktemp("unclaimed"), free_port()
    env, _ = installed(home, migrated, SEED, **settings_of(f"http://127.0.0.1:{port}"))
    with serving(home, "--no-worker", env=env) as address:
        yield address, port


def test_without_the_academys_setting_nobody_is_joined_by_what_a_provider_asserts(unclaimed, tmp_path):
    address, port = unclaimed
    with provider(tmp_path, port=port) as there:
        knows(there, "lin", employee="LIN", staff_number="LIN", sub="LIN")
        visitor = Visitor(address)
        assert UNKNOWN in visitor.sign_in("lin").text
        assert visitor.name_shown() == ""


def test_a_provider_that_does_not_answer_is_told_in_plain_words(unclaimed):
    page = Visitor(unclaimed[0]).leave()
    assert FAILED in page.text
    assert page.status_code == 502
