"""Figures frozen at an hour, and counted again later with the same result (A19)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.learning import make_progress
from tests.factories.organisation import make_person, make_unit
from tests.factories.oversight import HALF_YEAR, NOW, SYSTEM, make_circular, make_draft_circular, run

from yuanjiao.credits.models import Exemption, LedgerEntry
from yuanjiao.credits.public import ExemptionFacts, end_exemption, grant_exemption, publish_requirements, reverse
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import (
    Details,
    OutOfScope,
    Scope,
    rename_unit,
    retire_person,
    transfer_person,
    update_person,
)
from yuanjiao.oversight.actions.snapshots import differing_units, plan_snapshot
from yuanjiao.oversight.models import SnapshotUnit
from yuanjiao.oversight.public import HourNotReached, Period, check_circular

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2026, 5, 1, 2, tzinfo=UTC)
TOO_LATE = datetime(2026, 6, 30, 16, tzinfo=UTC)
"""The first moment of July in Shanghai."""


@pytest.fixture
def city():
    """A city with two districts; one has a township with a learner who has met everything."""
    root = make_unit("示例市")
    here, other = make_unit("本区", under=root), make_unit("邻区", under=root)
    township = make_unit("本镇", under=here)
    ready, idle = make_person("甲示例", unit=township), make_person("乙示例", unit=here)
    enrol(ready, idle, make_person("丙示例", unit=other), at=datetime(2026, 1, 2, tzinfo=UTC))
    earn(ready, 3000, category="required", at=IN_TIME)
    earn(ready, 2000, at=IN_TIME)
    root.people_of = {"ready": ready, "idle": idle}
    return root


def figures(snapshot) -> dict[str, tuple[int, int, int, int]]:
    rows = SnapshotUnit.objects.filter(snapshot=snapshot)
    return {row.name: (row.due, row.participated, row.met, row.hundredths) for row in rows}


def nothing(_done, _whole):
    pass


def test_every_unit_of_three_tiers_has_its_whole_subtree_counted(city):
    assert figures(make_draft_circular(city).snapshot) == {
        "示例市": (3, 1, 1, 5000),
        "本区": (2, 1, 1, 5000),
        "本镇": (1, 1, 1, 5000),
        "邻区": (1, 0, 0, 0),
    }


def test_units_are_ranked_among_those_of_their_kind_below_the_same_parent(city):
    rows = SnapshotUnit.objects.filter(snapshot=make_draft_circular(city).snapshot)
    assert {row.name: (row.rank, row.peers) for row in rows} == {
        "示例市": (1, 1),
        "本区": (1, 2),
        "邻区": (2, 2),
        "本镇": (1, 1),
    }


def test_what_was_earned_from_the_stated_hour_on_does_not_count(city):
    idle = city.people_of["idle"]
    earn(idle, 100, at=TOO_LATE - timedelta(seconds=1))
    earn(idle, 700, at=TOO_LATE)
    assert figures(make_draft_circular(city).snapshot)["本区"] == (2, 2, 1, 5100)


def test_an_earlier_hour_of_the_last_day_counts_less(city):
    earn(city.people_of["idle"], 100, at=datetime(2026, 6, 30, 5, tzinfo=UTC))
    noon = Period(HALF_YEAR.begins_on, HALF_YEAR.ends_on, hour=12)
    assert figures(make_draft_circular(city, period=noon).snapshot)["本区"] == (2, 1, 1, 5000)


def test_whoever_began_a_course_took_part_even_without_credit(city):
    make_progress(city.people_of["idle"], make_course(), started_at=IN_TIME)
    assert figures(make_draft_circular(city).snapshot)["本区"][1] == 2


def test_studying_outside_the_period_is_not_taking_part_in_it(city):
    may = Period(date(2026, 6, 1), date(2026, 6, 30))
    assert figures(make_draft_circular(city, period=may).snapshot)["示例市"] == (3, 0, 1, 5000)


def test_a_half_year_may_ask_for_half_of_the_year(city):
    idle = city.people_of["idle"]
    earn(idle, 1500, category="required", at=IN_TIME)
    earn(idle, 1000, at=IN_TIME)
    half = Period(HALF_YEAR.begins_on, HALF_YEAR.ends_on, target_per_cent=50)
    assert figures(make_draft_circular(city, period=half).snapshot)["本区"][2] == 2
    assert figures(make_draft_circular(city).snapshot)["本区"][2] == 1


def test_a_district_counts_its_own_subtree_only(city):
    here = Unit.objects.get(name="本区")
    assert figures(make_draft_circular(here).snapshot).keys() == {"本区", "本镇"}


def test_figures_reproduce_after_everything_has_changed(city):
    snapshot = make_draft_circular(city).snapshot
    ready, idle = city.people_of["ready"], city.people_of["idle"]
    later = NOW + timedelta(days=30)
    earn(idle, 4000, category="required", at=later)
    reverse(actor=None, entry=LedgerEntry.objects.get(learner_id=ready.pk, sequence=1), reason="示例", now=later)
    neighbour = Unit.objects.get(name="邻区")
    transfer_person(actor=SYSTEM, person_id=ready.pk, to=neighbour, on=date(2026, 8, 1), now=later)
    retire_person(actor=SYSTEM, person_id=idle.pk, on=date(2026, 8, 2), reason="退休", now=later)
    rename_unit(actor=SYSTEM, unit_id=neighbour.pk, name="新名区", short_name="", now=later)
    update_person(actor=SYSTEM, person_id=ready.pk, details=_as_county_head(ready), now=later)
    assert differing_units(snapshot=snapshot, told=nothing) == []
    assert "邻区" in figures(snapshot)


def _as_county_head(person) -> Details:
    return Details(staff_number=person.staff_number, full_name=person.full_name, post_level="131", is_learner=False)


def exempt(person, *, now, months: tuple[int, int] = (1, 12)):
    facts = ExemptionFacts("sick_leave", date(2026, months[0], 1), date(2026, months[1], 28))
    return grant_exemption(actor=None, learner=person, facts=facts, files=(), now=now)


def test_whoever_was_exempt_for_the_whole_year_is_not_due(city):
    facts = ExemptionFacts("sick_leave", date(2026, 1, 1), date(2026, 12, 31))
    grant_exemption(actor=None, learner=city.people_of["idle"], facts=facts, files=(), now=IN_TIME)
    assert figures(make_draft_circular(city).snapshot)["本区"] == (1, 1, 1, 5000)


def test_an_exemption_lowers_what_is_due_only_if_it_was_granted_by_the_hour(city):
    idle = city.people_of["idle"]
    earn(idle, 3000, category="required", at=IN_TIME)
    earn(idle, 600, at=IN_TIME)
    early = make_draft_circular(city).snapshot
    exempt(idle, months=(1, 6), now=NOW)
    assert differing_units(snapshot=early, told=nothing) == []
    assert figures(early)["本区"][2] == 1
    Exemption.objects.update(decided_at=IN_TIME)
    assert figures(make_draft_circular(city).snapshot)["本区"][2] == 2


def test_an_exemption_that_was_ended_later_still_counts_as_it_stood(city):
    idle = city.people_of["idle"]
    earn(idle, 2000, category="required", at=IN_TIME)
    exemption = exempt(idle, months=(1, 9), now=IN_TIME)
    snapshot = make_draft_circular(city).snapshot
    assert figures(snapshot)["本区"][2] == 2
    end_exemption(actor=None, exemption_id=exemption.pk, last_day=date(2026, 2, 1), now=NOW)
    assert differing_units(snapshot=snapshot, told=nothing) == []


def test_what_was_carried_over_counts_and_a_later_reversal_of_last_year_changes_nothing(city):
    idle = city.people_of["idle"]
    last_year = datetime(2025, 5, 1, tzinfo=UTC)
    enrol(idle, at=last_year)
    earn(idle, 6000, category="required", at=last_year)
    publish_requirements(
        actor=None,
        year=2026,
        post_levels=[idle.post_level],
        total_hundredths=5000,
        required_hundredths=3000,
        carry_over_hundredths=1000,
        now=IN_TIME,
    )
    earn(idle, 4000, category="required", at=IN_TIME)
    snapshot = make_draft_circular(city).snapshot
    assert figures(snapshot)["本区"][2] == 2
    reverse(actor=None, entry=LedgerEntry.objects.get(learner_id=idle.pk, year=2025), reason="示例", now=NOW)
    assert differing_units(snapshot=snapshot, told=nothing) == []


def test_a_snapshot_taken_late_sees_the_units_of_its_last_day(city):
    neighbour = Unit.objects.get(name="邻区")
    ready = city.people_of["ready"]
    transfer_person(actor=SYSTEM, person_id=ready.pk, to=neighbour, on=date(2026, 7, 2), now=NOW)
    assert figures(make_draft_circular(city).snapshot)["本镇"] == (1, 1, 1, 5000)


def test_a_credit_entered_later_for_an_earlier_hour_is_found_by_the_check(city):
    circular = make_draft_circular(city)
    earn(city.people_of["idle"], 100, at=IN_TIME)
    job = run(check_circular(actor=SYSTEM, circular_id=circular.pk, now=NOW))
    assert job.state == "failed"
    assert "示例市、本区" in job.message
    assert "邻区" not in job.message


def test_changes_are_told_against_the_circular_before(city):
    first = make_circular(city, period=Period(date(2026, 1, 1), date(2026, 3, 31)))
    assert make_draft_circular(city).snapshot.previous == first.snapshot
    assert first.snapshot.previous is None


def test_an_hour_that_lies_ahead_is_refused(city):
    with pytest.raises(HourNotReached):
        plan_snapshot(actor=SYSTEM, unit=city, period=HALF_YEAR, now=HALF_YEAR.at - timedelta(seconds=1))


def test_only_who_writes_circulars_of_a_unit_freezes_its_figures(city):
    stranger = Scope.of(make_person(unit=city), NOW)
    with pytest.raises(OutOfScope):
        plan_snapshot(actor=stranger, unit=city, period=HALF_YEAR, now=NOW)
