"""Class groups and appointments of a unit pass to its heir."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Max, Q

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Reorganisation, Role, RoleGrant, Unit


def pass_classes(heirs: Mapping[int, Unit], chosen: Sequence[int] | None = None) -> list[ClassGroup]:
    """Let the class groups of former units be those of their heirs, numbered after the classes that are there.

    :param heirs: by the numbers of the former units.
    :param chosen: only these class groups.
    """
    groups = ClassGroup.objects.filter(unit__in=heirs).select_related("unit").order_by("unit__path", "number")
    moved = [group for group in groups if chosen is None or group.pk in chosen]
    if not moved:
        return []
    there = ClassGroup.objects.filter(unit__in=[heir.pk for heir in heirs.values()])
    last: defaultdict[int, int] = defaultdict(int)
    last |= dict(there.values_list("unit_id").annotate(last=Max("number")).order_by())
    for group in moved:
        heir, own_name = heirs[group.unit_id], f"{group.unit}{group.number}班"
        last[heir.pk] += 1
        group.number = last[heir.pk]
        # A name that somebody chose stays; the one that the class got by itself follows the unit.
        group.name = f"{heir}{group.number}班" if group.name == own_name else group.name
        group.unit = heir
    ClassGroup.objects.bulk_update(moved, ["unit", "number", "name"])
    return moved


def pass_roles(made: Reorganisation, heirs: Mapping[int, Unit], now: datetime, *, all_of_them: bool) -> None:
    """End the appointments on former units, and make the same ones on their heirs.

    :param all_of_them: otherwise only class teachers go along, since an administrator of one unit would
        administer the people of another; and whoever the academy would be left without.
    """
    running = Q(ended_at=None) | Q(ended_at__gt=now)
    grants = list(RoleGrant.objects.filter(running, unit__in=heirs).select_related("unit"))
    coming = [held for held in grants if held.granted_at > now]
    for held in coming:
        held.unit = heirs[held.unit_id]
        held.save(update_fields=["unit"])
    present = [held for held in grants if held not in coming]
    kept = [held for held in present if all_of_them or held.role == Role.CLASS_TEACHER or _is_last(held)]
    give_roles(made, [(held, heirs[held.unit_id]) for held in kept], now)
    for held in present:
        if held not in kept:
            _record_end(made, held, now)
    RoleGrant.objects.filter(pk__in=[held.pk for held in present]).update(ended_at=now)


def give_roles(made: Reorganisation, wanted: Sequence[tuple[RoleGrant, Unit]], now: datetime) -> None:
    """Make appointments like these on other units, for those who do not hold them there; stand-ins keep theirs."""
    there = RoleGrant.objects.filter(ended_at=None, unit__in=[unit.pk for _held, unit in wanted])
    known = set(there.values_list("person_id", "role", "unit_id"))
    fresh: list[tuple[RoleGrant, RoleGrant]] = []
    for held, unit in wanted:
        if held.ended_at is None and (held.person_id, held.role, unit.pk) in known:
            continue
        known.add((held.person_id, held.role, unit.pk))
        given = RoleGrant(
            person_id=held.person_id,
            role=held.role,
            unit=unit,
            granted_by_id=made.decided_by_id,
            granted_at=now,
            ended_at=held.ended_at,
        )
        fresh.append((held, given))
    RoleGrant.objects.bulk_create([given for _held, given in fresh])
    for held, given in fresh:
        if held.ended_at is not None:
            ClassSubstitute.objects.filter(grant=held).update(grant=given)


def share_classes(made: Reorganisation, class_ids: Sequence[int], heir: Unit, now: datetime) -> None:
    """Let chosen class groups of a unit that goes on be those of the one that arose from it, with their teachers."""
    unit = made.units.get()
    moved = pass_classes({unit.pk: heir}, class_ids)
    teachers = {group.teacher_id for group in moved if group.teacher_id}
    running = Q(ended_at=None) | Q(ended_at__gt=now)
    held = RoleGrant.objects.filter(running, unit=unit, granted_at__lte=now)
    wanted = Q(role=Role.CLASS_TEACHER, person_id__in=teachers)
    wanted |= Q(role=Role.CLASS_TEACHER, for_substitutes__class_group__in=moved)
    if made.keeps_administrators:
        wanted |= ~Q(role=Role.CLASS_TEACHER)
    give_roles(made, [(each, heir) for each in held.filter(wanted).distinct()], now)


def _is_last(held: RoleGrant) -> bool:
    if held.role != Role.ACADEMY_ADMINISTRATOR:
        return False
    others = RoleGrant.objects.filter(role=Role.ACADEMY_ADMINISTRATOR, ended_at=None, person__is_active=True)
    return not others.exclude(pk=held.pk).exists()


def _record_end(made: Reorganisation, held: RoleGrant, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=made.decided_by_id,
        verb="organisation.take_back_role",
        subject=("person", held.person_id),
        unit_path=str(held.unit.path),
        detail={"role": held.role, "unit": held.unit_id, "reorganisation": made.pk},
    )
