"""Signing in: by which names, the first time, what is refused, what must be done first, what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime
from tests.factories.organisation import grant, make_person

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation import one_time
from yuanjiao.organisation.models import ImportJob, Person, Role
from yuanjiao.organisation.public import Scope, events, reset_one_time_code, retire_person
from yuanjiao.organisation.sign_in import PersonBackend

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
PASSWORD = "春眠不觉晓-处处闻啼鸟"
CODE = "ABCDEFGHJKMNPQRST"


@pytest.fixture
def lin():
    return make_person("林", staff_number="A1", phone="13800000001", email="lin@example.org", password=PASSWORD)


@pytest.fixture
def newcomer():
    expires = timezone.now() + timedelta(days=1)
    return make_person(
        "新人",
        staff_number="N1",
        one_time_code_hash=one_time.hash_of(CODE),
        one_time_code_expires=expires,
        must_change_password=True,
    )


@pytest.fixture
def told(monkeypatch):
    ended = []
    monkeypatch.setattr(events, "signed_out_elsewhere", [lambda people, _at: ended.extend(people)])
    return ended


def sign_in(name, password, client=None):
    client = client or Client()
    response = client.post(LOGIN, {"login": name, "password": password})
    return client, response


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["A1", "13800000001", "lin@example.org", "LIN@example.org", " A1 "])
def test_staff_number_phone_and_email_all_sign_in(lin, name):
    client, response = sign_in(name, PASSWORD)
    assert response.status_code == 302
    assert is_in(client)
    assert AuditEntry.objects.filter(verb="organisation.sign_in", actor_id=lin.pk).exists()


@pytest.mark.parametrize(("name", "password"), [("A1", "wrong"), ("nobody", PASSWORD), ("A1", CODE)])
def test_a_wrong_name_or_password_is_refused_with_the_same_words(lin, name, password):
    client, response = sign_in(name, password)
    assert not is_in(client)
    assert "登录名或密码不对" in response.content.decode()
    failed = AuditEntry.objects.get(verb="organisation.sign_in_failed")
    assert password not in str(failed.detail)


def test_someone_who_has_left_is_refused(lin):
    Person.objects.filter(pk=lin.pk).update(is_active=False)
    assert not is_in(sign_in("A1", PASSWORD)[0])


@pytest.mark.parametrize(
    ("name", "password"), [("A1", "wrong"), ("nobody", "wrong"), ("N1", "wrong"), ("gone", "wrong")]
)
def test_every_refusal_costs_one_slow_hash(lin, newcomer, monkeypatch, name, password):
    make_person(staff_number="gone", password=PASSWORD, is_active=False)
    hashed = []
    monkeypatch.setattr(Person, "check_password", lambda _person, _password: hashed.append(1))
    monkeypatch.setattr("yuanjiao.organisation.sign_in.make_password", lambda _password: hashed.append(1))
    assert PersonBackend().authenticate(None, username=name, password="wrong") is None
    assert hashed == [1]


def test_a_staff_number_goes_before_anothers_phone(lin):
    other = make_person("别人", staff_number="13800000001", password="another-long-word")
    assert PersonBackend().authenticate(None, username="13800000001", password="another-long-word") == other


def test_the_first_sign_in_leads_to_a_password_of_ones_own(newcomer):
    client, _response = sign_in("N1", "abcd-efgh-jkmn-pqrs-t")
    assert client.get("/").headers["Location"] == "/account/password/set/"
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/account/password/set/"
    client.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    newcomer.refresh_from_db()
    assert (newcomer.one_time_code_hash, newcomer.must_change_password) == ("", False)
    assert client.get("/").status_code == 200
    assert not is_in(sign_in("N1", CODE)[0])
    assert is_in(sign_in("N1", PASSWORD)[0])


def test_a_code_that_was_used_opens_for_half_an_hour_more_and_ends_what_it_opened_before(newcomer):
    first, _response = sign_in("N1", CODE)
    newcomer.refresh_from_db()
    assert newcomer.one_time_code_expires - timezone.now() <= timedelta(minutes=30)
    again, _response = sign_in("N1", CODE)
    assert not is_in(first)
    assert is_in(again)


def test_a_code_never_lives_longer_for_being_used(newcomer):
    soon = timezone.now() + timedelta(minutes=5)
    Person.objects.update(one_time_code_expires=soon)
    sign_in("N1", CODE)
    newcomer.refresh_from_db()
    assert newcomer.one_time_code_expires == soon


def test_no_token_can_be_made_before_the_step_is_taken(newcomer, lin):
    first, _response = sign_in("N1", CODE)
    assert first.get("/account/tokens/").headers["Location"] == "/account/password/set/"
    grant(lin, Role.UNIT_ADMINISTRATOR)
    administrator, _response = sign_in("A1", PASSWORD)
    made = administrator.post("/account/tokens/", {"name": "示例", "scopes": ["record"], "days": "30"})
    assert made.headers["Location"] == "/account/2fa/totp/activate/"
    assert lin.access_tokens.count() == 0


def test_a_code_past_its_end_signs_nobody_in(newcomer):
    Person.objects.update(one_time_code_expires=timezone.now() - timedelta(seconds=1))
    assert not is_in(sign_in("N1", CODE)[0])


def test_a_reset_ends_the_old_password_and_the_sessions(lin, told):
    client, _response = sign_in("A1", PASSWORD)
    code = reset_one_time_code(actor=Scope.of_system(), person_id=lin.pk, now=timezone.now())
    assert client.get("/").status_code == 302
    assert not is_in(sign_in("A1", PASSWORD)[0])
    assert is_in(sign_in("A1", code)[0])
    assert told == [lin.pk]


def test_leaving_ends_the_sessions_and_the_roles(lin, told):
    grant(lin, Role.AUDITOR)
    client, _response = sign_in("A1", PASSWORD)
    now = timezone.now()
    retire_person(actor=Scope.of_system(), person_id=lin.pk, on=timezone.localdate(now), reason="退休", now=now)
    assert client.get("/").status_code == 302
    assert Scope.of(lin, now).grants == ()
    assert told == [lin.pk]


def test_a_learner_pays_no_query_for_the_steps(lin, settings, django_assert_max_num_queries):
    client, _response = sign_in("A1", PASSWORD)
    with django_assert_max_num_queries(3) as seen:
        client.get("/account/appearance/")
    assert not [each for each in seen.captured_queries if "rolegrant" in each["sql"] or "mfa_" in each["sql"]]
    assert "sign_in_step" not in client.session


def test_an_administrator_sets_up_a_second_factor_first(lin):
    grant(lin, Role.UNIT_ADMINISTRATOR)
    client, _response = sign_in("A1", PASSWORD)
    assert client.get("/").headers["Location"] == "/account/2fa/totp/activate/"
    Authenticator.objects.create(user=lin, type="totp", data={"secret": ""})
    assert client.get("/manage/").status_code == 200
    assert "sign_in_step" not in client.session


def test_a_role_granted_during_a_session_asks_for_the_second_factor_on_the_manage_pages(lin):
    client, _response = sign_in("A1", PASSWORD)
    grant(lin, Role.UNIT_ADMINISTRATOR)
    assert client.get("/manage/").headers["Location"] == "/account/2fa/totp/activate/"


def test_a_second_factor_is_asked_for_at_the_next_sign_in(lin):
    Authenticator.objects.create(user=lin, type="totp", data={"secret": ""})
    client, response = sign_in("A1", PASSWORD)
    assert response.headers["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)


def test_a_class_teacher_needs_none_and_the_demonstration_asks_nobody(lin, settings):
    grant(lin, Role.CLASS_TEACHER)
    assert sign_in("A1", PASSWORD)[0].get("/").status_code == 200
    grant(lin, Role.UNIT_ADMINISTRATOR)
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    assert sign_in("A1", PASSWORD)[0].get("/").status_code == 200


def test_another_device_is_signed_out_and_its_watching_ends(lin, told):
    here, _response = sign_in("A1", PASSWORD)
    there, _response = sign_in("A1", PASSWORD)
    assert UserSession.objects.filter(user=lin).count() == 2
    here.post("/account/sessions/")
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert told == [lin.pk]


def test_one_device_is_signed_out_and_the_others_stay(lin, told):
    here, lost, kept = (sign_in("A1", PASSWORD)[0] for _device in range(3))
    session = UserSession.objects.get(session_key=lost.session.session_key)
    assert f"{localtime(session.created_at):%H:%M} 登录" in here.get("/account/sessions/").content.decode()
    here.post(f"/account/sessions/{session.pk}/end/")
    assert [client.get("/").status_code for client in (here, lost, kept)] == [200, 302, 200]
    assert told == [lin.pk]


def test_this_device_and_those_of_others_are_not_signed_out_that_way(lin, newcomer):
    here, _response = sign_in("A1", PASSWORD)
    there, _response = sign_in("N1", CODE)
    for client in (here, there):
        session = UserSession.objects.get(session_key=client.session.session_key)
        assert here.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert is_in(here)
    assert is_in(there)


def test_signing_out_ends_what_was_watched(lin, told):
    client, _response = sign_in("A1", PASSWORD)
    client.post("/account/logout/")
    assert told == [lin.pk]


def test_nobody_registers():
    assert Client().post("/account/signup/", {"username": "x", "password1": PASSWORD}).status_code == 404
    assert Person.objects.count() == 0


def test_an_import_that_is_not_published_lets_nobody_in(newcomer):
    job = ImportJob.objects.create(created_at=timezone.now(), file_name="x", effective_on=timezone.localdate())
    Person.everyone.filter(pk=newcomer.pk).update(arrival=job)
    assert not is_in(sign_in("N1", CODE)[0])
