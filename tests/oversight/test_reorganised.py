"""Units are reorganised: figures of the past come out the same, and what is under way goes on with the heirs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.factories.assessments import Terms, fresh, make_final, make_shown
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.outreach import make_campaign, make_message, run_campaign
from tests.factories.oversight import HALF_YEAR, make_circular, make_draft_circular
from tests.factories.plans import make_plan
from tests.factories.sources import make_contract, make_production
from tests.factories.talks import NOW as TALKED_AT
from tests.factories.talks import SOON, administrator_of, draw_line, learners

from yuanjiao.organisation.models import ReorganisationKind, ReorganisationState, Role, Unit
from yuanjiao.organisation.public import Scope, Wish, effect_of, reorganise
from yuanjiao.organisation.reorganising.wish import DayTooEarly
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight.actions.snapshots import differing_units
from yuanjiao.oversight.lines import lines_of
from yuanjiao.oversight.models import Assessment, SnapshotUnit
from yuanjiao.oversight.public import Period, call_talks, unit_scores
from yuanjiao.oversight.seals import assessment_hash

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SYSTEM = Scope.of_system()
MARCH = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 20, 1, 0, tzinfo=UTC)
YEAR_END = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
MOVE, MERGE, SPLIT, RENAME = ReorganisationKind


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def units(city):
    """Two districts; the first has two townships, each with two learners, one of whom has met the year."""
    one, other = make_unit("甲区", under=city), make_unit("乙区", under=city)
    towns = [make_unit(name, under=one) for name in ("东镇", "西镇")]
    for town in towns:
        people = [make_person(unit=town), make_person(unit=town)]
        enrol(*people, at=MARCH)
        earn(people[0], 5000, category="required", at=MARCH)
    return one, other, *towns


def do(kind: ReorganisationKind, unit: Unit, now: datetime = JULY, **fields: object):
    return reorganise(actor=SYSTEM, wish=Wish(kind=kind, units=(unit,), **{"on": now.date()} | fields), now=now)


def told(*_numbers: int) -> None:
    """Nobody listens."""


def rows_of(unit: Unit, **fields: object) -> dict[str, tuple[int, int]]:
    snapshot = make_draft_circular(unit, **fields).snapshot
    found = SnapshotUnit.objects.filter(snapshot=snapshot).values_list("name", "due", "met")
    return {name: (due, met) for name, due, met in found}


def test_a_published_circular_comes_out_the_same_after_its_units_have_gone(city, units):
    one, other, east, west = units
    snapshot = make_circular(city).snapshot
    do(MERGE, east, target=west)
    do(MOVE, west, target=other)
    do(RENAME, one, name="新甲区")
    assert differing_units(snapshot=snapshot, told=told) == []


def test_figures_of_the_past_that_are_taken_afterwards_show_the_tree_of_that_time(city, units):
    one, other, east, west = units
    before = rows_of(city)
    do(MERGE, east, target=west)
    do(MOVE, west, target=other)
    do(RENAME, one, name="新甲区")
    assert rows_of(city, now=JULY) == before
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert rows_of(city, now=YEAR_END, period=year) == {
        "示例市": (4, 2),
        "新甲区": (0, 0),
        "乙区": (4, 2),
        "西镇": (4, 2),
    }


def test_nothing_is_reorganised_before_the_end_of_frozen_figures(city, units):
    make_circular(city)
    with pytest.raises(DayTooEarly, match="2026-07-01"):
        do(MERGE, units[2], target=units[3], on=HALF_YEAR.ends_on)
    assert do(MERGE, units[2], target=units[3], on=date(2026, 7, 1)).state == ReorganisationState.DONE


def test_a_unit_that_moved_is_compared_with_itself_in_the_circular_before(city, units):
    _one, other, east, _west = units
    make_circular(city)
    do(MOVE, east, target=other)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    snapshot = make_draft_circular(city, now=YEAR_END, period=year).snapshot
    line = next(line for line in lines_of(snapshot, snapshot.units.all()) if line.name == "东镇")
    assert (line.before.due, line.before.met) == (2, 1)


def test_units_that_were_joined_are_compared_with_their_sum_in_the_circular_before(city, units):
    _one, _other, east, west = units
    make_circular(city)
    do(MERGE, east, target=west)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    snapshot = make_draft_circular(city, now=YEAR_END, period=year).snapshot
    line = next(line for line in lines_of(snapshot, snapshot.units.all()) if line.name == "西镇")
    assert (line.now.due, line.before.due, line.before.met, line.rank_before) == (4, 4, 2, None)


def test_a_unit_that_took_in_a_new_one_has_nothing_to_be_compared_with(city, units):
    _one, other, _east, west = units
    make_circular(city)
    fresh = make_unit("新镇", under=other, valid_from=date(2026, 7, 1))
    do(MERGE, fresh, target=west)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    snapshot = make_draft_circular(city, now=YEAR_END, period=year).snapshot
    lines = {line.name: line.before for line in lines_of(snapshot, snapshot.units.all())}
    assert (lines["西镇"], lines["东镇"] is not None) == (None, True)


def test_what_a_unit_owns_and_has_under_way_goes_to_its_heir(units):
    _one, _other, east, west = units
    course = make_course(unit=east)
    contract, production = make_contract(unit=east), make_production(unit=east)
    push, over = make_campaign(east, course), run_campaign(east, course, name="已结束")
    type(over).objects.filter(pk=over.pk).update(state="ended")
    wu = administrator_of(east)
    plan = make_plan(wu, east)
    waiting = make_message(wu, waiting=True)
    effect = effect_of(Wish(kind=MERGE, units=(east,), target=west, on=JULY.date()), JULY)
    assert {str(name): number for name, number in effect.belongings} == {
        "课程": 1,
        "采购合同": 1,
        "录制任务": 1,
        "没有结束的推送": 1,
        "年度工作计划": 1,
    }
    do(MERGE, east, target=west)
    for each in (course, contract, production, push, plan):
        each.refresh_from_db()
        assert each.unit == west
    over.refresh_from_db()
    waiting.refresh_from_db()
    assert (over.unit, waiting.unit_path) == (east, west.path)


def test_an_open_talk_goes_along_unless_the_heir_has_one_itself(city):
    draw_line()
    district = make_unit("甲区", under=city)
    east, west, south = (make_unit(name, under=district) for name in ("东镇", "西镇", "南镇"))
    for town in (east, west, south):
        learners(town, 0)
    caller = make_person("区管理", unit=district, is_learner=False)
    grant(caller, Role.UNIT_ADMINISTRATOR)
    actor = Scope.of(caller, TALKED_AT)
    talks = call_talks(actor=actor, units=[east, west], words="示例", meeting=SOON, now=TALKED_AT)
    do(MERGE, east, target=west)
    do(MERGE, west, target=south)
    for talk in talks:
        talk.refresh_from_db()
    assert [talk.unit for talk in talks] == [east, south]


def test_an_open_assessment_goes_on_with_the_heirs_and_a_final_one_stays_as_it_was_sealed(city):
    one, other = make_unit("甲区", under=city), make_unit("乙区", under=city)
    towns = [make_unit(name, under=one) for name in ("东镇", "西镇")]
    for town in towns:
        learners(town, 100)
    wu = administrator_of(one, "吴")
    final = make_final(wu, one)
    Assessment.objects.filter(pk=final.pk).update(year=2025)
    shown = make_shown(wu, one)
    sealed = assessment_hash(fresh(final))
    wish = Wish(kind=MERGE, units=(one,), target=other, on=JULY.date())
    assert {str(name): number for name, number in effect_of(wish, JULY).belongings}["没有定分的考核"] == 1
    do(MERGE, one, target=other)
    assert (fresh(shown).unit, fresh(final).unit) == (other, one)
    scored = {score.unit.path[: len(other.path)] for score in shown.scores.select_related("unit")}
    assert scored == {other.path}
    assert assessment_hash(fresh(final)) == sealed


def test_last_year_s_points_follow_a_unit_that_moved_or_whose_district_was_merged(city):
    one, other = make_unit("甲区", under=city), make_unit("乙区", under=city)
    east, west = (make_unit(name, under=one) for name in ("东镇", "西镇"))
    for town, hundredths in ((east, 100), (west, 5000)):
        learners(town, hundredths)
    wu = administrator_of(one, "吴")
    final = make_final(wu, one)
    Assessment.objects.filter(pk=final.pk).update(year=2025)
    before = {line.unit.name: line.points for line in unit_scores(SYSTEM, fresh(final))}
    do(MOVE, east, target=other)
    do(MERGE, one, target=other)
    shown = make_shown(administrator_of(other, "秦"), other, now=JULY, terms=Terms(date(2026, 8, 1), date(2026, 8, 9)))
    lines = {line.unit.name: line.before for line in unit_scores(SYSTEM, shown)}
    assert lines == before
    assert before["东镇"] != before["西镇"]


def test_points_of_several_units_that_were_joined_are_not_added_up(city):
    one = make_unit("甲区", under=city)
    east, west = (make_unit(name, under=one) for name in ("东镇", "西镇"))
    for town in (east, west):
        learners(town, 100)
    wu = administrator_of(one, "吴")
    final = make_final(wu, one)
    Assessment.objects.filter(pk=final.pk).update(year=2025)
    own = {line.unit: line.points for line in unit_scores(SYSTEM, fresh(final))}
    joined = make_unit("新镇", under=one)
    do(MERGE, east, target=joined)
    shown = make_shown(wu, one, now=JULY, terms=Terms(date(2026, 8, 1), date(2026, 8, 9)))
    assert {line.unit: line.before for line in unit_scores(SYSTEM, shown)} == {joined: own[east], west: own[west]}
    do(MERGE, west, target=joined)
    (line,) = [line for line in unit_scores(SYSTEM, shown) if line.unit == joined]
    assert line.before is None


def test_the_scores_of_a_unit_that_is_merged_stay_where_its_heir_has_its_own(city):
    one = make_unit("甲区", under=city)
    east, west = (make_unit(name, under=one) for name in ("东镇", "西镇"))
    for town in (east, west):
        learners(town, 100)
    shown = make_shown(administrator_of(one, "吴"), one)
    before = shown.scores.filter(unit=east).count()
    do(MERGE, east, target=west)
    assert (shown.scores.filter(unit=east).count(), shown.scores.filter(unit=west).count()) == (before, before)


def test_administrators_of_both_ends_hear_of_it_once_it_is_decided_and_once_it_is_made(units):
    one, other, east, _west = units
    wu, qin, lin = administrator_of(east, "吴"), administrator_of(other, "秦"), make_person(unit=east)
    decider = administrator_of(one, "郑")
    grant(decider, Role.UNIT_ADMINISTRATOR, other)
    wish = Wish(kind=MOVE, units=(east,), target=other, on=JULY.date(), reason="示例文")
    reorganise(actor=Scope.of(decider, JULY), wish=wish, now=JULY)
    told = Notice.objects.filter(kind="organisation.reorganised")
    assert set(told.values_list("person_id", "title")) == {(wu.pk, "东镇划归乙区"), (qin.pk, "东镇划归乙区")}
    assert told.first().body == "自 2026-07-20 起生效。依据：示例文。"
    assert list(Notice.objects.filter(person=lin).values_list("kind", flat=True)) == ["organisation.concerning"]
