"""What courses earn by dated rules: micro-courses a fraction, a day at most its cap; what was earned stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from tests.factories.catalogue import make_course
from tests.factories.credits import NOW, assert_books_balance, enrol
from tests.factories.organisation import make_person

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import LengthStep, award, lower_micro_courses, micro_courses_above, over_the_day
from yuanjiao.kernel.models import AuditEntry, PolicyVersion
from yuanjiao.learning.events import Completion
from yuanjiao.organisation.models import Person

pytestmark = pytest.mark.django_db
STEPS = [[15, 25], [30, 50]]


@pytest.fixture
def lin():
    person = make_person()
    enrol(person)
    return person


def put_in_force(since: datetime = NOW, number: int = 1, **body: object) -> None:
    PolicyVersion.objects.create(kind="credits", number=number, valid_from=since, body=body)


def complete(person: Person, course: Course, at: datetime = NOW) -> LedgerEntry:
    with transaction.atomic():
        return award(Completion(person.pk, course.pk, at, {"lessons": []}))


@pytest.mark.parametrize(("minutes", "worth"), [(10, 25), (20, 50), (40, 100)])
def test_a_micro_course_earns_its_fraction_and_keeps_the_version(lin, minutes, worth):
    put_in_force(micro_steps=STEPS)
    entry = complete(lin, make_course(lessons=1, minutes=minutes))
    assert (entry.hundredths, entry.rule_version) == (worth, 1)


def test_beyond_the_daily_cap_nothing_counts_and_the_evidence_says_so(lin):
    put_in_force(daily_cap_hundredths=250)
    earned = [complete(lin, make_course(credit_hundredths=100)) for _each in range(4)]
    assert [entry.hundredths for entry in earned] == [100, 100, 50, 0]
    assert earned[2].evidence["daily_cap"] == {"cap": 250, "worth": 100, "earned_before": 200}
    assert "daily_cap" not in earned[0].evidence
    assert_books_balance()


def test_the_day_begins_at_midnight_in_shanghai(lin):
    put_in_force(since=NOW - timedelta(days=9), daily_cap_hundredths=100)
    evening = NOW.replace(hour=15, minute=59)
    assert complete(lin, make_course(), evening).hundredths == 100
    assert complete(lin, make_course(), evening + timedelta(minutes=2)).hundredths == 100


def test_a_new_rule_changes_no_entry_that_is_there(lin):
    before = complete(lin, make_course(lessons=1, minutes=10))
    kept = LedgerEntry.objects.values().get()
    put_in_force(since=NOW + timedelta(hours=1), micro_steps=STEPS)
    after = complete(lin, make_course(lessons=1, minutes=10), NOW + timedelta(hours=2))
    assert LedgerEntry.objects.values().get(pk=before.pk) == kept
    assert (before.hundredths, before.rule_version, after.hundredths, after.rule_version) == (100, 0, 25, 1)
    assert_books_balance(NOW + timedelta(hours=3))


def test_micro_courses_show_what_they_earn_once_the_rule_is_in_force(lin):
    micro, short, long = (make_course(lessons=1, minutes=minutes) for minutes in (10, 20, 40))
    steps = [LengthStep(*step) for step in STEPS]
    assert (micro_courses_above(steps), lower_micro_courses(now=NOW)) == (2, 0)
    put_in_force(micro_steps=STEPS)
    assert lower_micro_courses(now=NOW) == 2
    worth = dict(Course.objects.values_list("pk", "credit_hundredths"))
    assert [worth[course.pk] for course in (micro, short, long)] == [25, 50, 100]
    assert (micro_courses_above(steps), lower_micro_courses(now=NOW)) == (0, 0)
    assert AuditEntry.objects.get(verb="catalogue.lower_credits").detail == {"courses": [micro.pk, short.pk]}


def test_days_above_a_cap_are_counted_before_it_is_set(lin):
    for _each in range(3):
        complete(lin, make_course())
    complete(lin, make_course(), NOW + timedelta(days=1))
    assert [over_the_day(cap) for cap in (99, 100, 299, 300)] == [2, 1, 1, 0]
