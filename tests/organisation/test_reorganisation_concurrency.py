"""Two at once: reorganisations of one unit, workers on one reorganisation, newcomers into a unit that ends."""

from __future__ import annotations

from datetime import date

import pytest
from tests.concurrency.together import at_once
from tests.factories.credits import assert_books_balance, enrol
from tests.factories.organisation import NOW, make_person, make_unit

from yuanjiao.organisation.models import (
    Membership,
    Person,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Unit,
    UnitSuccession,
)
from yuanjiao.organisation.public import (
    Details,
    ReorganisationRefused,
    Scope,
    UnitHasEnded,
    Wish,
    bring_stragglers,
    carry_out,
    decide_reorganisation,
    enrol_person,
    reorganise,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SYSTEM = Scope.of_system()
TODAY = date(2026, 3, 2)


@pytest.fixture
def units():
    """A unit with learners, and two that it may be merged into."""
    city = make_unit()
    unit, *targets = (make_unit(name, under=city) for name in ("甲局", "乙局", "丙局"))
    people = [make_person(unit=unit) for _person in range(30)]
    enrol(*people, at=NOW)
    return unit, *targets


def merger(unit: Unit, target: Unit) -> Wish:
    return Wish(kind=ReorganisationKind.MERGE, units=(unit,), target=target, on=TODAY)


def test_of_two_mergers_of_one_unit_at_once_one_is_refused(units):
    unit, *targets = units
    deeds = [lambda to=to: reorganise(actor=SYSTEM, wish=merger(unit, to), now=NOW) for to in targets]
    problems = at_once(*deeds)
    assert len(problems) == 1
    assert isinstance(problems[0], ReorganisationRefused)
    assert Person.objects.filter(unit=UnitSuccession.objects.get().heir).count() == 30
    assert_books_balance(NOW)


def test_two_workers_on_one_reorganisation_bring_everyone_once(units, monkeypatch):
    monkeypatch.setattr("yuanjiao.organisation.actions.reorganising.CHUNK", 4)
    unit, target, _other = units
    made = decide_reorganisation(actor=SYSTEM, wish=merger(unit, target), now=NOW)
    deed = lambda: carry_out(reorganisation_id=made.pk, now=NOW)  # noqa: E731 -- the same deed three times
    assert at_once(deed, deed, deed) == []
    assert Reorganisation.objects.get().state == ReorganisationState.DONE
    assert Membership.objects.filter(unit=target, until=None).count() == 30
    assert_books_balance(NOW)


def test_whoever_comes_in_as_a_unit_ends_is_refused_or_brought_along(units):
    unit, target, _other = units
    come = [
        lambda number=number: enrol_person(
            actor=SYSTEM, details=Details(f"N{number}", "新示例"), unit=unit, on=TODAY, now=NOW
        )
        for number in range(4)
    ]
    problems = at_once(*come[:2], lambda: reorganise(actor=SYSTEM, wish=merger(unit, target), now=NOW), *come[2:])
    assert {type(problem) for problem in problems} <= {UnitHasEnded}
    bring_stragglers(now=NOW)
    assert not Person.objects.filter(unit=unit).exists()
    assert Person.objects.filter(unit=target).count() == 34 - len(problems)
    assert_books_balance(NOW)
