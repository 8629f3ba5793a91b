"""Two credits of one learner at the same instant: the race with the lock off, and its absence with it on.

On SQLite there is one writer at a time and no race to show; the tests of PostgreSQL run these.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from tests.concurrency.together import at_once
from tests.factories.credits import NOW, assert_books_balance, enrol
from tests.factories.organisation import make_person

from yuanjiao.credits import ledger
from yuanjiao.credits.ledger import Line
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing
from yuanjiao.organisation.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]
TOGETHER = 8


def line(learner_id: int, source: int) -> Line:
    return Line(
        learner_id=learner_id,
        at=NOW,
        year=2026,
        kind=EntryKind.COMPLETION,
        category="required",
        hundredths=100,
        source_kind="course",
        source_id=source,
        title="示例课程",
        evidence={},
        rule_version=0,
    )


def entering(person: Person, *sources: int) -> Callable[[], None]:
    """Enters credits of these sources in one transaction."""

    def act() -> None:
        with transaction.atomic():
            for source in sources:
                ledger.enter(line(person.pk, source))

    return act


@pytest.fixture
def lin():
    person = make_person("林示例")
    enrol(person)
    return person


def test_without_the_lock_two_credits_take_the_same_place_in_the_chain(lin, monkeypatch):
    both_have_read = threading.Barrier(2)

    def read_without_lock(learner_id):
        found = {standing.year: standing for standing in Standing.objects.filter(learner_id=learner_id)}
        both_have_read.wait(10)
        return found

    monkeypatch.setattr(ledger, "lock_accounts", read_without_lock)
    failures = at_once(entering(lin, 1), entering(lin, 2))
    assert [type(failure) for failure in failures] == [IntegrityError]
    assert LedgerEntry.objects.count() == 1


def test_with_the_lock_every_credit_has_its_place(lin):
    assert at_once(*[entering(lin, source) for source in range(TOGETHER)]) == []
    assert list(LedgerEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == [
        *range(1, TOGETHER + 1)
    ]
    assert_books_balance()


def test_the_same_course_completed_at_the_same_instant_earns_once(lin):
    assert at_once(*[entering(lin, 1)] * TOGETHER) == []
    assert LedgerEntry.objects.count() == 1
    assert_books_balance()


def test_the_first_credits_of_someone_without_a_standing_open_one_account():
    zhou = make_person("周示例")
    assert at_once(*[entering(zhou, source) for source in range(TOGETHER)]) == []
    assert Standing.objects.get().hundredths == 100 * TOGETHER
    assert_books_balance()


def test_many_learners_of_one_unit_earn_at_once_without_a_deadlock(lin):
    people = [make_person(f"示例{number}", unit=lin.unit) for number in range(TOGETHER)]
    enrol(*people)
    assert at_once(*[entering(person, 1, 2, 3) for person in people]) == []
    assert_books_balance()
