"""The one function through which every change of a course's state passes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yuanjiao.catalogue import events, shelf
from yuanjiao.catalogue.actions.courses import record
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import AHEAD, UNDONE
from yuanjiao.catalogue.models import Course, CourseBatch, CourseMove, CourseState
from yuanjiao.organisation.models import Person

VERBS: Mapping[CourseState, str] = {
    CourseState.DRAFT: "catalogue.return_to_draft",
    CourseState.AUDIT: "catalogue.submit_for_audit",
    CourseState.SCHEDULED: "catalogue.schedule_course",
    CourseState.PUBLISHED: "catalogue.publish_course",
    CourseState.RETIRING: "catalogue.announce_retirement",
    CourseState.RETIRED: "catalogue.retire_course",
}


SUBMITTED_FROM = (CourseState.DRAFT, CourseState.RETIRED)
"""Coming back to the audit from elsewhere, a course is as it was, and so are the opinions of it."""


Lacking = Mapping[str, str]
"""What a course lacks, once for each language."""


class MoveNotPossible(CatalogueFailure):
    """The course is not in a state from which this change leads."""


@transaction.atomic
def move(
    *,
    actor: Person | None,
    course: Course,
    to: CourseState,
    now: datetime,
    reason: str | Lacking = "",
    due_at: datetime | None = None,
    batch: CourseBatch | None = None,
    undoes: CourseMove | None = None,
) -> Course:
    """Bring a course into another state, with these effects in this order, in one transaction.

    1. The course is locked and read anew; a change that leads nowhere from its state is refused.
    2. Its state is set, with what belongs to it: `due_at` in timed states; `published_at` when it comes online,
       but for a retirement that is taken back; `retired_at` and `retired_reason` when it leaves, cleared when it
       comes back; a new `audit_round` when it is submitted.
    3. One row of history says who, when, why, and the audit trail has its entry. An undone move and the one that
       undoes it are marked void.
    4. The rooms above hear of it (`events.moved`): who is in the middle of the course is told.
    5. After the commit this node's shelf looks again, other nodes' within seconds; search finds what is on the shelf.

    Progress, completions and credits are never touched. Whether the course is complete and audited is asked by
    the actions that bring it online, not here.

    :param due_at: when the next change comes by itself; timed states need it.
    :param reason: somebody's words, or what kept the course from going online at its minute.
    :raises MoveNotPossible: when no such change leads from the state it is in.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    was = CourseState(course.state)
    if to not in (UNDONE if undoes else AHEAD)[was]:
        words = {"title": course.title, "state": was.label, "to": to.label}
        raise MoveNotPossible(_("“%(title)s”现在是“%(state)s”，不能改为“%(to)s”。") % words)
    said, lacked = (reason, {}) if isinstance(reason, str) else ("", reason)
    _set(course, to, now, said, due_at)
    made = CourseMove.objects.create(
        course=course, from_state=was, to_state=to, at=now, due_at=due_at, actor=actor, reason=said, batch=batch,
        void=undoes is not None, lacked=lacked,
    )  # fmt: skip
    if undoes is not None:
        CourseMove.objects.filter(pk=undoes.pk).update(void=True)
    details: dict[str, object] = {
        "title": course.title,
        "from": was,
        **({"lacked": lacked} if lacked else {"reason": said}),
    }
    record(actor, course, VERBS[to], now, details)
    for tell in events.moved:
        tell(made)
    transaction.on_commit(shelf.forget)
    return course


def _set(course: Course, to: CourseState, now: datetime, reason: str, due_at: datetime | None) -> None:
    was, course.state, course.due_at = course.state, to, due_at
    if to == CourseState.PUBLISHED:
        if was != CourseState.RETIRING:
            course.published_at = now
        course.retired_at, course.retired_reason = None, ""
    elif to == CourseState.RETIRING:
        course.retired_reason = reason
    elif to == CourseState.RETIRED:
        course.retired_at, course.retired_reason = now, reason or course.retired_reason
    elif to == CourseState.AUDIT and was in SUBMITTED_FROM:
        course.audit_round += 1
    course.save()
