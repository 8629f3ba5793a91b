"""Units move, merge, split and change their names on a day: what becomes of them, of people, classes and roles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories.organisation import LONG_AGO, NOW, grant, make_class, make_person, make_unit
from tests.factories.reorganisations import (
    FEBRUARY,
    MERGE,
    MOVE,
    RENAME,
    SPLIT,
    SYSTEM,
    TODAY,
    below,
    do,
    heir_of,
    parent_of,
    wish,
)

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import (
    ClassGroup,
    ClassPlace,
    ClassSubstitute,
    Membership,
    Person,
    ReorganisationState,
    Role,
    RoleGrant,
    Unit,
    UnitKind,
    UnitName,
)
from yuanjiao.organisation.public import (
    AlreadyBegun,
    Scope,
    carry_out,
    effect_of,
    former_names_of,
    names_on,
    queue_due_reorganisations,
    remark_of,
    rename_unit,
    reorganise,
    successions_of,
    transfer_person,
    withdraw_reorganisation,
)
from yuanjiao.organisation.reorganising.wish import (
    AnotherIsUnsettled,
    PartsMissing,
)

pytestmark = pytest.mark.django_db


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


def test_a_split_takes_people_along_one_by_one_who_find_a_class_there(towns):
    leaving, staying, gone = (make_person(unit=towns[0]) for _each in range(3))
    with_class = make_person(unit=towns[0])
    group, other = make_class(towns[0], leaving, staying), make_class(towns[0], with_class)
    chosen = (leaving.pk, with_class.pk, gone.pk)
    wanted = wish(SPLIT, towns[0], name="南镇", class_ids=(other.pk,), person_ids=chosen)
    Person.objects.filter(pk=gone.pk).update(unit=towns[1])
    effect = effect_of(wanted, NOW)
    assert (effect.learners, effect.classes, effect.changing_class) == (2, 1, 1)
    reorganise(actor=SYSTEM, wish=wanted, now=NOW)
    fresh = Unit.objects.get(name="南镇")
    assert set(Person.objects.filter(unit=fresh)) == {leaving, with_class}
    assert Person.objects.get(pk=leaving.pk).class_place.class_group.unit == fresh
    group.refresh_from_db()
    assert (group.size, Person.objects.get(pk=gone.pk).unit) == (1, towns[1])


def test_a_split_of_people_who_have_all_gone_is_refused(towns):
    other = make_person(unit=towns[1])
    with pytest.raises(PartsMissing):
        do(SPLIT, towns[0], name="南镇", person_ids=(other.pk,))


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
