"""Credits for tests, entered through the ledger itself so that the books always balance."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import transaction

from yuanjiao.credits import enrolment, ledger
from yuanjiao.credits.audit import audit
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.years import year_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import events

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
sources = count(1)


def enrol(*people: Person, at: datetime = NOW) -> None:
    """Tell the books of these people, as the organisation's actions do."""
    facts = [events.Enrolled(person.pk, person.unit_id, str(person.unit.path), person.post_level) for person in people]
    with transaction.atomic():
        enrolment.enrol(facts, at)


def earn(person: Person, hundredths: int = 100, *, category: str = "elective", **fields: Any) -> LedgerEntry:
    """One entry of a made-up source."""
    at = fields.pop("at", NOW)
    line = {
        "learner_id": person.pk,
        "at": at,
        "year": year_of(at),
        "kind": EntryKind.COMPLETION,
        "category": category,
        "hundredths": hundredths,
        "source_kind": "course",
        "source_id": next(sources),
        "title": "示例课程",
        "evidence": {},
        "rule_version": 0,
    }
    return ledger.enter(ledger.Line(**line | fields)).entry


def assert_books_balance(now: datetime = NOW) -> None:
    """Every projection is what the ledger says."""
    report = audit(now=now)
    assert report.balanced, "\n".join(map(str, report.differences))
