"""Wrong passwords: how many are heard, what is said then, and that nobody is shut out by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.factories.organisation import make_person

from yuanjiao.organisation import one_time
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope, reset_one_time_code
from yuanjiao.settings import signin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PASSWORD = "春眠不觉晓-处处闻啼鸟"
DESK, ELSEWHERE = "192.0.2.10", "198.51.100.7"
HEARD = 5


@pytest.fixture(autouse=True)
def limits(settings):
    """The limits of an installation; tests have none otherwise."""
    settings.ACCOUNT_RATE_LIMITS = signin.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lin():
    return make_person("林", staff_number="A1", phone="13800000001", email="lin@example.org", password=PASSWORD)


def attempt(name, password, address=ELSEWHERE, client=None, **headers):
    client = client or Client()
    response = client.post("/account/login/", {"login": name, "password": password}, REMOTE_ADDR=address, **headers)
    return response, client


def guesses(name, number, address=ELSEWHERE, client=None):
    for _guess in range(number):
        response, client = attempt(name, "wrong", address, client)
    return response


def refused_for_now(response):
    return "密码错误次数太多" in response.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_is_not_heard(lin):
    assert not refused_for_now(guesses("A1", HEARD))
    assert refused_for_now(attempt("A1", PASSWORD)[0])


def test_it_says_when_to_try_again_and_what_else_helps(lin):
    guesses("A1", HEARD)
    said = attempt("A1", PASSWORD)[0].content.decode()
    assert "请过 5 分钟再试" in said
    assert "请单位管理员重置登录码" in said


def test_then_she_is_heard_again(lin):
    guesses("A1", HEARD)
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert attempt("A1", PASSWORD)[0].status_code == 302


def test_a_name_that_nobody_has_is_refused_with_the_same_words(lin):
    mine, nobodys = (guesses(name, HEARD + 1) for name in ("A1", "nobody"))
    sentence = "密码错误次数太多。请过 5 分钟再试"
    assert sentence in mine.content.decode()
    assert sentence in nobodys.content.decode()


def test_other_spellings_of_a_name_bring_no_more_tries(lin):
    for name in ("lin@example.org", " lin@example.org", "LIN@example.org", "Lin@Example.org ", "lin@EXAMPLE.org"):
        attempt(name, "wrong")
    assert refused_for_now(attempt("lin@example.org", PASSWORD)[0])


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_a_made_up_address_brings_no_more_tries(lin, header):
    for number in range(HEARD):
        attempt("A1", "wrong", **{header: f"203.0.113.{number}"})
    assert refused_for_now(attempt("A1", PASSWORD, **{header: "203.0.113.99"})[0])


def test_guessing_from_elsewhere_shuts_nobody_out_at_her_desk(lin):
    guesses("A1", HEARD + 1)
    assert attempt("A1", PASSWORD, DESK)[0].status_code == 302


def test_guessing_in_her_own_building_does_not_shut_out_the_device_she_uses(lin):
    _response, hers = attempt("A1", PASSWORD, DESK)
    hers.post("/account/logout/")
    guesses("A1", HEARD + 1, DESK)
    assert refused_for_now(attempt("A1", PASSWORD, DESK)[0])
    assert attempt("A1", PASSWORD, DESK, hers)[0].status_code == 302


def test_guessing_from_everywhere_has_an_end_that_her_own_device_does_not_feel(lin, settings):
    settings.ACCOUNT_RATE_LIMITS = {**signin.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "7/h/key"}
    _response, hers = attempt("A1", PASSWORD, DESK)
    hers.post("/account/logout/")
    for number in range(7):
        attempt("A1", "wrong", f"203.0.113.{number}")
    refused = attempt("A1", PASSWORD, "203.0.113.200")[0]
    assert refused_for_now(refused)
    assert "请过 60 分钟再试" in refused.content.decode()
    assert attempt("A1", PASSWORD, DESK, hers)[0].status_code == 302


def test_a_known_device_has_an_end_too(lin):
    _response, hers = attempt("A1", PASSWORD, DESK)
    hers.post("/account/logout/")
    guesses("A1", HEARD, DESK, hers)
    assert refused_for_now(attempt("A1", PASSWORD, DESK, hers)[0])


def test_the_device_of_one_is_no_known_device_of_another(lin):
    make_person("林", staff_number="B2", password=PASSWORD)
    _response, theirs = attempt("B2", PASSWORD)
    theirs.post("/account/logout/")
    guesses("A1", HEARD)
    assert refused_for_now(attempt("A1", PASSWORD, client=theirs)[0])


def test_a_forged_device_is_a_strange_one(lin):
    client = Client()
    client.cookies["yuanjiao_device"] = "WyJ4IixbMV1d:1abcde:forged"
    guesses("A1", HEARD, client=client)
    assert refused_for_now(attempt("A1", PASSWORD, client=client)[0])


def test_a_new_one_time_code_is_heard_at_once(lin):
    guesses("A1", HEARD + 1)
    code = reset_one_time_code(actor=Scope.of_system(), person_id=lin.pk, now=timezone.now())
    assert attempt("A1", code)[0].status_code == 302


def test_guessing_codes_is_throttled_like_passwords():
    expires = timezone.now() + timedelta(days=1)
    make_person(staff_number="N1", one_time_code_hash=one_time.hash_of("ABCD"), one_time_code_expires=expires)
    Person.objects.update(password="!")
    assert refused_for_now(guesses("N1", HEARD + 1))


def test_right_passwords_use_no_tries_up(lin):
    for _time in range(HEARD + 2):
        assert attempt("A1", PASSWORD)[0].status_code == 302
