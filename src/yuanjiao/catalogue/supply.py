"""Reads of what courses stand on: contracts, letters, suppliers, productions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from yuanjiao.catalogue.licence import reminder_due
from yuanjiao.catalogue.models import (
    Contract,
    Course,
    CourseOrigin,
    Introduction,
    LicenceReminder,
    Production,
    SourceKind,
    Supplier,
)
from yuanjiao.catalogue.policy import licence_rules
from yuanjiao.catalogue.rules import courses_in, kept_in
from yuanjiao.organisation.public import Permission, Scope

READ = Permission.COURSES_READ
LACKING = Q(seat_use__used__gt=F("seats") - (F("seats") + 9) / 10)
"""Whose seats run out, as `seats_reached` has it; seats that were bought since they were counted are there at once."""


class Reminder(NamedTuple):
    """A contract whose licence ends soon, and which of the reminders is due."""

    contract: Contract
    days: int
    left: int


class Standing(NamedTuple):
    """How many licences end soon, when the first of them does, how many have ended with courses on them or run out."""

    ending: int
    first_end: date | None
    ended: int
    crowded: int


def contracts_in(scope: Scope, permission: Permission = READ) -> QuerySet[Contract]:
    """The contracts she may do this to, with supplier, unit and how many courses each has."""
    beside = ("supplier", "unit", "scan", "renewed_by", "seat_use")
    rows = kept_in(scope, permission, Contract.objects.select_related(*beside))
    return rows.annotate(course_count=Count("origins"))


def introductions_in(scope: Scope, permission: Permission = READ) -> QuerySet[Introduction]:
    """The letters she may do this to, with how many courses each introduced."""
    rows = kept_in(scope, permission, Introduction.objects.select_related("unit"))
    return rows.annotate(course_count=Count("origins"))


def productions_in(scope: Scope, permission: Permission = READ) -> QuerySet[Production]:
    """The productions she may do this to, with unit, course and crew."""
    rows = Production.objects.select_related("unit", "course").prefetch_related("crew__person")
    return kept_in(scope, permission, rows)


def suppliers_in(scope: Scope) -> QuerySet[Supplier]:
    """All suppliers, with the courses from them that she may read, and the contracts and sums that she may see.

    Their names are everybody's: whoever builds a course chooses among them.
    """
    mine = kept_in(scope, READ, Contract.objects.all()).filter(supplier=OuterRef("pk")).order_by()
    courses = courses_in(scope, READ).filter(supplier=OuterRef("pk")).order_by()
    return Supplier.objects.annotate(
        contract_count=_counted(mine),
        paid_fen=Coalesce(Subquery(mine.values("supplier").annotate(whole=Sum("price_fen")).values("whole")), 0),
        course_count=_counted(courses),
    )


def courses_of(contract: Contract) -> QuerySet[Course]:
    """The courses that are studied under a contract."""
    return Course.objects.filter(origin__contract=contract).select_related("topic", "unit")


def courses_without_contract(scope: Scope, contract: Contract) -> QuerySet[Course]:
    """The courses from the same supplier that she may change and that no contract holds yet."""
    mine = courses_in(scope, Permission.COURSES_WRITE)
    bought = mine.filter(source_kind=SourceKind.PURCHASED, supplier=contract.supplier_id)
    return bought.filter(origin__isnull=True).select_related("topic").order_by("title", "id")


def origin_of(course: Course) -> CourseOrigin | None:
    """Where a course comes from; one query, nothing where nobody said."""
    rows = CourseOrigin.objects.select_related("contract__supplier", "contract__seat_use", "introduction")
    return rows.filter(course=course).first()


def ending(contracts: QuerySet[Contract], today: date, days: int) -> QuerySet[Contract]:
    """Contracts whose licence ends within so many days and that nothing renews."""
    until = today + timedelta(days=days)
    return contracts.filter(licence_to__range=(today, until), renewed_by__isnull=True)


def standing_of(contracts: QuerySet[Contract], today: date, days: int) -> Standing:
    """How many contracts end within so many days, when the first does, how many ended or lack seats; one query."""
    not_renewed, until = Q(renewed_by__isnull=True), today + timedelta(days=days)
    near = not_renewed & Q(licence_to__range=(today, until))
    over = not_renewed & Q(licence_to__lt=today) & Q(Exists(CourseOrigin.objects.filter(contract=OuterRef("pk"))))
    found = contracts.aggregate(
        near=Count("pk", filter=near),
        first=Min("licence_to", filter=near),
        over=Count("pk", filter=over),
        crowded=Count("pk", filter=_studied_under(today) & LACKING),
    )
    return Standing(found["near"], found["first"], found["over"], found["crowded"])


def ended(contracts: QuerySet[Contract], today: date) -> QuerySet[Contract]:
    """Contracts whose licence is over, though courses still hang on it."""
    over = contracts.filter(licence_to__lt=today, renewed_by__isnull=True)
    return over.filter(Exists(CourseOrigin.objects.filter(contract=OuterRef("pk"))))


def _in_force(today: date) -> Q:
    return Q(licence_from__lte=today, licence_to__gte=today)


def _studied_under(today: date) -> Q:
    """In force, and not renewed, or renewed early: until the renewal begins, its courses take seats of the old one."""
    return _in_force(today) & (Q(renewed_by__isnull=True) | Q(renewed_by__licence_from__gt=today))


def seated(now: datetime) -> QuerySet[Contract]:
    """The contracts in force whose seats are to be counted."""
    rows = Contract.objects.filter(_studied_under(timezone.localdate(now)), seats__isnull=False)
    return rows.select_related("unit")


def courses_taking_seats(contract: Contract) -> QuerySet[Course]:
    """The courses whose learners take its seats; one renewed early has passed them on to renewals yet to begin."""
    holders, last = [contract.pk], contract.pk
    while last := Contract.objects.filter(renews=last).values_list("pk", flat=True).first() or 0:
        holders.append(last)
    return Course.objects.filter(origin__contract__in=holders)


def crowded(contracts: QuerySet[Contract], today: date) -> QuerySet[Contract]:
    """Contracts in force of whose seats more than nine in ten were taken when they were counted last."""
    return contracts.filter(_studied_under(today), LACKING)


def reminders_due(now: datetime) -> list[Reminder]:
    """The reminders of licences that are due and were not given yet, the nearest end first; three queries."""
    today, thresholds = timezone.localdate(now), licence_rules(now).remind_days
    near = ending(Contract.objects.select_related("unit", "supplier"), today, max(thresholds)).order_by("licence_to")
    given = set(
        LicenceReminder.objects.filter(contract__in=near.order_by().values("pk")).values_list(
            "contract_id", "licence_to", "days"
        )
    )
    found = []
    for contract in near:
        left = (contract.licence_to - today).days
        days = reminder_due(left, thresholds)
        if days is not None and (contract.pk, contract.licence_to, days) not in given:
            found.append(Reminder(contract, days, left))
    return found


def _counted(rows: QuerySet[Contract] | QuerySet[Course]) -> Coalesce:
    return Coalesce(Subquery(rows.values("supplier").annotate(number=Count("pk")).values("number")), 0)
