"""Who reads what of the audit trail, also after units moved, and at which price."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.factories.districts import make_districts
from tests.factories.organisation import LONG_AGO, NOW, grant, make_person, make_unit

from yuanjiao.kernel import audit
from yuanjiao.kernel.models import EVERYDAY, AuditEntry
from yuanjiao.organisation import trail
from yuanjiao.organisation.models import Reorganisation, ReorganisationKind, Role, UnitSuccession
from yuanjiao.organisation.public import (
    Asked,
    Division,
    OutOfScope,
    Scope,
    plant_division_tree,
    start_import,
    trail_of,
    transfer_person,
)

LATER = NOW + timedelta(days=1)


@pytest.fixture
def world(db):
    return make_districts()


def done(unit, verb="organisation.rename_unit", at=NOW, actor=None, number="1"):
    with transaction.atomic():
        path = str(unit.path) if unit else ""
        return audit.record(at=at, actor_id=actor, verb=verb, subject=("unit", number), unit_path=path)


def read(person, **asked):
    return list(trail_of(Scope.of(person, LATER), Asked(**asked)).newest())


def succeed(former, heir, kind=ReorganisationKind.MOVE, *, whole=True):
    made = Reorganisation.objects.create(
        kind=kind, on=LONG_AGO, target=heir, decided_at=NOW, state="done", settled_at=NOW, reason="依据"
    )
    UnitSuccession.objects.create(former=former, heir=heir, on=LONG_AGO, reorganisation=made, whole=whole)


def test_the_tier_above_reads_what_was_done_below_and_nobody_next_door_does(world):
    entry = done(world.township)
    assert read(world.wu) == [entry]
    assert read(world.qin) == []


def test_a_township_does_not_read_what_was_done_to_the_district(world):
    below = make_person("镇管理", unit=world.township)
    grant(below, Role.UNIT_ADMINISTRATOR)
    done(world.here)
    assert read(below) == []


def test_what_belongs_to_no_unit_is_read_by_those_with_the_whole_academy(world):
    auditor = make_person("审计", unit=world.city)
    grant(auditor, Role.AUDITOR)
    entry = done(None)
    assert read(auditor) == [entry]
    assert read(world.wu) == []


def test_whoever_has_no_part_of_the_trail_reads_nothing(world):
    done(world.township)
    assert read(world.lin) == []


def test_the_past_of_a_unit_that_moved_is_read_by_its_old_tier_and_by_its_new_one(world):
    entry = done(world.township)
    heir = make_unit("本镇", under=world.next_door)
    succeed(world.township, heir)
    assert read(world.wu) == [entry]
    assert read(world.qin) == [entry]
    assert read(world.qin, unit=heir) == [entry]


def test_the_past_follows_through_two_moves(world):
    entry = done(world.township)
    third = make_unit("第三区", under=world.city)
    boss = make_person("第三区管理", unit=third)
    grant(boss, Role.UNIT_ADMINISTRATOR)
    once, twice = make_unit("本镇", under=world.next_door), make_unit("本镇", under=third)
    succeed(world.township, once)
    succeed(once, twice)
    assert read(boss) == [entry]


def test_what_was_done_after_a_move_is_not_read_by_the_old_tier(world):
    heir = make_unit("本镇", under=world.next_door)
    succeed(world.township, heir)
    done(heir)
    assert read(world.wu) == []


def test_a_unit_that_was_split_keeps_its_past_to_itself(world):
    done(world.township)
    part = make_unit("新镇", under=world.next_door)
    succeed(world.township, part, whole=False)
    assert read(world.qin) == []


def test_a_unit_next_door_cannot_be_asked_for(world):
    with pytest.raises(OutOfScope):
        read(world.wu, unit=world.next_door)


def test_sign_ins_are_left_out_until_they_are_asked_for(world):
    signed_in, renamed = done(world.township, EVERYDAY), done(world.township)
    assert read(world.wu) == [renamed]
    assert read(world.wu, verbs=(EVERYDAY,)) == [signed_in]


def test_the_newest_come_first_and_a_page_goes_on_where_the_last_one_ended(world):
    entries = [done(world.township, at=NOW + timedelta(minutes=minute)) for minute in (1, 2, 2, 3)]
    found = trail_of(Scope.of(world.wu, LATER), Asked())
    assert list(found.newest()) == entries[::-1]
    assert list(found.newest(before=entries[2])) == [entries[1], entries[0]]


@pytest.mark.parametrize("narrow", [True, False])
@pytest.mark.parametrize("many", [True, False])
def test_whichever_way_the_entries_are_looked_for_they_are_the_same(world, narrow, many):
    entry = done(world.township, "organisation.add_unit")
    done(world.next_door, "organisation.add_unit")
    done(world.township, EVERYDAY)
    places = (str(world.here.path),)
    verbs = ("organisation.add_unit", "organisation.close_unit")
    rows = trail._asked(Asked(verbs=verbs), places, narrow=narrow, many=many)
    assert list(rows) == [entry]


def test_entries_are_counted_to_a_bound_and_no_further(world, monkeypatch):
    monkeypatch.setattr(trail, "COUNTED", 2)
    for _number in range(4):
        done(world.township)
    found = trail_of(Scope.of(world.wu, LATER), Asked())
    assert (found.count, found.many) == (3, True)
    assert found.newest().count() == 4


def plan_of(rows):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite chooses without figures; PostgreSQL by its own")
    return rows.explain()


def test_a_wide_part_of_the_tree_is_read_by_walking_back_in_time(world):
    places = (str(world.here.path),)
    plan = plan_of(trail.Trail(Asked(), places, narrow=False, count=trail.COUNTED + 1).newest())
    assert "audit_by_time" in plan
    assert "TEMP B-TREE" not in plan


def test_a_narrow_part_of_the_tree_is_read_by_its_unit(world):
    plan = plan_of(trail.Trail(Asked(), (str(world.township.path),), narrow=True, count=3).newest())
    assert "audit_by_unit_time" in plan


def test_sign_ins_of_a_narrow_part_are_read_by_its_unit_and_those_of_all_in_time(world):
    asked = Asked(verbs=(EVERYDAY,))
    assert "audit_by_unit" in plan_of(trail.Trail(asked, (str(world.township.path),), narrow=True, count=3).newest())
    assert "audit_by_verb" in plan_of(trail.Trail(asked, None, narrow=False, count=trail.COUNTED + 1).newest())


def test_the_acts_of_one_person_are_found_by_who_did_them(world):
    plan = plan_of(trail.Trail(Asked(actor_id=7), None, narrow=False, count=3).newest())
    assert "audit_by_actor" in plan


def test_a_transfer_is_read_at_both_ends(world):
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR, world.city)
    scope = Scope.of(world.wu, NOW)
    transfer_person(actor=scope, person_id=world.lin.pk, to=world.next_door, on=LONG_AGO, now=NOW)
    verbs = dict(AuditEntry.objects.filter(subject_kind="person").values_list("unit_path", "verb"))
    assert verbs == {
        world.township.path: "organisation.transfer_away",
        world.next_door.path: "organisation.transfer",
    }


def test_an_import_is_read_where_its_maker_may_import(world):
    start_import(actor=Scope.of(world.wu, NOW), content=b"", file_name="名单.xlsx", now=NOW)
    assert AuditEntry.objects.get(verb="organisation.start_import").unit_path == world.here.path


def test_planted_units_are_read_by_the_unit_above_all_of_them(world):
    divisions = [
        Division("500999000000", "本区", ""),
        *(Division(f"50099900{n}000", "镇", "500999000000") for n in (2, 3)),
    ]
    plant_division_tree(actor=Scope.of_system(), divisions=divisions, on=LONG_AGO, now=NOW)
    entry = AuditEntry.objects.get(verb="organisation.plant_units")
    assert (entry.unit_path, entry.subject_kind) == (world.here.path, "division")
