"""Attacks on sign-in: planted sessions, borrowed redirects, asked-out names, forged hosts, codes used twice."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.factories.organisation import make_person

from yuanjiao.organisation import one_time

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
PASSWORD = "春眠不觉晓-处处闻啼鸟"
CODE = "ABCDEFGHJKMNPQRST"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    " https://evil.example/",
    "\thttps://evil.example/",
]


@pytest.fixture
def lin():
    return make_person("林", staff_number="A1", phone="13800000001", email="lin@example.org", password=PASSWORD)


@pytest.fixture
def still():
    """A clock that stands, so that no code of the app ends between two lines."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def sign_in(client, name="A1", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def leads_away(response):
    return urlsplit(response.headers.get("Location", "/")).netloc not in {"", "testserver"}


def test_a_planted_session_is_worth_nothing_after_sign_in(lin):
    planted = Client()
    planted.get(LOGIN)
    session = planted.session
    session["planted"] = True
    session.save()
    planted.cookies["sessionid"] = session.session_key
    before = session.session_key
    sign_in(planted)
    assert planted.session.session_key != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/record/").status_code == 302
    assert "_auth_user_id" not in thief.session


def test_a_session_key_that_somebody_made_up_is_not_taken_over(lin):
    client = Client()
    client.cookies["sessionid"] = "madeupmadeupmadeupmadeupmadeup12"
    sign_in(client)
    assert client.cookies["sessionid"].value != "madeupmadeupmadeupmadeupmadeup12"


@pytest.mark.usefixtures("still")
def test_a_session_that_waits_for_the_second_factor_opens_nothing(lin):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(lin, secret)
    waiting = Client()
    sign_in(waiting)
    before = waiting.session.session_key
    assert waiting.get("/record/").headers["Location"].startswith(LOGIN)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    waiting.post("/account/2fa/authenticate/", {"code": code})
    assert waiting.get("/record/").status_code == 200
    assert waiting.session.session_key != before


def test_the_old_session_ends_with_the_old_password(lin):
    thief, hers = Client(), Client()
    sign_in(thief)
    sign_in(hers)
    hers.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": CODE, "password2": CODE})
    assert hers.get("/record/").status_code == 200
    assert thief.get("/record/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(lin):
    client, thief = Client(), Client()
    sign_in(client)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post("/account/logout/")
    assert thief.get("/record/").status_code == 302


def test_a_link_signs_nobody_out(client, lin):
    sign_in(client)
    client.get("/account/logout/")
    assert client.get("/record/").status_code == 200


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_sign_in_leads_to_another_site(lin, target):
    client = Client()
    assert not leads_away(client.post(LOGIN, {"login": "A1", "password": PASSWORD, "next": target}))
    assert not leads_away(client.get(LOGIN, {"next": target}))
    assert not leads_away(client.post("/account/appearance/", {"theme": "dark", "next": target}))
    assert not leads_away(client.post("/account/logout/", {"next": target}))


def test_sign_in_leads_back_to_the_page_that_asked_for_it(lin):
    assert sign_in(Client(), next="/record/").headers["Location"] == "/record/"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "a b"])
def test_a_forged_host_is_refused(client, settings, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get(LOGIN, headers={"Host": host}).status_code == 400


def test_what_a_proxy_is_said_to_have_been_asked_for_changes_no_address(lin, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    page = client.get(LOGIN, headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Server": "evil.example"})
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


def answer_to(name, password):
    """What a stranger sees of a refusal: status, words without the page's secret and the name she typed."""
    response = sign_in(Client(), name, password)
    page = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]+"', "", response.content.decode())
    return response.status_code, page.replace(name, "")


def test_nobody_learns_from_a_refusal_who_is_here(lin):
    make_person(staff_number="gone", password=PASSWORD, is_active=False)
    expires = timezone.now() + timedelta(days=1)
    make_person(staff_number="N1", one_time_code_hash=one_time.hash_of(CODE), one_time_code_expires=expires)
    unknown = answer_to("nobody", "wrong")
    names = ["A1", "13800000001", "lin@example.org", "gone", "N1"]
    assert {name: answer_to(name, "wrong") == unknown for name in names} == dict.fromkeys(names, True)


def test_nobody_learns_that_someone_has_left_even_with_her_password(lin):
    make_person(staff_number="gone", password=PASSWORD, is_active=False)
    assert answer_to("gone", PASSWORD) == answer_to("nobody", PASSWORD)


@pytest.mark.parametrize(
    "path",
    [
        "/account/signup/",
        "/account/email/",
        "/account/confirm-email/",
        "/account/confirm-email/some-key/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/password/reset/key/1-key/",
        "/account/login/code/confirm/",
        "/account/3rdparty/signup/",
    ],
)
def test_there_is_no_page_to_ask_whose_address_is_known(client, lin, path):
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": lin.email}).status_code == 404


@pytest.mark.usefixtures("still")
def test_a_code_of_the_authenticator_app_is_heard_once(lin):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(lin, secret)
    cache.clear()
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    hers, thief = Client(), Client()
    for device in (hers, thief):
        sign_in(device)
        device.post("/account/2fa/authenticate/", {"code": code})
    assert "_auth_user_id" in hers.session
    assert "_auth_user_id" not in thief.session


def test_guessing_the_second_factor_is_throttled(lin, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key"}
    cache.clear()
    totp.TOTP.activate(lin, totp.generate_totp_secret())
    thief = Client()
    sign_in(thief)
    said = [thief.post("/account/2fa/authenticate/", {"code": f"00000{number}"}) for number in range(6)]
    cache.clear()
    assert "最多过 5 分钟就可以再试" in said[-1].content.decode()


def test_a_spent_one_time_code_signs_nobody_in():
    expires = timezone.now() + timedelta(days=1)
    hash_ = one_time.hash_of(CODE)
    make_person(staff_number="N1", one_time_code_hash=hash_, one_time_code_expires=expires, must_change_password=True)
    hers, thief = Client(), Client()
    sign_in(hers, "N1", CODE)
    hers.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(thief, "N1", CODE)
    assert hers.get("/record/").status_code == 200
    assert "_auth_user_id" not in thief.session


def test_the_table_of_people_holds_no_code(lin):
    assert CODE not in one_time.hash_of(CODE)
    assert one_time.hash_of(CODE) != one_time.hash_of(CODE, "another secret of another academy")


def test_a_one_time_code_has_eighty_bits():
    alphabet = {letter for _ in range(200) for letter in one_time.random_code()}
    assert len(alphabet) ** len(one_time.random_code()) >= 2**80


def test_the_cookies_of_sign_in_are_kept_from_scripts_and_other_sites(lin):
    client = Client()
    sign_in(client)
    for name in ("sessionid", "yuanjiao_device"):
        cookie = client.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax"), name


def test_the_second_factor_is_asked_for_whichever_factor_it_is(lin):
    Authenticator.objects.create(user=lin, type="webauthn", data={"name": "示例"})
    assert sign_in(Client()).headers["Location"].startswith("/account/2fa/authenticate/")
