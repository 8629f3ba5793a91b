"""The account's pages: sign-in, settings, and what allauth shows in our look."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from requests import RequestException
from tests.factories.organisation import make_person

from yuanjiao.web.account import demonstration
from yuanjiao.web.account.demonstration import SignIn
from yuanjiao.web.account.views import single_sign_on

pytestmark = pytest.mark.django_db
FROM_ELSEWHERE = [
    {"REMOTE_ADDR": "10.0.0.7"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_FORWARDED_HOST": "academy.example"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_VIA": "1.1 proxy.example"},
]
LIN = SignIn("学员", "林示例", "P1", "demo")


@pytest.fixture
def kept(settings, tmp_path):
    settings.HOME = tmp_path
    settings.DEMONSTRATION = True
    demonstration.keep([LIN])


@pytest.mark.usefixtures("kept")
def test_the_demonstration_opens_its_doors_on_the_machine_itself(client):
    assert 'value="P1"' in client.get("/account/login/").content.decode()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("visitor", FROM_ELSEWHERE)
def test_the_demonstration_lists_nobody_for_those_who_come_from_elsewhere(client, visitor):
    assert 'value="P1"' not in client.get("/account/login/", **visitor).content.decode()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("visitor", FROM_ELSEWHERE)
def test_the_demonstration_signs_nobody_in_who_comes_from_elsewhere(client, visitor):
    make_person("林示例", staff_number="P1", password="demo-password")
    typed = {"login": "P1", "password": "demo-password"}
    refused = client.post("/account/login/", typed, **visitor)
    assert "演示学院只能在运行它的这台电脑上登录" in refused.content.decode()
    assert client.post("/account/login/", typed).status_code == 302


def test_outside_the_demonstration_nobody_is_listed(client, settings, tmp_path):
    settings.HOME = tmp_path
    demonstration.keep([LIN])
    settings.DEMONSTRATION = False
    assert 'value="P1"' not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/account/settings/", "/account/password/change/", "/account/2fa/", "/account/sessions/", "/account/logout/"],
)
def test_lin_finds_her_account_pages_dressed(client, path):
    lin = make_person("林示例", password="a-long-password")
    client.force_login(lin)
    page = client.get(path).content.decode()
    assert 'class="skip"' in page
    assert "<h1>" in page


def test_settings_say_who_she_is(client):
    client.force_login(make_person("林示例", position="民政办主任"))
    assert "民政办主任" in client.get("/account/settings/").content.decode()


@pytest.mark.parametrize(("server", "offered"), [("https://id.academy.example", True), ("", False)])
def test_single_sign_on_stands_in_the_settings_where_the_academy_has_it(client, settings, server, offered):
    settings.OIDC_SERVER = server
    client.force_login(make_person("林示例"))
    assert ("/account/3rdparty/" in client.get("/account/settings/").content.decode()) is offered


def test_a_provider_that_is_away_is_one_line_in_the_log(rf, monkeypatch, caplog):
    def away(_request: object, _provider: str) -> None:
        raise RequestException("nobody listens")

    monkeypatch.setattr(single_sign_on, "login", away)
    monkeypatch.setattr(single_sign_on, "render", lambda *_words, status: HttpResponse(status=status))
    assert single_sign_on.leave(rf.get("/"), "single-sign-on").status_code == 502
    assert [(record.message, record.exc_info) for record in caplog.records] == [
        ("single sign-on: the provider does not answer: nobody listens", None)
    ]
