"""What reorganisations refuse, whom they let decide, how broken runs go on, and where newcomers of ended units go."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit
from tests.factories.reorganisations import (
    FEBRUARY,
    MERGE,
    MOVE,
    RENAME,
    SPLIT,
    SYSTEM,
    TODAY,
    do,
    heir_of,
    parent_of,
    wish,
)

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.importing.known import load_known
from yuanjiao.organisation.models import (
    Membership,
    Person,
    ReorganisationState,
    Role,
    Unit,
    UnitKind,
)
from yuanjiao.organisation.public import (
    Details,
    Division,
    OutOfScope,
    Scope,
    UnitDetails,
    UnitHasEnded,
    add_unit,
    bring_back_person,
    bring_stragglers,
    carry_out,
    confirm_import,
    decide_reorganisation,
    enrol_person,
    plant_division_tree,
    reorganise,
    retire_person,
    start_import,
    transfer_person,
)
from yuanjiao.organisation.reorganising.wish import (
    AnotherIsUnsettled,
    DayTooEarly,
    ImpossibleTarget,
    NamesUnfit,
    NewCodeTaken,
    NothingToReorganise,
    PartsMissing,
    TopUnit,
)
from yuanjiao.organisation.tasks import carry_on_import

pytestmark = pytest.mark.django_db


def test_nobody_comes_into_a_unit_that_has_ended(districts, towns):
    gone, lin = make_person(unit=towns[0]), make_person(unit=towns[1])
    do(MOVE, towns[0], target=districts[1])
    ended = Unit.objects.get(pk=towns[0].pk)
    with pytest.raises(UnitHasEnded):
        enrol_person(actor=SYSTEM, details=Details("X1", "新示例"), unit=towns[0], on=TODAY, now=NOW)
    with pytest.raises(UnitHasEnded):
        transfer_person(actor=SYSTEM, person_id=lin.pk, to=ended, on=TODAY, now=NOW)
    retire_person(actor=SYSTEM, person_id=gone.pk, on=TODAY, reason="示例", now=NOW)
    assert bring_back_person(actor=SYSTEM, person_id=gone.pk, on=TODAY, now=NOW).unit == heir_of(towns[0])


def test_no_unit_is_set_up_below_one_that_has_ended(districts, towns):
    do(MOVE, towns[0], target=districts[1])
    with pytest.raises(UnitHasEnded):
        add_unit(actor=SYSTEM, under=towns[0], details=UnitDetails("新村", UnitKind.VILLAGE), on=TODAY, now=NOW)


def test_a_division_that_was_merged_away_is_not_planted_again_and_its_villages_belong_to_the_heir(towns):
    do(MERGE, towns[0], target=towns[1])
    lines = [Division("500101001000", "东镇", ""), Division("500101001009", "新村", "500101001000")]
    assert plant_division_tree(actor=SYSTEM, divisions=lines, on=TODAY, now=NOW) == 1
    assert parent_of(Unit.objects.get(name="新村")) == towns[1]


def test_a_file_of_people_may_name_a_unit_that_moved_by_name_or_code_and_one_by_its_former_code(districts, towns):
    do(MOVE, towns[0], target=districts[1])
    do(RENAME, towns[1], name="西街道", code="500101009000", on=FEBRUARY)
    do(RENAME, Unit.objects.get(pk=towns[1].pk), name="西新街道", code="500101008000")
    known = load_known(SYSTEM)
    heir = heir_of(towns[0])
    assert (known.units["东镇"], known.units["500101001000"]) == (heir.pk, heir.pk)
    assert (known.units["500101008000"], known.units["500101009000"]) == (towns[1].pk, towns[1].pk)
    assert known.units["甲区/东镇"] == towns[0].pk
    assert towns[0].pk in known.closed


def test_a_file_that_was_checked_before_a_merger_brings_its_people_to_the_heir(towns):
    content = "学号,姓名,单位\nA1,林示例,东镇".encode()
    job = start_import(actor=SYSTEM, content=content, file_name="p.csv", now=NOW)
    carry_on_import.func(job.pk)
    do(MERGE, towns[0], target=towns[1])
    confirm_import(actor=SYSTEM, job=job, now=NOW)
    carry_on_import.func(job.pk)
    assert Person.objects.get(staff_number="A1").unit == towns[1]


def test_whoever_strayed_into_a_unit_as_it_ended_is_brought_to_its_heir(districts, towns):
    do(MOVE, towns[0], target=districts[1])
    lin = make_person(unit=towns[0])
    assert bring_stragglers(now=NOW) == 1
    lin.refresh_from_db()
    assert lin.unit == heir_of(towns[0])


def test_people_are_moved_in_portions_and_a_broken_run_is_carried_on(districts, towns, monkeypatch):
    monkeypatch.setattr("yuanjiao.organisation.actions.reorganising.CHUNK", 2)
    for _person in range(5):
        make_person(unit=towns[0])
    made = decide_reorganisation(actor=SYSTEM, wish=wish(MOVE, towns[0], target=districts[1]), now=NOW)

    def break_off(done: int, whole: int) -> None:
        assert (done, whole) == (2, 5)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        carry_out(reorganisation_id=made.pk, now=NOW, told=break_off)
    assert Person.objects.filter(unit=towns[0]).count() == 3
    assert carry_out(reorganisation_id=made.pk, now=NOW) == ReorganisationState.DONE
    assert Person.objects.filter(unit=heir_of(towns[0])).count() == Membership.objects.filter(until=None).count() == 5


def test_both_ends_must_be_hers(districts, towns):
    qin = make_person("秦示例", unit=districts[0])
    grant(qin, Role.UNIT_ADMINISTRATOR)
    actor = Scope.of(qin, NOW)
    with pytest.raises(OutOfScope):
        reorganise(actor=actor, wish=wish(MOVE, towns[0], target=districts[1]), now=NOW)
    assert reorganise(actor=actor, wish=wish(MERGE, towns[0], target=towns[1]), now=NOW).decided_by == qin


def test_a_unit_is_not_split_by_whoever_administers_nothing_above_it(towns):
    qin = make_person("秦示例", unit=towns[0])
    grant(qin, Role.UNIT_ADMINISTRATOR)
    asked = wish(SPLIT, towns[0], name="南镇", class_ids=(make_class(towns[0]).pk,))
    with pytest.raises(OutOfScope):
        reorganise(actor=Scope.of(qin, NOW), wish=asked, now=NOW)


def test_every_act_leaves_a_row_for_the_tier_above_each_end(districts, towns):
    do(MOVE, towns[0], target=districts[1])
    rows = AuditEntry.objects.filter(verb="organisation.reorganise").order_by("unit_path")
    assert [row.unit_path for row in rows] == sorted([towns[0].path, districts[1].path])


@pytest.mark.parametrize(
    ("problem", "kind", "fields"),
    [
        (ImpossibleTarget, MOVE, {"target": "甲区"}),
        (ImpossibleTarget, MOVE, {"target": "东镇"}),
        (ImpossibleTarget, MOVE, {"target": "西镇"}),
        (ImpossibleTarget, MERGE, {"target": "东村"}),
        (PartsMissing, SPLIT, {"name": "南镇"}),
        (PartsMissing, SPLIT, {"name": "南镇", "class_ids": (0,)}),
        (NamesUnfit, RENAME, {"name": "东镇"}),
        (NewCodeTaken, RENAME, {"name": "东街道", "code": "500101008000"}),
        (DayTooEarly, MOVE, {"target": "乙区", "on": date(2025, 12, 31)}),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(towns, districts, problem, kind, fields):
    Unit.objects.filter(name="西镇").update(code="500101008000")
    if "target" in fields:
        fields = fields | {"target": Unit.objects.get(name=fields["target"])}
    with pytest.raises(problem):
        do(kind, towns[0], **fields)


def test_neither_the_top_nor_a_unit_together_with_one_below_it_can_go(city, districts, towns):
    with pytest.raises(TopUnit):
        do(MERGE, city, target=make_unit("别市"))
    with pytest.raises(NothingToReorganise):
        do(MERGE, districts[0], towns[0], target=districts[1])


def test_a_unit_cannot_have_ended_before_a_unit_below_it_began(districts, towns):
    make_unit("新村", under=towns[0], kind=UnitKind.VILLAGE, valid_from=date(2026, 2, 10))
    with pytest.raises(DayTooEarly, match="2026-02-10"):
        do(MOVE, towns[0], target=districts[1], on=FEBRUARY)


def test_a_unit_of_a_unit_that_is_about_to_end_waits(districts, towns):
    do(MERGE, districts[0], target=districts[1], on=TODAY + timedelta(days=9))
    with pytest.raises(AnotherIsUnsettled, match="甲区"):
        do(MERGE, towns[0], target=towns[1])
