"""Notices: left, counted, read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.organisation import make_person
from tests.factories.outreach import make_notice

from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_a_notice_is_unread_until_it_is_read():
    lin = make_person()
    notice = outreach.notify(person_id=lin.pk, kind="test", title="通报已发布", now=NOW)
    before = outreach.unread_count(lin)
    outreach.mark_read(actor=lin, notice_id=notice.pk, now=NOW)
    assert (before, outreach.unread_count(lin)) == (1, 0)


def test_nobody_reads_for_somebody_else():
    notice = make_notice(make_person())
    with pytest.raises(Notice.DoesNotExist):
        outreach.mark_read(actor=make_person(), notice_id=notice.pk, now=NOW)


def test_all_are_read_at_once_and_only_hers():
    lin, zhou = make_person(), make_person()
    for person in (lin, lin, zhou):
        make_notice(person)
    assert outreach.mark_all_read(actor=lin, now=NOW) == 2
    assert outreach.unread_count(zhou) == 1


@pytest.mark.parametrize("number", [1, 30])
def test_counting_is_one_query(number, django_assert_num_queries):
    lin = make_person()
    for _ in range(number):
        make_notice(lin)
    with django_assert_num_queries(1):
        assert outreach.unread_count(lin) == number


def test_many_people_are_told_in_one_insert(django_assert_num_queries):
    people = [make_person().pk for _ in range(5)]
    with django_assert_num_queries(3):
        assert outreach.notify_many(person_ids=people, kind="test", title="示例", now=NOW) == 5


def test_a_long_title_is_cut():
    assert len(outreach.notify(person_id=make_person().pk, kind="test", title="长" * 300, now=NOW).title) == 120
