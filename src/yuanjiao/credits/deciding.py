"""Who may decide a claim or an exemption: the unit's administrators, the next tier where she is one, nobody her own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import EVERY_TIER
from yuanjiao.organisation.models import Person, RoleGrant, Unit
from yuanjiao.organisation.public import DESCRIPTIONS, Permission, Scope, in_subtrees
from yuanjiao.organisation.scope import grants_in_force

Row = TypeVar("Row", bound=Model)


class Case(Protocol):
    """A claim or an exemption, as far as deciding it is concerned."""

    learner: Person
    learner_id: int
    deepest_tier: int


class DecidesHerOwn(Exception):
    """Someone would decide what she herself has asked for, or what the tier above her must decide."""

    def __init__(self) -> None:
        super().__init__(_("自己的申请、自己代报的名单不能自己定；管理员本人的，由上一级管理员定。"))


class AlreadyDecided(Exception):
    """Somebody was quicker, or it was withdrawn."""

    def __init__(self) -> None:
        super().__init__(_("这件已经有结果了，请刷新页面查看。"))


class AnswerMissing(Exception):
    """Less than was asked for, without a word why."""

    def __init__(self) -> None:
        super().__init__(_("没有全部认定或没有批准的，请写明原因，学员会看到。"))


def tier_of(prefix: str) -> int:
    """The tier of a tree path: 1 for the city, 0 for what is above everything."""
    return len(prefix) // Unit.steplen


def deepest_tiers(learners: Sequence[Person], permission: Permission, now: datetime) -> dict[int, int]:
    """The lowest tier whose administrators may decide for each of some learners; one query for all.

    Where she may decide for her own unit herself it is the tier above; at the top, somebody else of the same tier.
    """
    holding = {role for role, text in DESCRIPTIONS.items() if permission in text.permissions}
    grants = RoleGrant.objects.filter(grants_in_force(now), person__in=learners, role__in=holding)
    paths = {learner.pk: str(learner.unit.path) for learner in learners}
    tiers = dict.fromkeys(paths, EVERY_TIER)
    for learner, prefix in grants.values_list("person_id", "unit__path"):
        if paths[learner].startswith(prefix):
            tiers[learner] = min(tiers[learner], max(1, tier_of(prefix) - 1))
    return tiers


def may_decide(scope: Scope, permission: Permission, case: Case, told_by: int | None = None) -> bool:
    """Whether she may decide this one.

    :param told_by: who told of it for others; she does not decide it either.
    """
    if scope.person_id and scope.person_id in {case.learner_id, told_by}:
        return False
    path = str(case.learner.unit.path)
    return any(
        path.startswith(prefix) and tier_of(prefix) <= case.deepest_tier for prefix in scope.prefixes(permission)
    )


def demand(scope: Scope, permission: Permission, case: Case, told_by: int | None = None) -> None:
    """Nothing, if she may decide this one.

    :raises OutOfScope: when the learner is in none of her units.
    :raises DecidesHerOwn: when it is hers, or the tier above must decide.
    """
    scope.demand(permission, case.learner.unit)
    if not may_decide(scope, permission, case, told_by):
        raise DecidesHerOwn


def decidable(scope: Scope, permission: Permission, rows: QuerySet[Row], told_by: str) -> QuerySet[Row]:
    """The claims or exemptions that she may decide, as `may_decide` has it.

    :param told_by: the field that says who told of it.
    """
    condition = Q(pk__in=[])
    for prefix in scope.prefixes(permission):
        condition |= in_subtrees([prefix], "learner__unit__path") & Q(deepest_tier__gte=tier_of(prefix))
    hers = Q(learner_id=scope.person_id) | Q(**{told_by: scope.person_id})
    return rows.filter(condition).exclude(hers)
