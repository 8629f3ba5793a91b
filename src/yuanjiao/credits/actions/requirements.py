"""Publishing what a year requires (A16, C3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits import enrolment
from yuanjiao.credits.models import Requirement
from yuanjiao.credits.policy import credit_rules
from yuanjiao.credits.requirements import Due
from yuanjiao.credits.years import first_moment
from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.models.person import PostLevel
from yuanjiao.organisation.public import Permission, Scope


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


@transaction.atomic
def publish_requirement(
    *,
    actor: Person | None,
    year: int,
    post_level: str,
    total_hundredths: int,
    required_hundredths: int,
    now: datetime,
    carry_over_hundredths: int = 0,
    valid_from: datetime | None = None,
) -> Requirement:
    """Put a new version of a post level's requirement in force and hold the year's learners to it.

    What was earned stays; whether it is enough is asked anew.

    :param carry_over_hundredths: the most that counts of what was earned beyond the year before.
    :param valid_from: at once if not given; a moment ahead is possible for a year that has not begun by then.
    :raises OutOfScope: when the actor may not change the academy's rules.
    :raises RequiredExceedsTotal: when the parts do not fit.
    :raises CarryOverExceedsElective: when more is to be carried over than is elective.
    :raises BeginsTooLate: when it is to begin later on in its year.
    :raises BeginsTooEarly: when another version of the year begins after it.
    """
    scope = Scope.of_system() if actor is None else Scope.of(actor, now)
    scope.demand_everywhere(Permission.POLICY_WRITE)
    if required_hundredths > total_hundredths:
        raise RequiredExceedsTotal
    if carry_over_hundredths > total_hundredths - required_hundredths:
        raise CarryOverExceedsElective
    valid_from = valid_from or now
    if valid_from > max(now, first_moment(year)):
        raise BeginsTooLate
    versions = Requirement.objects.filter(year=year, post_level=post_level)
    if versions.filter(valid_from__gt=valid_from).exists():
        raise BeginsTooEarly
    version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    requirement = Requirement.objects.create(
        year=year,
        post_level=post_level,
        version=version,
        valid_from=valid_from,
        total_hundredths=total_hundredths,
        required_hundredths=required_hundredths,
        carry_over_hundredths=carry_over_hundredths,
    )
    due = Due(total_hundredths, required_hundredths, version, carry_over_hundredths)
    enrolment.hold_to(Person.objects.filter(post_level=post_level), year, due, now)
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb="credits.publish_requirement",
        subject=("requirement", requirement.pk),
        detail={
            "year": year,
            "post_level": post_level,
            "total": total_hundredths,
            "required": required_hundredths,
            "carry_over": carry_over_hundredths,
        },
    )
    return requirement


@transaction.atomic
def publish_requirements(*, actor: Person | None, post_levels: Iterable[str], **version: Any) -> list[Requirement]:
    """Put the same version in force for several post levels, or for none of them; as `publish_requirement`."""
    return [publish_requirement(actor=actor, post_level=level, **version) for level in dict.fromkeys(post_levels)]


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
