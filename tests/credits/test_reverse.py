"""Credits are taken back by reversals only."""

from __future__ import annotations

import pytest
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import AlreadyReversed, NotReversible, entries_of, reverse, standing
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin():
    person = make_person(unit=make_unit())
    enrol(person)
    return person


@pytest.fixture
def wu(lin):
    person = make_person("吴管理员")
    grant(person, Role.ACADEMY_ADMINISTRATOR, lin.unit)
    return person


def test_a_reversal_takes_the_credit_back_and_keeps_both_lines(lin, wu):
    entry = earn(lin, 100)
    reversal = reverse(actor=wu, entry=entry, reason="重复计分", now=NOW)
    assert (reversal.sequence, reversal.hundredths, reversal.evidence["reason"]) == (2, -100, "重复计分")
    assert standing(lin.pk, 2026).hundredths == 0
    assert [line.taken_back for line in entries_of(lin.pk)] == [True, True]
    assert AuditEntry.objects.get(verb="credits.reverse").actor_id == wu.pk
    assert_books_balance()


def test_whoever_falls_below_the_requirement_no_longer_meets_it(lin):
    entry = earn(lin, 6000, category="required")
    assert standing(lin.pk, 2026).met_at is not None
    reverse(actor=None, entry=entry, reason="更正", now=NOW)
    assert standing(lin.pk, 2026).met_at is None
    assert_books_balance()


def test_a_credit_is_taken_back_only_once(lin):
    entry = earn(lin)
    reverse(actor=None, entry=entry, reason="更正", now=NOW)
    with pytest.raises(AlreadyReversed):
        reverse(actor=None, entry=entry, reason="更正", now=NOW)
    assert LedgerEntry.objects.count() == 2


def test_a_reversal_is_not_reversed(lin):
    reversal = reverse(actor=None, entry=earn(lin), reason="更正", now=NOW)
    with pytest.raises(NotReversible):
        reverse(actor=None, entry=reversal, reason="更正", now=NOW)


def test_the_administrator_next_door_may_not(lin):
    qin = make_person("秦管理员", unit=make_unit("邻市"))
    grant(qin, Role.ACADEMY_ADMINISTRATOR)
    with pytest.raises(OutOfScope):
        reverse(actor=qin, entry=earn(lin), reason="更正", now=NOW)
    assert LedgerEntry.objects.count() == 1


def test_a_reversal_counts_in_the_year_of_the_credit(lin):
    entry = earn(lin, 100, at=NOW.replace(year=2025))
    reversal = reverse(actor=None, entry=entry, reason="更正", now=NOW)
    assert reversal.year == 2025
    assert standing(lin.pk, 2025).hundredths == 0
    assert_books_balance()
