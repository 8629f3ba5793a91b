"""Complaints are read and answered by the academy's administrators."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Complaint, ComplaintKind
from yuanjiao.outreach.public import complain

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(client, settings):
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    city = make_unit()
    wu = make_person("吴示例", unit=city)
    grant(wu, Role.ACADEMY_ADMINISTRATOR, city)
    client.force_login(wu)
    return city


def test_the_answer_stands_beside_the_complaint(client, office):
    written = complain(actor=make_person(unit=office), kind=ComplaintKind.CREDIT, text="少了一分", now=NOW)
    page = client.post(f"/manage/complaints/{written.pk}/answer/", {"answer": "已补上"}, follow=True).content.decode()
    assert "少了一分" in page
    assert "已补上" in page


def test_an_answer_without_words_changes_nothing(client, office):
    written = complain(actor=None, kind=ComplaintKind.OTHER, text="问题", now=NOW)
    client.post(f"/manage/complaints/{written.pk}/answer/", {"answer": " "})
    assert Complaint.objects.get().state == "waiting"


def test_unsigned_complaints_and_filters(client, office):
    complain(actor=None, kind=ComplaintKind.FAULT, text="打不开", now=NOW)
    complain(actor=make_person(unit=office), kind=ComplaintKind.CREDIT, text="少了一分", now=NOW)
    page = client.get("/manage/complaints/?kind=fault").content.decode()
    assert "打不开" in page
    assert "少了一分" not in page


@pytest.mark.parametrize("number", [1, 9])
def test_the_list_asks_the_same_of_the_database_for_one_and_for_many(client, office, number):
    for person in range(number):
        complain(actor=make_person(f"示例{person}", unit=office), kind=ComplaintKind.OTHER, text="问题", now=NOW)
    client.get("/manage/complaints/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/manage/complaints/")
    assert len(asked) <= 8
