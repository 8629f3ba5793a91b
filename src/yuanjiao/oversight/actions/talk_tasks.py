"""Rectification: what a unit does after a talk, who sees to it, and the files that show it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.public import date_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.actions.talk_steps import NotNow, advance, talk_of_either
from yuanjiao.oversight.attachments import Sound, store
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Attachment, StepKind, TalkTask, TaskState


class OwnerElsewhere(OversightRefused):
    """Whoever is to see to a task does not belong to the unit that was talked to."""

    def __init__(self) -> None:
        super().__init__(_("负责人要是被约谈单位或其下级的在册人员。"))


class DueInThePast(OversightRefused):
    """The day until which something is to be done has passed."""

    def __init__(self) -> None:
        super().__init__(_("完成期限已经过了，请改到以后的日子。"))


class AnswerMissing(OversightRefused):
    """A task is finished without a word on what came of it."""

    def __init__(self) -> None:
        super().__init__(_("请写一句做得怎样，再报告完成。"))


@transaction.atomic
def set_task(*, actor: Scope, talk_id: int, title: str, owner: Person, due_on: date, now: datetime) -> TalkTask:
    """Settle something that the unit does to rectify; whoever sees to it gets a notice.

    :raises OwnerElsewhere: when she does not belong to the unit.
    :raises DueInThePast: when the day has passed.
    """
    talk = talk_of_either(actor, talk_id)
    if not owner.is_active or not str(owner.unit.path).startswith(str(talk.unit.path)):
        raise OwnerElsewhere
    if due_on < date_of(now):
        raise DueInThePast
    task = TalkTask.objects.create(talk=talk, title=title, owner=owner, due_on=due_on)
    words = f"{title}（{owner.full_name}，{due_on:%Y-%m-%d}）"
    advance(actor=actor, talk=talk, kind=StepKind.TASK, words=words, also=[owner.pk], now=now)
    return task


@transaction.atomic
def answer_task(*, actor: Scope, task_id: int, state: TaskState, answer: str, now: datetime) -> TalkTask:
    """Report how far a task is, or that it is done; the tier above is told.

    :raises AnswerMissing: when it is finished without a word.
    :raises NotNow: when the talk has ended.
    """
    talk = talk_of_either(actor, TalkTask.objects.values_list("talk_id", flat=True).get(pk=task_id))
    if not talk.open:
        raise NotNow
    if not answer.strip():
        raise AnswerMissing
    task = TalkTask.objects.select_related("owner").get(pk=task_id)
    task.state, task.answer, task.answered_at = state, answer, now
    task.save(update_fields=["state", "answer", "answered_at"])
    words = f"{task.title}：{task.get_state_display()}。{answer}"
    advance(actor=actor, talk=talk, kind=StepKind.ANSWER, words=words, now=now)
    return task


@transaction.atomic
def attach_to_talk(*, actor: Scope, talk_id: int, file: Sound, now: datetime) -> Attachment:
    """Put a file beside a talk: a signed record, a photograph, a rectification report."""
    talk = talk_of_either(actor, talk_id)
    attachment = Attachment(talk=talk, added_by_id=actor.actor_id, added_at=now)
    advance(actor=actor, talk=talk, kind=StepKind.FILE, words=file.name, now=now)
    store(attachment, file)
    return attachment
