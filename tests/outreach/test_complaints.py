"""Complaints are kept, answered once, and limited in number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.organisation import make_person

from yuanjiao.outreach.models import Complaint, ComplaintKind, Notice
from yuanjiao.outreach.public import AlreadyAnswered, TooManyComplaints, answer_complaint, complain

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_an_answer_reaches_her_as_a_notice():
    lin, administrator = make_person(), make_person("吴示例")
    written = complain(actor=lin, kind=ComplaintKind.CREDIT, text="少了一分", now=NOW)
    answer_complaint(actor=administrator, complaint_id=written.pk, answer="已补上", now=NOW)
    assert Notice.objects.values_list("person", "body").get() == (lin.pk, "已补上")


def test_an_answer_is_given_once():
    administrator = make_person("吴示例")
    written = complain(actor=None, kind=ComplaintKind.OTHER, text="问题", now=NOW)
    answer_complaint(actor=administrator, complaint_id=written.pk, answer="好", now=NOW)
    with pytest.raises(AlreadyAnswered):
        answer_complaint(actor=administrator, complaint_id=written.pk, answer="再答", now=NOW)


def test_the_eleventh_within_an_hour_waits():
    lin = make_person()
    for number in range(10):
        complain(actor=lin, kind=ComplaintKind.OTHER, text=str(number), now=NOW)
    with pytest.raises(TooManyComplaints):
        complain(actor=lin, kind=ComplaintKind.OTHER, text="11", now=NOW)
    assert Complaint.objects.count() == 10
