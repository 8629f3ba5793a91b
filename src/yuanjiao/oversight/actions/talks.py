"""Calling units to a talk, recording it, checking what came of it, closing it (A20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yuanjiao.credits.public import SHANGHAI, date_of, year_of
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.oversight.actions.talk_steps import advance, talk_of_above
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import StepKind, Talk, TaskState
from yuanjiao.oversight.talk_rules import TalkRulesInForce, talk_rules
from yuanjiao.oversight.talks import figures_now, holds_now, may_talk_to, open_talks


class BeforeTheDay(OversightRefused):
    """The line does not hold yet this year."""


class NotUnderTheLine(OversightRefused):
    """A unit has come above the line meanwhile."""


class TalkedToAlready(OversightRefused):
    """A talk with the unit is under way."""


class NobodyCalled(OversightRefused):
    """No unit was chosen."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("请至少选一个要约谈的单位。"))


class MeetsInThePast(OversightRefused):
    """A talk is announced for a moment that has passed."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("约谈时间已经过了，请改到以后的时间。"))


class HeldInTheFuture(OversightRefused):
    """A talk is recorded before it took place."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("约谈还没有进行，谈完再写记录。"))


class RectifiedInThePast(OversightRefused):
    """The day until which the unit is to rectify has passed."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("整改期限要在约谈之后，请改到以后的日子。"))


class TasksUnfinished(OversightRefused):
    """A talk is to be closed while rectification tasks are under way."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where a talk is held."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was said at a talk, by whom, what the unit promised and until when."""

    held_at: datetime
    attended: str
    said: str
    commitments: str
    rectify_by: date


@transaction.atomic
def call_talks(*, actor: Scope, units: Sequence[Unit], meeting: Meeting, words: str, now: datetime) -> list[Talk]:
    """Call units under the line to a talk; their administrators get a notice.

    :raises NobodyCalled: without a unit.
    :raises OutOfScope: when the actor does not belong to the tier above one of them.
    :raises MeetsInThePast: when the moment has passed.
    :raises BeforeTheDay: before the line holds this year.
    :raises NotUnderTheLine: when one is not under it.
    :raises TalkedToAlready: when a talk with one is under way.
    """
    if not units:
        raise NobodyCalled
    if not all(may_talk_to(actor, unit) for unit in units):
        raise OutOfScope
    if meeting.at < now:
        raise MeetsInThePast
    force = talk_rules(now)
    if not holds_now(force.rules, now):
        raise BeforeTheDay(
            _("%(day)s起才按约谈线约谈，现在先提醒。") % {"day": _day(force.rules.holds_from(year_of(now)))}
        )
    chosen = list(Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("pk"))
    busy = set(open_talks([unit.pk for unit in chosen], year_of(now)).values_list("unit_id", flat=True))
    if busy:
        raise TalkedToAlready(_("%(units)s已经在约谈，不用再通知。") % {"units": _names(chosen, busy)})
    return [_call(actor, unit, force, meeting, words, now) for unit in chosen]


def _call(actor: Scope, unit: Unit, force: TalkRulesInForce, meeting: Meeting, words: str, now: datetime) -> Talk:
    rules, figures = force.rules, figures_now(unit.pk, year_of(now))
    if figures.people < rules.least_people or not rules.line.short_of(figures):
        raise NotUnderTheLine(_("%(unit)s现在不低于约谈线，不用约谈了。") % {"unit": unit})
    talk = Talk.objects.create(
        unit=unit,
        year=year_of(now),
        rule_version=force.version,
        measure=rules.measure,
        met_per_cent=rules.met_per_cent,
        credits_hundredths=rules.credits_hundredths,
        people=figures.people,
        met=figures.met,
        hundredths=figures.hundredths,
        called_by_id=actor.actor_id,
        called_at=now,
        meets_at=meeting.at,
        place=meeting.place,
    )
    advance(actor=actor, talk=talk, kind=StepKind.CALL, words=words, figures=figures, now=now)
    return talk


@transaction.atomic
def postpone_talk(*, actor: Scope, talk_id: int, meeting: Meeting, now: datetime) -> Talk:
    """Hold an announced talk at another time or place; the unit is told.

    :raises MeetsInThePast: when the moment has passed.
    """
    talk = talk_of_above(actor, talk_id)
    if meeting.at < now:
        raise MeetsInThePast
    talk.meets_at, talk.place = meeting.at, meeting.place
    words = _("改到 %(moment)s，%(place)s") % {"moment": _moment(meeting.at), "place": meeting.place}
    advance(actor=actor, talk=talk, kind=StepKind.POSTPONE, words=words, now=now)
    return talk


@transaction.atomic
def withdraw_talk(*, actor: Scope, talk_id: int, reason: str, now: datetime) -> Talk:
    """Take a notice back before the talk was held; it stays in the list with the reason."""
    talk = talk_of_above(actor, talk_id)
    advance(actor=actor, talk=talk, kind=StepKind.WITHDRAW, words=reason, now=now)
    return talk


@transaction.atomic
def record_talk(*, actor: Scope, talk_id: int, record: Record, now: datetime) -> Talk:
    """Write down what was said; from now on the unit rectifies.

    :raises HeldInTheFuture: when it has not taken place.
    :raises RectifiedInThePast: when the unit is to have rectified before the talk.
    """
    talk = talk_of_above(actor, talk_id)
    if record.held_at > now:
        raise HeldInTheFuture
    if record.rectify_by < date_of(record.held_at):
        raise RectifiedInThePast
    talk.held_at, talk.attended, talk.said = record.held_at, record.attended, record.said
    talk.commitments, talk.rectify_by = record.commitments, record.rectify_by
    advance(actor=actor, talk=talk, kind=StepKind.RECORD, words=record.commitments, now=now)
    return talk


@transaction.atomic
def check_talk(*, actor: Scope, talk_id: int, words: str, now: datetime) -> Talk:
    """Look what came of it: the unit's figures of now are kept beside those of the notice."""
    talk = talk_of_above(actor, talk_id)
    figures = figures_now(talk.unit_id, talk.year)
    advance(actor=actor, talk=talk, kind=StepKind.CHECK, words=words, figures=figures, now=now)
    return talk


@transaction.atomic
def carry_on_talk(*, actor: Scope, talk_id: int, rectify_by: date, words: str, now: datetime) -> Talk:
    """Let the unit rectify longer after a check.

    :raises RectifiedInThePast: when the new day has passed.
    """
    talk = talk_of_above(actor, talk_id)
    if rectify_by < date_of(now):
        raise RectifiedInThePast
    talk.rectify_by = rectify_by
    advance(actor=actor, talk=talk, kind=StepKind.CARRY_ON, words=words, now=now)
    return talk


@transaction.atomic
def close_talk(*, actor: Scope, talk_id: int, words: str, now: datetime) -> Talk:
    """Close a talk that was checked.

    :raises TasksUnfinished: while rectification tasks are under way.
    """
    talk = talk_of_above(actor, talk_id)
    left = talk.tasks.filter(state=TaskState.OPEN).count()
    if left:
        sentence = ngettext("还有 %(number)s 项整改任务没有完成。", "还有 %(number)s 项整改任务没有完成。", left)
        raise TasksUnfinished(sentence % {"number": left})
    advance(actor=actor, talk=talk, kind=StepKind.CLOSE, words=words, now=now)
    return talk


def _names(units: Sequence[Unit], wanted: set[int]) -> str:
    return "、".join(str(unit) for unit in units if unit.pk in wanted)


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{_day(local.date())} {local:%H:%M}"
