"""`yuanjiao second-factor`: for whoever has lost phone, key and recovery codes."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from click.testing import CliRunner, Result
from django.test import Client
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.cli import main
from yuanjiao.commands.exits import Exit
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Role

pytestmark = pytest.mark.django_db
PASSWORD = "春眠不觉晓-处处闻啼鸟"
CALLED_WRONGLY = 2


def call(*words: str, answer: str = "") -> Result:
    return CliRunner().invoke(main, ["second-factor", *words], input=answer)


@pytest.fixture
def wu():
    person = make_person("吴管理员", unit=make_unit(), staff_number="wu-1", password=PASSWORD)
    grant(person, Role.UNIT_ADMINISTRATOR)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={"secret": "", "seed": "", "used_mask": 0})
    return person


@pytest.fixture
def qin(wu):
    return make_person("秦技术员", unit=wu.unit, staff_number="qin-1")


def test_it_is_taken_away_and_the_next_sign_in_leads_to_another(wu, qin):
    done = call("wu-1", "--by", "qin-1", "--reason", "手机丢失", "--yes")
    assert (done.exit_code, "removed: 2" in done.output) == (Exit.DONE, True), done.output
    assert Authenticator.objects.count() == 0
    client = Client()
    client.post("/account/login/", {"login": "wu-1", "password": PASSWORD})
    assert client.get("/").headers["Location"] == "/account/2fa/totp/activate/"
    entry = AuditEntry.objects.get(verb="organisation.remove_second_factor")
    assert (entry.actor_id, entry.detail["reason"]) == (qin.pk, "手机丢失")


def test_her_sessions_end(wu, qin, settings):
    Authenticator.objects.all().delete()
    client = Client()
    client.post("/account/login/", {"login": "wu-1", "password": PASSWORD})
    assert UserSession.objects.count() == 1
    assert call("wu-1", "--by", "qin-1", "--reason", "手机丢失", "--yes").exit_code == Exit.FOUND
    assert client.get("/").status_code == 302
    assert UserSession.objects.count() == 0


@pytest.mark.usefixtures("wu", "qin")
@pytest.mark.parametrize(
    "words",
    [
        ("nobody", "--by", "qin-1", "--reason", "x", "--yes"),
        ("wu-1", "--by", "nobody", "--reason", "x", "--yes"),
        ("wu-1", "--by", "qin-1", "--reason", " ", "--yes"),
        ("wu-1", "--by", "qin-1", "--yes"),
    ],
)
def test_a_wrong_call_takes_nothing_away(words):
    assert call(*words).exit_code == CALLED_WRONGLY
    assert Authenticator.objects.count() == 2


@pytest.mark.usefixtures("wu", "qin")
def test_it_asks_first():
    assert call("wu-1", "--by", "qin-1", "--reason", "x", answer="n\n").exit_code == 1
    assert Authenticator.objects.count() == 2
