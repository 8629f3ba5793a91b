"""Bringing courses online, at once or at a stated minute, and taking them offline, at once or after a last day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yuanjiao.catalogue.actions.moving import MoveNotPossible, move
from yuanjiao.catalogue.completeness import missing_for_going_online
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import HIDDEN, STUDIED
from yuanjiao.catalogue.models import Course, CourseBatch, CourseMove, CourseState
from yuanjiao.catalogue.models.course import TIMED
from yuanjiao.catalogue.policy import audit_rules
from yuanjiao.organisation.models import Person


class CourseIncomplete(CatalogueFailure):
    """The course cannot come online yet; `missing` lists what it lacks, one sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class ReasonMissing(CatalogueFailure):
    """Who takes a course offline, or keeps it after all, says why."""


class NotOnline(CatalogueFailure):
    """Only a course that is online can be taken offline."""


class MomentPassed(CatalogueFailure):
    """What is to happen by itself happens later than now."""


@transaction.atomic
def publish_course(
    *, actor: Person | None, course: Course, now: datetime, reason: str = "", batch: CourseBatch | None = None
) -> Course:
    """Bring a course online that is complete and audited; publishing twice changes nothing.

    :raises CourseIncomplete: with everything that is missing.
    :raises MoveNotPossible: when it is about to go offline; that is taken back by `keep_online`.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state == CourseState.PUBLISHED:
        return course
    _demand_complete(course, now)
    if course.state == CourseState.RETIRING:
        return keep_online(actor=actor, course=course, reason=reason, now=now, batch=batch)
    return move(actor=actor, course=course, to=CourseState.PUBLISHED, now=now, reason=reason, batch=batch)


@transaction.atomic
def schedule_course(
    *,
    actor: Person | None,
    course: Course,
    at: datetime,
    now: datetime,
    reason: str = "",
    batch: CourseBatch | None = None,
) -> Course:
    """Let a course that is complete and audited go online by itself at a minute.

    :raises MomentPassed: when the minute is not ahead.
    :raises CourseIncomplete: with everything that is missing.
    :raises MoveNotPossible: when it is online.
    """
    if at <= now:
        raise MomentPassed(gettext_lazy("上线时间要晚于现在。"))
    _demand_complete(course, now)
    return move(
        actor=actor, course=course, to=CourseState.SCHEDULED, now=now, reason=reason, due_at=at, batch=batch
    )  # fmt: skip


@transaction.atomic
def unschedule_course(*, actor: Person | None, course: Course, reason: str, now: datetime) -> Course:
    """Take back that a course goes online by itself; it returns to where it was.

    :raises MoveNotPossible: when it is not scheduled.
    """
    last = course.moves.filter(to_state=CourseState.SCHEDULED).first()
    back = CourseState(last.from_state) if last else CourseState.AUDIT
    return move(actor=actor, course=course, to=back, now=now, reason=reason)


@transaction.atomic
def retire_course(
    *, actor: Person | None, course: Course, reason: str, now: datetime, batch: CourseBatch | None = None
) -> Course:
    """Take a course offline at once, with a reason. Earned credits stay; who is in the middle of it is told why.

    :raises ReasonMissing: when no reason is given.
    :raises NotOnline: when it is not online.
    """
    course = _leaving(course, reason)
    return move(actor=actor, course=course, to=CourseState.RETIRED, now=now, reason=reason.strip(), batch=batch)


@transaction.atomic
def announce_retirement(
    *,
    actor: Person | None,
    course: Course,
    reason: str,
    last_day: date,
    now: datetime,
    batch: CourseBatch | None = None,
) -> Course:
    """Let a course go offline after a last day.

    Newcomers find it closed from now on; whoever is in the middle of it is told, and may finish until the day
    is over. Earned credits stay.

    :raises ReasonMissing: when no reason is given.
    :raises MomentPassed: when the day is over.
    :raises NotOnline: when it is not online.
    """
    due_at = end_of(last_day)
    if due_at <= now:
        raise MomentPassed(gettext_lazy("最后一天不能早于今天。"))
    course = _leaving(course, reason)
    return move(
        actor=actor, course=course, to=CourseState.RETIRING, now=now, reason=reason.strip(), due_at=due_at, batch=batch
    )  # fmt: skip


@transaction.atomic
def keep_online(
    *, actor: Person | None, course: Course, reason: str, now: datetime, batch: CourseBatch | None = None
) -> Course:
    """Take back, before the last day is over, that a course goes offline; who was told is told again.

    :raises MoveNotPossible: when it is not about to go.
    """
    return move(
        actor=actor, course=course, to=CourseState.PUBLISHED, now=now, reason=reason.strip(), batch=batch
    )  # fmt: skip


def undo_move(*, actor: Person | None, made: CourseMove, now: datetime, batch: CourseBatch | None = None) -> Course:
    """Bring a course back to where it was before a move, if that was its last one.

    :raises MoveNotPossible: when it has moved on since, or learners have begun what had come online.
    """
    course = made.course
    last = course.moves.first()
    if last is None or last.pk != made.pk:
        raise MoveNotPossible(_("“%(title)s”之后又变更过，没有撤销。") % {"title": course.title})
    if made.to_state == CourseState.PUBLISHED and made.from_state in HIDDEN and course.start_count:
        raise MoveNotPossible(_("“%(title)s”已有学员开始学，请改用下线。") % {"title": course.title})
    due_at = None
    if made.from_state in TIMED:
        before = course.moves.filter(to_state=made.from_state).first()
        due_at = before.due_at if before else made.at
    return move(
        actor=actor,
        course=course,
        to=CourseState(made.from_state),
        now=now,
        reason=pgettext("batch", "撤销"),
        due_at=due_at,
        batch=batch,
        undoes=made,
    )


def end_of(day: date) -> datetime:
    """The moment when a day is over, where the academy is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _demand_complete(course: Course, now: datetime) -> None:
    missing = missing_for_going_online(course, audit_rules(now))
    if missing:
        raise CourseIncomplete(missing)


def _leaving(course: Course, reason: str) -> Course:
    if not reason.strip():
        raise ReasonMissing(gettext_lazy("请写明下线的原因，正在学的学员会看到它。"))
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state not in STUDIED:
        raise NotOnline(gettext_lazy("这门课程不在线，不需要下线。"))
    return course
