"""Publishing what a year requires (A16, C3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits import holding
from yuanjiao.credits.models import Requirement
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.years import first_moment
from yuanjiao.kernel import audit, jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.models.person import PostLevel
from yuanjiao.organisation.public import Permission, Scope

TITLE_LENGTH = 200


class RequiredExceedsTotal(Exception):
    """The required part is larger than the whole."""

    def __init__(self) -> None:
        super().__init__(_("必修要求不能超过总学分要求。"))


class CarryOverExceedsElective(Exception):
    """More is to be carried over than may be earned by electives."""

    def __init__(self) -> None:
        super().__init__(_("结转只抵选修，最多不能超过选修部分。"))


class BeginsTooLate(Exception):
    """A version's first day lies ahead, within its own year: people already held to another would be passed over."""

    def __init__(self) -> None:
        super().__init__(_("年度中途的要求请在生效当天发布；提前发布的，最迟从该年度1月1日起生效。"))


class BeginsTooEarly(Exception):
    """Another version begins later and would stay in force."""

    def __init__(self) -> None:
        super().__init__(_("已有起始日期更晚的版本，新版本不能早于它生效。"))


class Published(NamedTuple):
    """The versions put in force, and the job that holds their learners to them; none where that is done already."""

    requirements: list[Requirement]
    job: BackgroundJob | None


def publish_requirement(*, actor: Person | None, post_level: str, **version: Any) -> Requirement:
    """Put a new version of one post level in force, as `publish_requirements`."""
    return publish_requirements(actor=actor, post_levels=[post_level], **version).requirements[0]


@transaction.atomic
def publish_requirements(
    *,
    actor: Person | None,
    year: int,
    post_levels: Iterable[str],
    total_hundredths: int,
    required_hundredths: int,
    now: datetime,
    carry_over_hundredths: int = 0,
    valid_from: datetime | None = None,
) -> Published:
    """Put the same new version in force for several post levels, or for none, and hold the year's learners to it.

    What was earned stays; whether it is enough is asked anew: at once of a few learners, in the background of many.

    :param carry_over_hundredths: the most that counts of what was earned beyond the year before.
    :param valid_from: at once if not given; a moment ahead is possible for a year that has not begun by then.
    :raises OutOfScope: when the actor may not change the academy's rules.
    :raises RequiredExceedsTotal: when the parts do not fit.
    :raises CarryOverExceedsElective: when more is to be carried over than is elective.
    :raises BeginsTooLate: when it is to begin later on in its year.
    :raises BeginsTooEarly: when another version of the year begins after it.
    """
    _demand(actor, now)
    if required_hundredths > total_hundredths:
        raise RequiredExceedsTotal
    if carry_over_hundredths > total_hundredths - required_hundredths:
        raise CarryOverExceedsElective
    valid_from = valid_from or now
    if valid_from > max(now, first_moment(year)):
        raise BeginsTooLate
    levels = list(dict.fromkeys(post_levels))
    parts = {
        "total_hundredths": total_hundredths,
        "required_hundredths": required_hundredths,
        "carry_over_hundredths": carry_over_hundredths,
    }
    requirements = [_next_version(actor, year, level, parts, valid_from, now) for level in levels]
    return Published(requirements, _hold(actor, year, levels, now))


def _demand(actor: Person | None, now: datetime) -> None:
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    scope.demand_everywhere(Permission.POLICY_WRITE)


def _next_version(
    actor: Person | None, year: int, post_level: str, parts: dict[str, int], valid_from: datetime, now: datetime
) -> Requirement:
    versions = Requirement.objects.filter(year=year, post_level=post_level)
    if versions.filter(valid_from__gt=valid_from).exists():
        raise BeginsTooEarly
    version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    requirement = Requirement.objects.create(
        year=year, post_level=post_level, version=version, valid_from=valid_from, **parts
    )
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb="credits.publish_requirement",
        subject=("requirement", requirement.pk),
        detail={
            "year": year,
            "post_level": post_level,
            "total": requirement.total_hundredths,
            "required": requirement.required_hundredths,
            "carry_over": requirement.carry_over_hundredths,
        },
    )
    return requirement


def _hold(actor: Person | None, year: int, levels: list[str], now: datetime) -> BackgroundJob | None:
    learners = holding.standings_of_levels(year, levels).count()
    if learners <= holding.PART:
        holding.hold_part(holding.next_part(year, levels, 0), year, now)
        return None
    return _hold_in_background(actor, year, levels, learners, now)


def _hold_in_background(
    actor: Person | None, year: int, levels: list[str], learners: int, now: datetime
) -> BackgroundJob:
    return jobs.start(
        holding.HOLD,
        owner_id=actor.pk if actor else None,
        title=_title(year, levels),
        arguments={"year": year, "levels": levels},
        now=now,
        whole=learners,
    )


def _title(year: int, levels: list[str]) -> str:
    names = "、".join(str(PostLevel(level).label) for level in levels)
    said = gettext("按新要求核对达标：%(year)s 年度，%(levels)s") % {"year": year, "levels": names}
    return said[:TITLE_LENGTH]


@transaction.atomic
def hold_further(*, actor: Person, job_key: str, now: datetime) -> BackgroundJob | None:
    """Take up holding learners to a requirement where a job stopped half-way; none when it no longer stands open.

    :raises OutOfScope: when the actor may not change the academy's rules.
    """
    _demand(actor, now)
    stopped = next((each for each in holding.open_holdings() if each.key == job_key and not each.unfinished), None)
    if stopped is None:
        return None
    year, levels = stopped.arguments["year"], stopped.arguments["levels"]
    audit.record(
        at=now,
        actor_id=actor.pk,
        verb="credits.hold_further",
        subject=("year", year),
        detail={"post_levels": levels},
    )
    learners = holding.standings_of_levels(year, levels).count()
    return _hold_in_background(actor, year, levels, learners, now)


@transaction.atomic
def seed_requirements(*, year: int, now: datetime) -> int:
    """Write the rules' default as the first version of every post level that has none in the year; how many."""
    rules = credit_rules(now).rules
    known = set(Requirement.objects.filter(year=year).values_list("post_level", flat=True))
    fresh = [
        Requirement(
            year=year,
            post_level=level,
            version=1,
            valid_from=now,
            total_hundredths=rules.total_hundredths,
            required_hundredths=rules.required_hundredths,
            carry_over_hundredths=rules.carry_over_hundredths,
        )
        for level in PostLevel.values
        if level not in known
    ]
    Requirement.objects.bulk_create(fresh)
    return len(fresh)
