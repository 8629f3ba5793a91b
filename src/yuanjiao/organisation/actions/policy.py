"""Putting rules in force, as dated versions (C3). Whose rules they are and what they say is the owning domain's."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel import audit, policy
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.roles import Permission
from yuanjiao.organisation.scope import Scope


class PolicyRefused(Exception):
    """A version that cannot be put in force, or taken out, as asked."""


class BeginsInThePast(PolicyRefused):
    """What has happened since then happened under other rules."""

    def __init__(self) -> None:
        super().__init__(_("规则不能倒着生效，请选今天或以后的日子。"))


class NothingChanged(PolicyRefused):
    """The version says what is in force on its day anyhow."""

    def __init__(self) -> None:
        super().__init__(_("和那天本来就生效的规则一样，没有要改的。"))


class AnotherBeginsThen(PolicyRefused):
    """A version that begins at the same moment is settled already."""

    def __init__(self) -> None:
        super().__init__(_("那天已经定好一个新版本。请先撤回它，再定新的。"))


class InForceAlready(PolicyRefused):
    """A version that has begun is part of the history."""

    def __init__(self) -> None:
        super().__init__(_("这个版本已经生效，不能撤回；要改请再发一个新版本。"))


@transaction.atomic
def publish_policy(
    *, actor: Scope, kind: str, rules: msgspec.Struct, now: datetime, valid_from: datetime | None = None
) -> PolicyVersion:
    """Settle a new version of a kind of rules; what was earned or reported under older ones stays.

    :param valid_from: at once if not given.
    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises BeginsInThePast: when it is to begin before now.
    :raises AnotherBeginsThen: when another version begins at the same moment.
    :raises NothingChanged: when it says what is in force on its day anyhow.
    """
    actor.demand_everywhere(Permission.POLICY_WRITE)
    _lock()
    valid_from = valid_from or now
    if valid_from < now:
        raise BeginsInThePast
    versions = PolicyVersion.objects.filter(kind=kind)
    if versions.filter(valid_from=valid_from).exists():
        raise AnotherBeginsThen
    body, before = msgspec.to_builtins(rules), policy.in_force(kind, valid_from).body
    if rules == msgspec.convert(before, type(rules)):
        raise NothingChanged
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PolicyVersion.objects.create(
        kind=kind, number=number, valid_from=valid_from, body=body, created_by_id=actor.actor_id
    )
    detail = {"number": number, "from": valid_from.isoformat(), "before": before, "after": body}
    _record(actor, "publish", kind, now, detail)
    return version


@transaction.atomic
def withdraw_policy(*, actor: Scope, kind: str, number: int, now: datetime) -> None:
    """Take back a version that has not begun; nothing has ever been counted by it.

    :raises OutOfScope: when the actor does not administer the whole academy.
    :raises InForceAlready: when it has begun.
    :raises PolicyVersion.DoesNotExist: when there is none of this number.
    """
    actor.demand_everywhere(Permission.POLICY_WRITE)
    _lock()
    version = PolicyVersion.objects.get(kind=kind, number=number)
    if version.valid_from <= now:
        raise InForceAlready
    version.delete()
    _record(actor, "withdraw", kind, now, {"number": number, "from": version.valid_from.isoformat()})


def _lock() -> None:
    """One change of rules at a time, so that numbers have no gap and no two begin together."""
    list(Unit.objects.select_for_update().filter(depth=1).order_by("pk"))


def _record(actor: Scope, act: str, kind: str, now: datetime, detail: dict[str, object]) -> None:
    audit.record(at=now, actor_id=actor.actor_id, verb=f"policy.{act}", subject=("policy", kind), detail=detail)
