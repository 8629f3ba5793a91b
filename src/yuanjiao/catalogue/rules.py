"""Which courses, contracts, letters and productions an editor works on: those of the units her role covers."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from yuanjiao.catalogue.models import Course
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope

Owned = TypeVar("Owned", bound=Model)


def covers_academy(scope: Scope, permission: Permission) -> bool:
    """Whether she holds the permission for the academy's own courses.

    Reading them is open to everyone who may read courses anywhere, for learners see them too; changing
    them needs the whole tree.
    """
    if permission is Permission.COURSES_READ:
        return scope.has(permission)
    return scope.covers_academy(permission)


def may(scope: Scope, permission: Permission, course: Course) -> bool:
    """Whether she may do this to the course."""
    if course.unit is None:
        return covers_academy(scope, permission)
    return scope.may(permission, course.unit)


def courses_in(scope: Scope, permission: Permission) -> QuerySet[Course]:
    """The courses that she may do this to."""
    rows = scope.rows(permission, Course.objects.all())
    if covers_academy(scope, permission):
        return Course.objects.filter(Q(pk__in=rows.values("pk")) | Q(unit__isnull=True))
    return rows


def may_keep(scope: Scope, permission: Permission, unit: Unit | None) -> bool:
    """Whether she may do this to what a unit keeps of its courses' sources; without a unit the academy keeps it.

    Unlike courses, prices and letters of the academy are not open to everyone who reads courses somewhere.
    """
    return scope.covers_academy(permission) if unit is None else scope.may(permission, unit)


def kept_in(scope: Scope, permission: Permission, rows: QuerySet[Owned]) -> QuerySet[Owned]:
    """The contracts, letters or productions that she may do this to."""
    mine = scope.rows(permission, rows)
    if scope.covers_academy(permission):
        return rows.filter(Q(pk__in=mine.values("pk")) | Q(unit__isnull=True))
    return mine
