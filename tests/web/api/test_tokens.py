"""Access tokens: shown once, kept as a hash, bounded by scope, term and owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.factories.api import caller, make_secret
from tests.factories.organisation import make_person

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.web.api import auth
from yuanjiao.web.api.actions.tokens import MOST_TOKENS, TooManyTokens
from yuanjiao.web.api.models import AccessToken
from yuanjiao.web.api.scopes import TokenScope

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def lin():
    return make_person("林示例")


def test_a_token_opens_its_owner_s_record(lin):
    answer = caller(lin).get("/api/v1/me")
    assert (answer.status_code, answer.json()["full_name"]) == (200, "林示例")


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer yj_forged", "Basic abc"])
def test_without_a_genuine_token_nothing_opens(lin, header):
    assert Client(headers={"Authorization": header}).get("/api/v1/me").status_code == 401


def test_a_session_cookie_is_no_token(lin, client):
    client.force_login(lin)
    assert client.get("/api/v1/me").status_code == 401


def test_the_secret_is_not_stored(lin):
    secret = make_secret(lin)
    token = AccessToken.objects.get()
    assert secret not in (token.hash, token.beginning)
    assert secret.startswith(token.beginning)


def test_a_token_reaches_no_further_than_its_scopes(lin):
    answer = caller(lin, TokenScope.CATALOGUE_READ).get("/api/v1/me")
    assert answer.status_code == 403
    assert "读取我的学分" in answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"created_at": timezone.now() - timedelta(days=2), "expires_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_an_ended_token_opens_nothing(lin, change):
    client = caller(lin)
    AccessToken.objects.update(**change)
    assert client.get("/api/v1/me").status_code == 401


def test_the_token_of_someone_who_left_opens_nothing(lin):
    client = caller(lin)
    lin.is_active = False
    lin.save()
    assert client.get("/api/v1/me").status_code == 401


def test_the_last_use_is_noted_to_the_minute(lin):
    client = caller(lin)
    client.get("/api/v1/me")
    first = AccessToken.objects.get().last_used_at
    client.get("/api/v1/me")
    assert AccessToken.objects.get().last_used_at == first is not None


def test_too_many_calls_a_minute_are_turned_away(lin, monkeypatch):
    monkeypatch.setattr(auth.THROTTLES[0], "num_requests", 2)
    client = caller(lin)
    assert [client.get("/api/v1/me").status_code for _call in range(3)] == [200, 200, 429]


def test_nobody_has_more_tokens_than_the_limit(lin):
    for _number in range(MOST_TOKENS):
        make_secret(lin)
    with pytest.raises(TooManyTokens):
        make_secret(lin)


def test_the_page_makes_a_token_shows_it_once_and_revokes_it(lin, client):
    client.force_login(lin)
    made = client.post("/account/tokens/", {"name": "办公系统", "days": "90", "scopes": ["record:read"]})
    token = AccessToken.objects.get()
    assert made.content.decode().count("yj_") == 2
    assert "yj_" + token.beginning[3:] in made.content.decode()
    again = client.get("/account/tokens/").content.decode()
    assert (again.count("yj_"), "办公系统" in again) == (1, True)
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert AccessToken.objects.get().revoked_at is not None
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"api.create_token", "api.revoke_token"}


def test_the_form_wants_a_name_and_a_use(lin, client):
    client.force_login(lin)
    assert client.post("/account/tokens/", {"days": "5"}).status_code == 200
    assert not AccessToken.objects.exists()


def test_nobody_revokes_the_token_of_another(lin, client):
    make_secret(lin)
    client.force_login(make_person("周示例"))
    assert client.post(f"/account/tokens/{AccessToken.objects.get().pk}/revoke/").status_code == 404
