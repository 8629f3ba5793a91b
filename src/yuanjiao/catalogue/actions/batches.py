"""One act on many courses: begun as one, done by one job, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.actions.auditing import submit_for_audit
from yuanjiao.catalogue.actions.publishing import (
    MomentPassed,
    ReasonMissing,
    announce_retirement,
    keep_online,
    publish_course,
    retire_course,
    schedule_course,
    undo_move,
)
from yuanjiao.catalogue.batches import MOST, WITH_MOMENT, WITH_REASON
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, CourseMove
from yuanjiao.catalogue.rules import courses_in
from yuanjiao.kernel import audit, jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope

Refusal = dict[str, Any]
"""A course's number and the sentence that says why it did not change."""

MOVE, UNDO = "catalogue.batch", "catalogue.undo_batch"


class NotUndoable(CatalogueFailure):
    """A batch is undone once, by whoever may change its courses, when it has been done."""


class TooManyCourses(CatalogueFailure):
    """A batch has a bound, and is not empty."""


@transaction.atomic
def start_batch(
    *, actor: Person, act: BatchAct, course_ids: Sequence[int], reason: str, at: datetime | None, now: datetime
) -> tuple[CourseBatch, BackgroundJob]:
    """Begin an act on many courses, and the job that does it.

    :param at: when they go online, or the moment after their last day, where the act has one.
    :raises ReasonMissing: when the act needs a reason and there is none.
    :raises MomentPassed: when the act needs a moment ahead and it is not.
    :raises TooManyCourses: beyond a thousand, or when there are none.
    """
    if act in WITH_REASON and not reason.strip():
        raise ReasonMissing(gettext_lazy("请写明原因，正在学的学员会看到它。"))
    if act in WITH_MOMENT and (at is None or at <= now):
        raise MomentPassed(gettext_lazy("时间要晚于现在。"))
    if not 0 < len(course_ids) <= MOST:
        raise TooManyCourses(_("一次最多 %(most)s 门，至少一门。") % {"most": MOST})
    batch = CourseBatch.objects.create(
        act=act,
        course_ids=list(course_ids),
        reason=reason.strip(),
        at=at if act in WITH_MOMENT else None,
        started_by=actor,
        started_at=now,
    )
    _record(actor, batch, "catalogue.start_batch", now)
    return batch, _job(MOVE, actor, batch, batch.get_act_display(), len(course_ids), now)


@transaction.atomic
def undo_batch(*, actor: Person, batch: CourseBatch, now: datetime) -> BackgroundJob:
    """Begin to bring the courses of a batch back to where they were; those that moved on since stay.

    :raises NotUndoable: when it is not finished, or was undone.
    """
    batch = CourseBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.finished_at is None:
        raise NotUndoable(gettext_lazy("这一批还没有做完。"))
    if batch.undone_at is not None:
        raise NotUndoable(gettext_lazy("这一批已经撤销过了。"))
    batch.undone_at, batch.undone_by = now, actor
    batch.save(update_fields=["undone_at", "undone_by"])
    _record(actor, batch, "catalogue.undo_batch", now)
    title = _("撤销：%(act)s") % {"act": batch.get_act_display()}
    return _job(UNDO, actor, batch, title, batch.moves.filter(void=False).count(), now)


def run_batch(running: jobs.Running) -> str:
    """The job's work: each course in a transaction of its own; one that was moved before is left alone."""
    batch = CourseBatch.objects.select_related("started_by").get(pk=running.arguments["batch"])
    done = set(batch.moves.values_list("course_id", flat=True))
    refused: list[Refusal] = []
    try:
        _each(running, batch, batch.course_ids, refused, lambda course: course.pk in done or _act(batch, course))
    finally:
        # Also when it is cancelled: what was done before can be undone.
        CourseBatch.objects.filter(pk=batch.pk).update(finished_at=timezone.now(), refused=refused)
    return _outcome(len(batch.course_ids) - len(refused), len(refused))


def run_undo(running: jobs.Running) -> str:
    """The job's work of undoing; done again it finds nothing left."""
    batch = CourseBatch.objects.select_related("undone_by").get(pk=running.arguments["batch"])
    moves = {move.course_id: move for move in batch.moves.filter(void=False)}
    refused: list[Refusal] = []
    try:
        _each(running, batch, list(moves), refused, lambda course: _undo(batch, moves[course.pk], course))
    finally:
        CourseBatch.objects.filter(pk=batch.pk).update(refused=[*batch.refused, *refused])
    return _outcome(len(moves) - len(refused), len(refused))


def _each(
    running: jobs.Running,
    batch: CourseBatch,
    course_ids: Sequence[int],
    refused: list[Refusal],
    deed: Callable[[Course], object],
) -> None:
    mine = set(_writable(batch, course_ids))
    for number, course_id in enumerate(course_ids, start=1):
        sentence = _tried(course_id, deed) if course_id in mine else _("不在您的管理范围内。")
        if sentence:
            refused.append({"course": course_id, "sentence": sentence})
        running.step(number, len(course_ids))


def _tried(course_id: int, deed: Callable[[Course], object]) -> str:
    try:
        deed(Course.objects.get(pk=course_id))
    except CatalogueFailure as failure:
        return failure.sentence
    return ""


def _writable(batch: CourseBatch, course_ids: Iterable[int]) -> Iterable[int]:
    # Asked when it is done, not when it was begun: a role may have ended in between.
    person = batch.undone_by or batch.started_by
    scope = Scope.of(person, timezone.now()) if person else Scope.of_system()
    return courses_in(scope, Permission.COURSES_WRITE).filter(pk__in=list(course_ids)).values_list("pk", flat=True)


def _act(batch: CourseBatch, course: Course) -> Course:
    at, given = batch.at or timezone.now(), {"actor": batch.started_by, "course": course, "batch": batch}
    deeds: dict[BatchAct, Callable[..., Course]] = {
        BatchAct.SUBMIT: submit_for_audit,
        BatchAct.PUBLISH: publish_course,
        BatchAct.SCHEDULE: lambda **words: schedule_course(at=at, **words),
        BatchAct.RETIRE: lambda **words: announce_retirement(
            last_day=timezone.localdate(at - timedelta(seconds=1)), **words
        ),
        BatchAct.RETIRE_NOW: retire_course,
        BatchAct.KEEP: keep_online,
    }
    return deeds[BatchAct(batch.act)](**given, reason=batch.reason, now=timezone.now())


def _undo(batch: CourseBatch, made: CourseMove, course: Course) -> Course:
    made.course = course
    return undo_move(actor=batch.undone_by, made=made, now=timezone.now(), batch=batch)


def _outcome(done: int, refused: int) -> str:
    words = {"done": done, "refused": refused}
    return _("%(done)s 门已变更，%(refused)s 门没有变更。") % words if refused else _("%(done)s 门已变更。") % words


def _job(kind: str, actor: Person, batch: CourseBatch, title: str, whole: int, now: datetime) -> BackgroundJob:
    named = _("%(act)s %(number)s 门课程") % {"act": title, "number": whole}
    return jobs.start(kind, owner_id=actor.pk, title=named, arguments={"batch": batch.pk}, now=now, whole=whole)


def _record(actor: Person, batch: CourseBatch, verb: str, now: datetime) -> None:
    detail = {"act": batch.act, "courses": len(batch.course_ids), "reason": batch.reason}
    audit.record(at=now, actor_id=actor.pk, verb=verb, subject=("course_batch", batch.pk), detail=detail)
