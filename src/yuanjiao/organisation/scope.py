"""The one scope rule: may she, which rows, who may (idea 6 of the architecture).

Lists, searches, exports, imports, messages and reports all ask here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import ClassGroup, ClassSubstitute, Person, Role, RoleGrant, Unit
from yuanjiao.organisation.roles import ADMINISTRATIVE_ROLES, DESCRIPTIONS, Permission, roles_with
from yuanjiao.organisation.subtree import STEP, in_subtrees, lineage, topmost, within

Row = TypeVar("Row", bound=Model)
IN_OWN_CLASS = {
    Permission.PEOPLE_READ: Permission.OWN_CLASS_READ,
    Permission.LEARNERS_REMIND: Permission.OWN_CLASS_REMIND,
}
"""What a permission on a subtree is called where it holds for the learners of one's own classes."""

# The same as `grants_in_force`, written plainly because every page of an administrator asks for it.
IN_FORCE = """
SELECT held.role, unit.path FROM organisation_rolegrant held JOIN organisation_unit unit ON unit.id = held.unit_id
WHERE held.person_id = %s AND held.granted_at <= %s AND (held.ended_at IS NULL OR held.ended_at > %s)
ORDER BY unit.path, held.role
"""


class OutOfScope(Exception):
    """Someone reached for a part of the tree, or for an act, that no role of hers covers."""

    def __init__(self) -> None:
        super().__init__(_("这超出了您的管理范围。"))


@dataclass(frozen=True, slots=True)
class Scope:
    """What one person may do, and where. Made by `Scope.of` with one query."""

    person_id: int
    grants: tuple[tuple[Role, str], ...]
    day: date = date.min
    """The day it holds for: standing in for a class teacher is dated."""

    @classmethod
    def of(cls, person: Person, now: datetime) -> Scope:
        """The scope of a person at a moment; costs one query. Someone who has left has none."""
        if not person.is_active:
            return cls(person.pk, ())
        moment = connection.ops.adapt_datetimefield_value(now)
        with connection.cursor() as cursor:
            cursor.execute(IN_FORCE, (person.pk, moment, moment))
            rows = cursor.fetchall()
        return cls(person.pk, tuple((Role(role), path) for role, path in rows), timezone.localdate(now))

    @classmethod
    def of_system(cls) -> Scope:
        """The scope of the installation itself: commands and demonstration data, whose actor is nobody."""
        return cls(0, ((Role.ACADEMY_ADMINISTRATOR, ""),))

    @property
    def actor_id(self) -> int | None:
        """Her number for the audit trail; none for the installation itself."""
        return self.person_id or None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles she holds anywhere."""
        return frozenset(role for role, _path in self.grants)

    @property
    def administrative(self) -> bool:
        """Whether any of her roles reaches beyond her own classes; such people need a second factor."""
        return bool(self.roles & ADMINISTRATIVE_ROLES)

    def prefixes(self, permission: Permission) -> tuple[str, ...]:
        """The topmost tree paths below which she holds the permission."""
        return topmost(path for role, path in self.grants if permission in DESCRIPTIONS[role].permissions)

    def has(self, permission: Permission) -> bool:
        """Whether she holds the permission anywhere: for menus, never for a decision about a row."""
        return bool(self.prefixes(permission))

    def covers_academy(self, permission: Permission) -> bool:
        """Whether she holds the permission from a root of the tree on: then also for what belongs to no unit."""
        return any(len(prefix) <= STEP for prefix in self.prefixes(permission))

    def may(self, permission: Permission, where: Unit | str) -> bool:
        """*May she?* Whether she may do this to this unit (or its path)."""
        return within(path_of(where), self.prefixes(permission))

    def demand(self, permission: Permission, where: Unit | str) -> None:
        """Nothing, if she may.

        :raises OutOfScope: otherwise.
        """
        if not self.may(permission, where):
            raise OutOfScope

    def may_everywhere(self, permission: Permission) -> bool:
        """Whether she may do this to every topmost unit: the academy's rules hold for everyone. One query."""
        tops = Unit.objects.filter(depth=1).values_list("path", flat=True)
        return all(self.may(permission, path) for path in list(tops) or [""])

    def demand_everywhere(self, permission: Permission) -> None:
        """Nothing, if she may do this in the whole academy.

        :raises OutOfScope: otherwise.
        """
        if not self.may_everywhere(permission):
            raise OutOfScope

    def rows(self, permission: Permission, rows: QuerySet[Row], field: str = "unit__path") -> QuerySet[Row]:
        """*Which rows?* Those whose unit path she may do this to."""
        prefixes = self.prefixes(permission)
        return rows if prefixes == ("",) else rows.filter(in_subtrees(prefixes, field))

    def people(self, permission: Permission = Permission.PEOPLE_READ) -> QuerySet[Person]:
        """The people she may do this to; reading and reminding include the learners of her own classes."""
        prefixes = self.prefixes(permission)
        if prefixes == ("",):
            return Person.objects.all()
        condition = in_subtrees(prefixes, "unit__path")
        if permission in IN_OWN_CLASS and self.has(IN_OWN_CLASS[permission]):
            condition |= Q(class_place__class_group__in=self.own_classes())
        return Person.objects.filter(condition)

    def own_classes(self) -> QuerySet[ClassGroup]:
        """The classes that she teaches, and those in which she stands in for the teacher on this day."""
        if not self.has(Permission.OWN_CLASS_READ):
            return ClassGroup.objects.none()
        standing_in = ClassSubstitute.objects.filter(
            class_group=OuterRef("pk"), person_id=self.person_id, since__lte=self.day, until__gte=self.day
        )
        return ClassGroup.objects.filter(Q(teacher_id=self.person_id) | Exists(standing_in))

    def units(self, permission: Permission = Permission.UNITS_READ) -> QuerySet[Unit]:
        """The units she may do this to, in the order of the tree."""
        return self.rows(permission, Unit.objects.order_by("path"), "path")

    def grantable(self, where: Unit | str) -> frozenset[Role]:
        """The roles she may grant and take back on a unit: appointing is scoped like everything else."""
        path = path_of(where)
        allowed: frozenset[Role] = frozenset()
        for role, prefix in self.grants:
            if path.startswith(prefix):
                allowed |= DESCRIPTIONS[role].may_grant
        return allowed


def path_of(where: Unit | str) -> str:
    """The tree path of a unit given as itself or as its path."""
    return where if isinstance(where, str) else str(where.path)


def grants_in_force(now: datetime, prefix: str = "") -> Q:
    """The condition that a grant is open at a moment; `prefix` leads from the row to the grant."""
    ended = Q(**{f"{prefix}ended_at__isnull": True}) | Q(**{f"{prefix}ended_at__gt": now})
    return ended & Q(**{f"{prefix}granted_at__lte": now})


def who_may(permission: Permission, where: Unit | str, now: datetime) -> QuerySet[Person]:
    """*Who may?* The active people who may do this to this unit."""
    above: Iterable[str] = lineage(path_of(where))
    grants = RoleGrant.objects.filter(
        grants_in_force(now), person_id=OuterRef("pk"), role__in=roles_with(permission), unit__path__in=above
    )
    return Person.objects.filter(Exists(grants), is_active=True)


def needs_second_factor(person: Person, now: datetime) -> bool:
    """Whether the installation demands a second factor of this person: she administers something."""
    return bool(settings.SECOND_FACTOR_OF_ADMINISTRATORS) and Scope.of(person, now).administrative
