"""The one function through which a talk changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import OutOfScope, Permission, Scope
from yuanjiao.outreach.public import notify_many
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import ENDED, StepKind, Talk, TalkState, TalkStep
from yuanjiao.oversight.pages import talk_page
from yuanjiao.oversight.talks import administrators_of, may_talk_to
from yuanjiao.oversight.thresholds import UnitFigures

COURSE: dict[StepKind, tuple[frozenset[TalkState], TalkState | None]] = {
    StepKind.CALL: (frozenset({TalkState.CALLED}), None),
    StepKind.POSTPONE: (frozenset({TalkState.CALLED}), None),
    StepKind.WITHDRAW: (frozenset({TalkState.CALLED}), TalkState.WITHDRAWN),
    StepKind.RECORD: (frozenset({TalkState.CALLED}), TalkState.HELD),
    StepKind.TASK: (frozenset({TalkState.HELD}), None),
    StepKind.ANSWER: (frozenset({TalkState.HELD, TalkState.CHECKED}), None),
    StepKind.FILE: (frozenset({TalkState.CALLED, TalkState.HELD, TalkState.CHECKED}), None),
    StepKind.CHECK: (frozenset({TalkState.HELD}), TalkState.CHECKED),
    StepKind.CARRY_ON: (frozenset({TalkState.CHECKED}), TalkState.HELD),
    StepKind.CLOSE: (frozenset({TalkState.CHECKED}), TalkState.CLOSED),
}
"""From which states each step leads, and where to; none: it stays where it is."""


class NotNow(OversightRefused):
    """The talk has gone on meanwhile, or has not come so far."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("约谈的状态已经变了，这一步现在做不了。请看看现在到了哪一步。"))


def talk_of_above(actor: Scope, talk_id: int) -> Talk:
    """A talk, locked, for whoever belongs to the tier above its unit.

    :raises OutOfScope: when the actor does not.
    """
    talk = _locked(talk_id)
    if not may_talk_to(actor, talk.unit):
        raise OutOfScope
    return talk


def talk_of_either(actor: Scope, talk_id: int) -> Talk:
    """A talk, locked, for the tier above or for the unit's own administrators.

    :raises OutOfScope: when the actor is neither.
    """
    talk = _locked(talk_id)
    actor.demand(Permission.TALKS_HOLD, talk.unit)
    return talk


def _locked(talk_id: int) -> Talk:
    return Talk.objects.select_for_update(of=("self",)).select_related("unit").get(pk=talk_id)


def advance(
    *,
    actor: Scope,
    talk: Talk,
    kind: StepKind,
    now: datetime,
    words: str = "",
    figures: UnitFigures | None = None,
    also: Iterable[int] = (),
) -> TalkStep:
    """Take a talk, which the caller has locked, one step further.

    In this order: it is checked that the step leads on from where the talk stands; the talk is stored
    with its new state; the step is written; the audit entry beside it; the unit's administrators, whoever
    called the talk, and `also` get a notice, but for the actor herself.

    :raises NotNow: when the step does not lead on from there.
    """
    before, after = COURSE[kind]
    if talk.state not in before:
        raise NotNow
    talk.state = after or talk.state
    talk.ended_at = now if talk.state in ENDED else None
    talk.save()
    kept = {"people": figures.people, "met": figures.met, "hundredths": figures.hundredths} if figures else {}
    step = TalkStep.objects.create(
        talk=talk, kind=kind, state=talk.state, actor_id=actor.actor_id, at=now, words=words, **kept
    )
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.talk_{kind}",
        subject=("talk", talk.pk),
        unit_path=str(talk.unit.path),
        detail={"state": str(talk.state)},
    )
    _tell(actor, talk, step, now, also)
    return step


def _tell(actor: Scope, talk: Talk, step: TalkStep, now: datetime, also: Iterable[int]) -> None:
    concerned = {*administrators_of([talk.unit_id], now).get(talk.unit_id, ()), *also}
    if talk.called_by_id:
        concerned.add(talk.called_by_id)
    unit: Unit = talk.unit
    notify_many(
        person_ids=sorted(concerned - {actor.person_id}),
        kind="oversight.talk",
        title=_("%(unit)s约谈：%(step)s") % {"unit": unit, "step": step.get_kind_display()},
        body=step.words,
        link=talk_page(talk.pk),
        now=now,
    )
