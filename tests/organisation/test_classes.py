"""Class groups of at most forty, their teachers, and the arithmetic of spreading people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.organisation import NOW, grant, make_class, make_person, make_unit

from yuanjiao.organisation.models import ClassGroup, ClassPlace, Role, RoleGrant
from yuanjiao.organisation.partition import additions, balanced, rebalanced
from yuanjiao.organisation.public import (
    OutOfScope,
    Scope,
    TeacherHasLeft,
    assign_class_teacher,
    form_class_groups,
    form_class_groups_below,
    rebalance_class_groups,
)

SYSTEM = Scope.of_system()
SIZES = st.lists(st.integers(0, 40), max_size=12)


@given(st.integers(0, 2000))
def test_balanced_classes_are_few_full_and_even(people):
    sizes = balanced(people, 40)
    assert sum(sizes) == people
    assert len(sizes) == -(-people // 40)
    assert not sizes or max(sizes) - min(sizes) <= 1


@given(SIZES, st.integers(0, 200))
def test_newcomers_fill_old_classes_before_new_ones_are_opened(sizes, newcomers):
    shares = additions(sizes, newcomers, 40)
    after = [size + share for size, share in zip([*sizes, *[0] * len(shares)], shares, strict=False)]
    assert sum(shares) == newcomers
    assert all(0 <= size <= 40 for size in after)
    assert len(shares) == max(
        len(sizes), -(-(sum(sizes) + newcomers) // 40) if newcomers > _room(sizes) else len(sizes)
    )


def _room(sizes):
    return sum(40 - size for size in sizes)


@given(SIZES)
def test_evening_out_keeps_everybody_and_the_limit(sizes):
    after = rebalanced(sizes, 40)
    assert sum(after) == sum(sizes)
    assert sorted(size for size in after if size) == sorted(balanced(sum(sizes), 40))


@pytest.fixture
def here(db):
    return make_unit("本镇", under=make_unit("本区", under=make_unit("示例市")))


def sizes(unit):
    return list(ClassGroup.objects.filter(unit=unit).order_by("number").values_list("size", flat=True))


def test_forming_places_everyone_once_in_classes_of_at_most_forty(here):
    for _person in range(45):
        make_person(unit=here)
    make_person(unit=here, is_learner=False)
    make_person(unit=here, is_active=False)
    done = form_class_groups(actor=SYSTEM, unit=here, now=NOW)
    assert (done.placed, done.opened) == (45, 2)
    assert sorted(sizes(here)) == [22, 23]
    assert form_class_groups(actor=SYSTEM, unit=here, now=NOW).placed == 0


def test_who_has_a_class_stays_and_newcomers_join_it(here):
    first = make_person(unit=here)
    group = make_class(here, first)
    make_person(unit=here)
    form_class_groups(actor=SYSTEM, unit=here, now=NOW)
    assert ClassPlace.objects.filter(class_group=group).count() == 2
    assert sizes(here) == [2]


def test_forming_below_covers_every_unit_with_somebody_waiting(here):
    other = make_unit("另镇", under=here.__class__.objects.get_parent(here))
    make_person(unit=here)
    make_person(unit=other)
    district = here.__class__.objects.get_parent(here)
    assert sum(done.placed for done in form_class_groups_below(actor=SYSTEM, top=district, now=NOW)) == 2


def test_evening_out_moves_few_and_dissolves_the_empty(here):
    make_class(here, *[make_person(unit=here) for _ in range(10)])
    make_class(here, *[make_person(unit=here) for _ in range(3)])
    done = rebalance_class_groups(actor=SYSTEM, unit=here, now=NOW)
    assert (done.placed, done.dissolved) == (3, 1)
    assert sizes(here) == [13]


def test_a_teacher_gets_the_role_with_the_class(here):
    zhou, group = make_person(unit=here), make_class(here)
    for _twice in range(2):
        assign_class_teacher(actor=SYSTEM, class_id=group.pk, teacher=zhou, now=NOW)
    assert RoleGrant.objects.get(person=zhou).role == Role.CLASS_TEACHER
    assign_class_teacher(actor=SYSTEM, class_id=group.pk, teacher=None, now=NOW)
    assert ClassGroup.objects.get().teacher is None


def test_who_has_left_teaches_nobody(here):
    with pytest.raises(TeacherHasLeft):
        assign_class_teacher(
            actor=SYSTEM, class_id=make_class(here).pk, teacher=make_person(unit=here, is_active=False), now=NOW
        )


def test_classes_next_door_are_out_of_scope(here):
    wu = make_person(unit=make_unit("别处"))
    grant(wu, Role.UNIT_ADMINISTRATOR)
    with pytest.raises(OutOfScope):
        form_class_groups(actor=Scope.of(wu, NOW), unit=here, now=NOW)
