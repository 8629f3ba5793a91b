"""Many lines at once give the same books as one after the other."""

from __future__ import annotations

import pytest
from tests.factories.credits import NOW, assert_books_balance, earn, enrol
from tests.factories.organisation import make_person, make_unit

from yuanjiao.credits.ledger import Line
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.credits.public import enter_history, standing

pytestmark = pytest.mark.django_db


def line(person, source, hundredths=100, at=NOW):
    return Line(
        learner_id=person.pk,
        at=at,
        year=at.year,
        kind=EntryKind.COMPLETION,
        category="required",
        hundredths=hundredths,
        source_kind="course",
        source_id=source,
        title="示例课程",
        evidence={},
        rule_version=0,
    )


def test_histories_of_several_learners_and_years(django_assert_max_num_queries):
    city = make_unit()
    lin, zhou = make_person(unit=city), make_person("周示例", unit=city)
    enrol(lin, zhou)
    earn(lin, 50, source_id=900)
    last_year = NOW.replace(year=2025)
    lines = [line(lin, 1, at=last_year), line(lin, 2), line(zhou, 2, 6000), line(zhou, 3)]
    with django_assert_max_num_queries(40):
        assert enter_history(lines) == 4
    assert enter_history(lines) == 0
    mine = LedgerEntry.objects.filter(learner_id=lin.pk).order_by("pk")
    assert list(mine.values_list("sequence", flat=True)) == [1, 2, 3]
    assert (standing(lin.pk, 2025).hundredths, standing(lin.pk, 2026).hundredths) == (100, 150)
    assert standing(zhou.pk, 2026).met_at is not None
    assert_books_balance()
