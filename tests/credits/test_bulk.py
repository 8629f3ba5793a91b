"""Credits entered in heaps: the same chain, standings and books as one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.factories.credits import NOW, assert_books_balance, enrol
from tests.factories.organisation import make_person

from yuanjiao.credits import ledger
from yuanjiao.credits.bulk import enter_many
from yuanjiao.credits.ledger import Line
from yuanjiao.credits.models import EntryKind, LedgerEntry, Standing
from yuanjiao.credits.years import year_of

pytestmark = pytest.mark.django_db
STANDING = ("learner_id", "year", "hundredths", "required_hundredths", "met_at", "last_earned_at")


def line(person: Any, source: int, hundredths: int = 1000, days: int = 0, category: str = "required") -> Line:
    at = NOW + timedelta(days=days)
    evidence = {"lessons": [source], "quiz": None}
    return Line(
        person.pk,
        at,
        year_of(at),
        EntryKind.COMPLETION,
        category,
        hundredths,
        "course",
        source,
        "示例课程",
        evidence,
        0,
    )


def entered(lines: list[Line]) -> int:
    with transaction.atomic():
        return enter_many(lines, now=NOW)


def state() -> tuple[list[Any], list[Any]]:
    hashes = LedgerEntry.objects.order_by("learner_id", "sequence").values_list("learner_id", "sequence", "hash")
    return list(hashes), list(Standing.objects.order_by("learner_id", "year").values_list(*STANDING))


def test_a_heap_gives_what_one_by_one_gives() -> None:
    lin, zhou = make_person("Lin"), make_person("Zhou")
    enrol(lin, zhou)
    lines = [line(person, source, days=source) for source in range(1, 6) for person in (lin, zhou)]
    found = []
    for enter in (lambda: [ledger.enter(each) for each in lines], lambda: enter_many(lines, now=NOW)):
        with transaction.atomic():
            enter()
            found.append(state())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0][0]) == 10


def test_a_heap_enters_each_source_once_and_the_books_balance() -> None:
    lin, zhou = make_person("Lin"), make_person("Zhou")
    enrol(lin, zhou)
    lines = [line(person, source, days=source) for source in range(1, 6) for person in (lin, zhou)]
    assert entered(lines) == 10
    assert entered(lines) == 0
    assert_books_balance()
    assert Standing.objects.get(learner_id=lin.pk).met_at == NOW + timedelta(days=5)


def test_a_heap_goes_on_where_a_chain_ended_and_opens_the_next_year() -> None:
    lin = make_person("Lin")
    enrol(lin)
    with transaction.atomic():
        ledger.enter(line(lin, 1))
    assert entered([line(lin, 1), line(lin, 2, category="elective"), line(lin, 3, days=300)]) == 2
    assert list(LedgerEntry.objects.order_by("sequence").values_list("sequence", "year")) == [
        (1, 2026),
        (2, 2026),
        (3, 2027),
    ]
    assert_books_balance()
