"""What a year requires of a post level: the newest version in force, else the rules' default (A16)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from yuanjiao.credits.models import Requirement
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.years import first_moment
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.models.person import PostLevel


class Due(NamedTuple):
    """Hundredths of credit due in a year, and the version that says so (0: the default).

    `carry_over_hundredths` is the most that may be carried over from the year before. Of a single learner's due,
    `exempted_hundredths` and `carried_hundredths` are what has been taken off the version's total.
    """

    total_hundredths: int
    required_hundredths: int
    version: int
    carry_over_hundredths: int = 0
    exempted_hundredths: int = 0
    carried_hundredths: int = 0

    @property
    def elective_hundredths(self) -> int:
        """What may be earned with any course."""
        return self.total_hundredths - self.required_hundredths


VERSION = ("total_hundredths", "required_hundredths", "version", "carry_over_hundredths")
"""The columns of a version in the order of `Due`."""


class YearRequirements:
    """All requirements of one year at a moment, read with two queries however many people are asked about."""

    def __init__(self, year: int, now: datetime) -> None:
        self.year = year
        rows = Requirement.objects.filter(year=year, valid_from__lte=now).order_by("valid_from", "version")
        found = rows.values_list("post_level", *VERSION)
        self._by_level = {level: Due(*version) for level, *version in found}
        rules = credit_rules(now).rules
        self._default = Due(rules.total_hundredths, rules.required_hundredths, 0, rules.carry_over_hundredths)

    def of(self, post_level: str) -> Due:
        """The requirement of a post level."""
        return self._by_level.get(post_level, self._default)


def requirement_for(person: Person, year: int, now: datetime) -> Due:
    """What the year requires of a person's post level; `dues.due_for` knows her exemptions."""
    return YearRequirements(year, now).of(person.post_level)


class VersionInForce(NamedTuple):
    """What a year requires of one post level, and since when; no day where the rules' default stands in."""

    post_level: str
    name: str
    due: Due
    since: datetime | None


def versions_in_force(year: int, now: datetime) -> list[VersionInForce]:
    """Every post level with what the year requires of it; a coming year as it will begin. Three queries."""
    moment = max(now, first_moment(year))
    requirements = YearRequirements(year, moment)
    versions = Requirement.objects.filter(year=year).values_list("post_level", "version", "valid_from")
    since = {(level, version): at for level, version, at in versions}
    return [
        VersionInForce(level, str(name), due, since.get((level, due.version)))
        for level, name in PostLevel.choices
        for due in [requirements.of(level)]
    ]


def coming_requirements(now: datetime) -> list[tuple[int, datetime]]:
    """Years for which a version is settled but not yet in force, with its first moment; one query."""
    ahead = Requirement.objects.filter(valid_from__gt=now).order_by("valid_from", "year")
    return list(ahead.values_list("year", "valid_from").distinct())


def settled_by(requirements: Iterable[Requirement]) -> dict[int, str]:
    """Who settled each of these versions, by its number in the table; two queries. The first versions have nobody."""
    numbers = {str(requirement.pk) for requirement in requirements}
    acts = AuditEntry.objects.filter(subject_kind="requirement", subject_id__in=numbers, actor_id__isnull=False)
    actors = dict(acts.values_list("subject_id", "actor_id"))
    names = dict(Person.everyone.filter(pk__in=set(actors.values())).values_list("pk", "full_name"))
    return {int(number): names.get(actor or 0, "") for number, actor in actors.items()}
