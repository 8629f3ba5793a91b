"""Units move, merge, split and change their names on a day: what becomes of them, of people, classes and roles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories.organisation import LONG_AGO, NOW, grant, make_class, make_person, make_unit

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.importing.known import load_known
from yuanjiao.organisation.models import (
    ClassGroup,
    ClassPlace,
    ClassSubstitute,
    Membership,
    Person,
    ReorganisationKind,
    ReorganisationState,
    Role,
    RoleGrant,
    Unit,
    UnitKind,
    UnitName,
)
from yuanjiao.organisation.public import (
    AlreadyBegun,
    Details,
    Division,
    OutOfScope,
    Scope,
    UnitDetails,
    UnitHasEnded,
    Wish,
    add_unit,
    bring_back_person,
    bring_stragglers,
    carry_out,
    confirm_import,
    decide_reorganisation,
    effect_of,
    enrol_person,
    former_names_of,
    names_on,
    plant_division_tree,
    queue_due_reorganisations,
    remark_of,
    rename_unit,
    reorganise,
    retire_person,
    start_import,
    successions_of,
    transfer_person,
    withdraw_reorganisation,
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
SYSTEM = Scope.of_system()
TODAY = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 1)
MOVE, MERGE, SPLIT, RENAME = ReorganisationKind


@pytest.fixture
def city():
    return make_unit("示例市")


@pytest.fixture
def districts(city):
    return make_unit("甲区", under=city), make_unit("乙区", under=city)


@pytest.fixture
def towns(districts):
    """Two townships of district 甲; the first has two learners in a class and a village."""
    first, second = make_unit("东镇", under=districts[0], code="500101001000"), make_unit("西镇", under=districts[0])
    make_unit("东村", under=first, kind=UnitKind.VILLAGE)
    return first, second


def wish(kind: ReorganisationKind, *units: Unit, **fields: object) -> Wish:
    return Wish(kind=kind, units=units, **{"on": TODAY, "reason": "示例文〔2026〕1号"} | fields)


def do(kind: ReorganisationKind, *units: Unit, **fields: object):
    return reorganise(actor=SYSTEM, wish=wish(kind, *units, **fields), now=NOW)


def parent_of(unit: Unit) -> Unit:
    return Unit.objects.get_parent(Unit.objects.get(pk=unit.pk))


def below(unit: Unit) -> list[Unit]:
    return list(Unit.objects.get_children(Unit.objects.get(pk=unit.pk)))


def heir_of(unit: Unit) -> Unit:
    return unit.heirs.get(whole=True).heir


def test_a_unit_that_moves_has_an_heir_below_its_new_parent_with_all_below_it(districts, towns):
    made = do(MOVE, towns[0], target=districts[1])
    heir = heir_of(towns[0])
    assert made.state == ReorganisationState.DONE
    assert (heir.name, heir.kind, heir.code, heir.valid_from) == ("东镇", UnitKind.TOWNSHIP, "500101001000", TODAY)
    assert parent_of(heir) == districts[1]
    assert [unit.name for unit in below(heir)] == ["东村"]
    assert Unit.objects.get(pk=towns[0].pk).path == towns[0].path
    assert Unit.objects.get(pk=towns[0].pk).valid_to == TODAY
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_people_go_along_with_their_classes_and_their_history_stays(districts, towns):
    lin = make_person(unit=towns[0])
    teacher = make_person("周示例", unit=towns[0])
    group = make_class(towns[0], lin, teacher=teacher)
    grant(teacher, Role.CLASS_TEACHER)
    do(MOVE, towns[0], target=districts[1], on=FEBRUARY)
    heir = heir_of(towns[0])
    lin.refresh_from_db()
    group.refresh_from_db()
    assert lin.unit == heir
    stays = Membership.objects.filter(person=lin).order_by("since").values_list("unit_id", "since", "until")
    assert list(stays) == [(towns[0].pk, LONG_AGO, FEBRUARY), (heir.pk, FEBRUARY, None)]
    assert (group.unit, group.teacher, group.size) == (heir, teacher, 1)
    assert list(Scope.of(teacher, NOW + timedelta(hours=1)).own_classes()) == [group]


def test_an_administrator_of_a_unit_that_moves_administers_it_where_it_is(districts, towns):
    wu = make_person("吴示例", unit=towns[0])
    grant(wu, Role.UNIT_ADMINISTRATOR)
    do(MOVE, towns[0], target=districts[1])
    held = RoleGrant.objects.get(person=wu, ended_at=None)
    assert (held.unit, held.role) == (heir_of(towns[0]), Role.UNIT_ADMINISTRATOR)
    assert RoleGrant.objects.get(person=wu, unit=towns[0]).ended_at == NOW


def test_a_merger_brings_people_classes_and_lower_units_into_the_one_that_stays(towns):
    ours, theirs = make_person(unit=towns[0]), make_person(unit=towns[1])
    make_class(towns[0], ours)
    make_class(towns[1], theirs)
    do(MERGE, towns[0], target=towns[1])
    assert set(Person.objects.filter(unit=towns[1])) == {ours, theirs}
    assert sorted(ClassGroup.objects.values_list("unit_id", "number")) == [(towns[1].pk, 1), (towns[1].pk, 2)]
    assert sorted(ClassGroup.objects.values_list("name", flat=True)) == ["西镇1班", "西镇2班"]
    assert [unit.name for unit in below(towns[1])] == ["东村"]
    assert heir_of(towns[0]) == towns[1]
    assert remark_of(successions_of(towns[0])[0]) == "2026-03-02 并入西镇"


def test_classes_are_evened_out_to_the_fewest_of_forty_where_that_was_wished(towns):
    for unit in towns:
        make_class(unit, *(make_person(unit=unit) for _person in range(12)))
    asked = wish(MERGE, towns[0], target=towns[1], evens_classes=True)
    effect = effect_of(asked, NOW)
    assert (effect.learners, effect.classes, effect.classes_after, effect.changing_class) == (12, 1, 1, 12)
    reorganise(actor=SYSTEM, wish=asked, now=NOW)
    assert list(ClassGroup.objects.values_list("unit_id", "size")) == [(towns[1].pk, 24)]
    assert ClassPlace.objects.count() == 24


def test_the_effect_counts_a_teacher_of_two_classes_once_and_the_classes_of_the_one_that_stays(towns):
    teacher = make_person(unit=towns[0])
    for unit in (towns[0], towns[0], towns[1]):
        make_class(unit, make_person(unit=unit), teacher=teacher)
    effect = effect_of(wish(MERGE, towns[0], target=towns[1]), NOW)
    assert (effect.classes, effect.classes_after, effect.teachers) == (2, 3, 1)


def test_a_merger_gives_nobody_power_over_the_other_units_people_unless_that_was_wished(towns):
    wu, zhou = make_person("吴示例", unit=towns[0]), make_person("周示例", unit=towns[0])
    grant(wu, Role.UNIT_ADMINISTRATOR)
    grant(zhou, Role.CLASS_TEACHER)
    effect = effect_of(wish(MERGE, towns[0], target=towns[1]), NOW)
    assert (effect.roles_kept, effect.roles_ended) == (1, 1)
    do(MERGE, towns[0], target=towns[1])
    assert list(RoleGrant.objects.filter(ended_at=None).values_list("person_id", "unit_id")) == [(zhou.pk, towns[1].pk)]
    assert AuditEntry.objects.filter(verb="organisation.take_back_role", subject_id=wu.pk).count() == 1


def test_a_merger_may_keep_its_administrators(towns):
    wu = make_person("吴示例", unit=towns[0])
    grant(wu, Role.UNIT_ADMINISTRATOR)
    do(MERGE, towns[0], target=towns[1], keeps_administrators=True)
    assert RoleGrant.objects.get(ended_at=None).unit == towns[1]


def test_no_merger_leaves_the_academy_without_an_administrator(towns):
    wu = make_person("吴示例", unit=towns[0])
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    do(MERGE, towns[0], target=towns[1])
    assert RoleGrant.objects.get(ended_at=None).unit == towns[1]


def test_a_merged_unit_may_have_a_new_name_from_that_day_on(towns):
    do(MERGE, towns[0], target=towns[1], name="新镇", code="500101001000")
    merged = Unit.objects.get(pk=towns[1].pk)
    assert (merged.name, merged.code) == ("新镇", "500101001000")
    assert names_on(TODAY - timedelta(days=1), [merged.pk]) == {merged.pk: "西镇"}
    assert names_on(TODAY, [merged.pk]) == {}


def test_a_split_takes_chosen_classes_and_lower_units_along(towns):
    going, staying = make_person(unit=towns[0]), make_person(unit=towns[0])
    teacher = make_person("周示例", unit=towns[0])
    group = make_class(towns[0], going, teacher=teacher)
    grant(teacher, Role.CLASS_TEACHER)
    make_class(towns[0], staying)
    village = below(towns[0])[0]
    do(SPLIT, towns[0], name="南镇", class_ids=(group.pk,), below_ids=(village.pk,))
    fresh = Unit.objects.get(name="南镇")
    assert parent_of(fresh) == parent_of(towns[0])
    assert list(Person.objects.filter(unit=fresh)) == [going]
    assert ClassGroup.objects.get(unit=fresh).name == "南镇1班"
    assert parent_of(heir_of(village)) == fresh
    assert RoleGrant.objects.get(person=teacher, unit=fresh, ended_at=None).role == Role.CLASS_TEACHER
    assert Unit.objects.get(pk=towns[0].pk).valid_to is None
    assert set(Person.objects.filter(unit=towns[0])) == {staying, teacher}


def test_a_unit_is_called_otherwise_from_a_day_on_and_its_old_name_is_remembered(towns):
    do(RENAME, towns[0], name="东街道", code="500101009000", on=FEBRUARY)
    unit = Unit.objects.get(pk=towns[0].pk)
    assert (unit.name, unit.code) == ("东街道", "500101009000")
    former = former_names_of(unit)
    assert [(each.name, each.code, each.until) for each in former] == [("东镇", "500101001000", FEBRUARY)]


def test_renaming_at_once_remembers_the_old_name_too(towns):
    rename_unit(actor=SYSTEM, unit_id=towns[0].pk, name="东街道", short_name="", now=NOW)
    assert UnitName.objects.get(unit=towns[0]).name == "东镇"


def test_a_department_of_the_city_becomes_one_of_the_district_that_it_moves_to(city, districts):
    bureau = make_unit("示例局", under=city, kind=UnitKind.MUNICIPAL_DEPARTMENT)
    do(MOVE, bureau, target=districts[0])
    assert heir_of(bureau).kind == UnitKind.DISTRICT_DEPARTMENT


def test_someone_standing_in_for_a_teacher_keeps_her_days(districts, towns):
    teacher, other = make_person("周示例", unit=towns[0]), make_person("郑示例", unit=districts[0])
    group = make_class(towns[0], teacher=teacher)
    role = grant(other, Role.CLASS_TEACHER, towns[0])
    role.ended_at = NOW + timedelta(days=5)
    role.save()
    stands_in = ClassSubstitute.objects.create(
        class_group=group,
        person=other,
        since=TODAY,
        until=TODAY + timedelta(days=4),
        grant=role,
        arranged_at=NOW,
    )
    do(MOVE, towns[0], target=districts[1])
    stands_in.refresh_from_db()
    assert (stands_in.grant.unit, stands_in.grant.ended_at) == (heir_of(towns[0]), NOW + timedelta(days=5))


def test_what_is_decided_for_a_later_day_waits_for_it_and_the_worker_makes_it(districts, towns):
    lin = make_person(unit=towns[0])
    made = do(MOVE, towns[0], target=districts[1], on=TODAY + timedelta(days=9))
    assert made.state == ReorganisationState.PLANNED
    assert queue_due_reorganisations(now=NOW + timedelta(days=8)) == 0
    assert queue_due_reorganisations(now=NOW + timedelta(days=9)) == 1
    assert queue_due_reorganisations(now=NOW + timedelta(days=9, minutes=1)) == 0
    carry_out(reorganisation_id=made.pk, now=NOW + timedelta(days=9))
    lin.refresh_from_db()
    assert lin.unit == heir_of(towns[0])


def test_what_has_not_begun_can_be_withdrawn_and_its_units_are_free_again(districts, towns):
    made = do(MOVE, towns[0], target=districts[1], on=TODAY + timedelta(days=9))
    with pytest.raises(AnotherIsUnsettled):
        do(MERGE, towns[0], target=towns[1])
    withdraw_reorganisation(actor=SYSTEM, reorganisation_id=made.pk, now=NOW)
    assert do(MERGE, towns[0], target=towns[1]).state == ReorganisationState.DONE
    with pytest.raises(AlreadyBegun):
        withdraw_reorganisation(actor=SYSTEM, reorganisation_id=made.pk, now=NOW)


def test_what_has_become_impossible_by_its_day_says_why_and_touches_nothing(districts, towns):
    made = do(
        SPLIT, towns[0], name="南镇", code="500101777000", class_ids=(make_class(towns[0]).pk,), on=date(2026, 3, 9)
    )
    make_unit("别处", under=districts[1], code="500101777000")
    later = NOW + timedelta(days=7)
    assert carry_out(reorganisation_id=made.pk, now=later) == ReorganisationState.FAILED
    made.refresh_from_db()
    assert made.message == "这个区划代码已被另一个单位使用。"
    assert not Unit.objects.filter(name="南镇").exists()


def test_whoever_left_a_unit_after_the_day_was_in_its_heir_until_then(districts, towns):
    lin = make_person(unit=towns[0])
    transfer_person(actor=SYSTEM, person_id=lin.pk, to=towns[1], on=date(2026, 2, 20), now=NOW)
    do(MOVE, towns[0], target=districts[1], on=FEBRUARY)
    heir = heir_of(towns[0])
    stays = Membership.objects.filter(person=lin).order_by("since").values_list("unit_id", "since", "until")
    assert list(stays) == [
        (towns[0].pk, LONG_AGO, FEBRUARY),
        (heir.pk, FEBRUARY, date(2026, 2, 20)),
        (towns[1].pk, date(2026, 2, 20), None),
    ]


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
    do(RENAME, towns[1], name="西街道", code="500101009000")
    do(RENAME, Unit.objects.get(pk=towns[1].pk), name="西新街道", code="500101008000", on=TODAY + timedelta(days=1))
    known = load_known(SYSTEM)
    heir = heir_of(towns[0])
    assert (known.units["东镇"], known.units["500101001000"]) == (heir.pk, heir.pk)
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
