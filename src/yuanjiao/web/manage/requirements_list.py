"""The versions of what a year requires, as their page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yuanjiao.credits.models import Requirement
from yuanjiao.credits.public import RequirementEffect, requirement_effect, settled_by, year_of
from yuanjiao.organisation.models import Person, PostLevel, Unit
from yuanjiao.organisation.public import Permission, Scope, who_may

SETTLERS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One version: what it asks, since when, by whom, and whether it is the one in force."""

    year: int
    level: str
    version: int
    total_hundredths: int
    required_hundredths: int
    carry_over_hundredths: int
    valid_from: datetime
    by: str
    state: str

    @property
    def level_name(self) -> str:
        """The post level in words."""
        return str(PostLevel(self.level).label)

    @property
    def elective_hundredths(self) -> int:
        """What may be earned with any course."""
        return self.total_hundredths - self.required_hundredths


def lines(requirements: Iterable[Requirement], now: datetime) -> list[Line]:
    """Versions with who settled them; three queries however many they are."""
    rows = list(requirements)
    names, running = settled_by(rows), _running({row.year for row in rows}, now)
    return [
        Line(
            row.year,
            row.post_level,
            row.version,
            row.total_hundredths,
            row.required_hundredths,
            row.carry_over_hundredths,
            row.valid_from,
            names.get(row.pk, ""),
            "coming" if row.valid_from > now else "running" if row.pk in running else "past",
        )
        for row in rows
    ]


def _running(years: set[int], now: datetime) -> set[int]:
    begun = Requirement.objects.filter(year__in=years, valid_from__lte=now).order_by("valid_from", "version")
    newest = {(year, level): number for number, year, level in begun.values_list("pk", "year", "post_level")}
    return set(newest.values())


def years_listed(now: datetime) -> list[int]:
    """The years that have a version, with the running and the coming one, newest first."""
    known = set(Requirement.objects.order_by().values_list("year", flat=True).distinct())
    return sorted(known | set(years_open(now)), reverse=True)


def years_open(now: datetime) -> list[int]:
    """The years for which a version may be settled: the running one and the next."""
    return [year_of(now), year_of(now) + 1]


def instead(scope: Scope, now: datetime) -> dict[str, Any]:
    """Who settles requirements, and what a lower tier may do for its own people; three queries at most."""
    tops = Unit.objects.filter(depth=1).first()
    settlers = who_may(Permission.POLICY_WRITE, tops, now).select_related("unit") if tops else Person.objects.none()
    return {
        "settlers": list(settlers.order_by("unit__path", "staff_number")[:SETTLERS_SHOWN]),
        "may_remind": scope.has(Permission.LEARNERS_REMIND),
        "may_push": scope.has(Permission.CAMPAIGNS_WRITE),
        "may_plan": scope.has(Permission.PLANS_WRITE),
        "may_exempt": scope.has(Permission.EXEMPTIONS_DECIDE),
        "may_claim": scope.has(Permission.CLAIMS_DECIDE),
    }


def effects(year: int, levels: Iterable[str], parts: dict[str, int]) -> list[tuple[str, RequirementEffect]]:
    """For each post level by its name, what the new version would change; one query a level."""
    return [(str(PostLevel(level).label), requirement_effect(year=year, post_level=level, **parts)) for level in levels]
