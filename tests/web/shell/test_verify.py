"""Anyone may check a certificate and sees no more than the disclosure setting allows."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories.credits import earn, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import issue_certificate, reverse
from yuanjiao.organisation.models import Person
from yuanjiao.web.learner.certificates import facts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    lin = make_person("林示例", position="科长")
    enrol(lin, at=timezone.now())
    return issue_certificate(entry=earn(lin, 150, title="依法行政", at=timezone.now()), now=timezone.now())


def test_a_genuine_certificate_is_confirmed_without_the_full_name(client, certificate):
    shown = client.get(f"/verify/{certificate.code}/").content.decode()
    for words in ("证书有效", "林科长", "依法行政", "1.5"):
        assert words in shown
    assert "林示例" not in shown


def test_it_names_the_unit_of_the_day_even_after_a_transfer(client, certificate):
    lin = Person.objects.select_related("unit").get()
    earlier = str(lin.unit)
    lin.unit = make_unit("后来示例局")
    lin.save()
    shown = client.get(f"/verify/{certificate.code}/").content.decode()
    assert earlier in shown
    assert "后来示例局" not in shown
    assert facts_of(certificate, lin).unit == earlier


def test_an_unknown_code_is_not_found(client):
    answer = client.get("/verify/nothing/")
    assert answer.status_code == 404
    assert "查不到这张证书" in answer.content.decode()


def test_a_credit_taken_back_ends_the_certificate(client, certificate):
    reverse(actor=None, entry=certificate.entry, reason="更正", now=timezone.now())
    assert "不再有效" in client.get(f"/verify/{certificate.code}/").content.decode()


def test_a_tampered_entry_is_not_confirmed(client, certificate):
    LedgerEntry.objects.update(hundredths=9900)
    assert "没有通过核对" in client.get(f"/verify/{certificate.code}/").content.decode()
