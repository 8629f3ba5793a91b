"""How courses left, one by one and in batches, what waits for its auditors, what goes online next, what is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from operator import itemgetter

from django.db import transaction

from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, Criterion, ProposalKind, SourceKind
from yuanjiao.catalogue.public import (
    CourseFields,
    LecturerName,
    Opinion,
    add_lesson,
    announce_retirement,
    create_course,
    end_of,
    give_opinion,
    propose,
    retire_course,
    schedule_course,
    start_batch,
    submit_for_audit,
)
from yuanjiao.demonstration.courses import DAY, REMARK, Staff, as_if_filmed, titles
from yuanjiao.demonstration.plan import Plan, at
from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.web.manage import review_board

DAYS_TO_FINISH = 21
RETIRED, RETIRING, UNDER_AUDIT = 3, 2, 3
"""How many courses of the demonstration are in each state."""
MORNING, AFTERNOON = 9.5 * 3600, 15 * 3600
REPLACED, LICENCE_OVER, WEAK = "内容已由新课代替（示例）", "授权到期（示例）", "评议得分低（示例）"
SEQUEL = "（续）"


@transaction.atomic
def tell(plan: Plan, now: datetime) -> None:
    """Bring a few courses into the states that editors look after."""
    if CourseBatch.objects.exists():
        return
    # Courses with films of their own stay online: the demonstration's learner is in the middle of one.
    own = {title.title for title in titles() if title.own_film}
    others = list(Course.objects.filter(demonstration=True).exclude(title__in=own).order_by("pk"))
    continued, rest = others[: UNDER_AUDIT + 1], others[UNDER_AUDIT + 1 :]
    leaving = those_leaving(rest)
    if len(leaving) < RETIRED + RETIRING:
        return
    staff = Staff.of_story()
    propose_some([course for course in others if course not in leaving], staff.editor, now)
    retire(plan, leaving[-RETIRED:], staff.editor)
    let_go(plan, leaving[:RETIRING], staff.editor)
    bring_new_ones(plan, continued, staff)


def those_leaving(courses: list[Course]) -> list[Course]:
    """Courses that leave, each of another topic where there are enough, so that no topic stands empty.

    Shared courses stay, where there are others: every university has one.
    """
    met: Counter[int] = Counter()
    order: list[tuple[bool, int, int, Course]] = []
    for place, course in enumerate(reversed(courses)):
        shared = course.source_kind == SourceKind.SHARED_OPEN
        order.append((shared, met[course.topic_id], place, course))
        met[course.topic_id] += not shared
    order.sort(key=itemgetter(0, 1, 2))
    return [course for *_rank, course in order[: RETIRED + RETIRING]]


def propose_some(courses: list[Course], editor: Person, now: datetime) -> None:
    """The two courses that score lowest are proposed for renewal and for retirement."""
    board = review_board.board_of(Scope.of_system(), now)
    lines = review_board.in_order([board.line(course) for course in courses], "worst")
    for line, kind in zip(lines[:2], (ProposalKind.RENEW, ProposalKind.RETIRE), strict=True):
        figures = review_board.quoted(line)
        propose(actor=editor, course=line.course, kind=kind, reason=WEAK, figures=figures, now=now)


def retire(plan: Plan, courses: list[Course], editor: Person) -> None:
    """Courses that went offline during the story: the first alone, the others as one batch."""
    alone, *others = courses
    retire_course(actor=editor, course=alone, reason=LICENCE_OVER, now=at(plan.today - 9 * DAY, MORNING))
    when = at(plan.today - 27 * DAY, AFTERNOON)

    def deed(course: Course, batch: CourseBatch) -> object:
        return retire_course(actor=editor, course=course, reason=REPLACED, now=when, batch=batch)

    in_a_batch(BatchAct.RETIRE_NOW, others, deed, editor=editor, reason=REPLACED, when=when)


def let_go(plan: Plan, courses: list[Course], editor: Person) -> None:
    """Courses that those in the middle of them may still finish."""
    when, last_day = at(plan.today - 4 * DAY, MORNING), plan.today + DAYS_TO_FINISH * DAY

    def deed(course: Course, batch: CourseBatch) -> object:
        return announce_retirement(
            actor=editor, course=course, reason=LICENCE_OVER, last_day=last_day, now=when, batch=batch
        )

    in_a_batch(BatchAct.RETIRE, courses, deed, editor=editor, reason=LICENCE_OVER, when=when, moment=end_of(last_day))


def in_a_batch(
    act: BatchAct,
    courses: list[Course],
    deed: Callable[[Course, CourseBatch], object],
    *,
    editor: Person,
    reason: str,
    when: datetime,
    moment: datetime | None = None,
) -> None:
    """Do a batch on its day in the story; its job, which keeps the time of today, finds everything done."""
    numbers = [course.pk for course in courses]
    batch, job = start_batch(actor=editor, act=act, course_ids=numbers, reason=reason, at=moment, now=when)
    for course in courses:
        deed(course, batch)
    jobs.run_here(job.pk)
    finished = when + timedelta(seconds=len(courses))
    CourseBatch.objects.filter(pk=batch.pk).update(finished_at=finished)
    BackgroundJob.objects.filter(pk=job.pk).update(started_at=when, finished_at=finished)


def bring_new_ones(plan: Plan, courses: list[Course], staff: Staff) -> None:
    """New courses: one that nobody has looked at, one passed, one with a remark, one that goes online by the clock."""
    remarks: tuple[dict[Criterion, str] | None, ...] = (None, {}, {Criterion.SCIENTIFIC: REMARK}, {})
    for place, (like, said) in enumerate(zip(courses, remarks, strict=True)):
        at_audit = at(plan.today - (place + 1) * DAY, MORNING)
        course = create_course(actor=staff.editor, fields=sequel_of(like), now=at_audit - 3 * DAY)
        lesson = like.lessons.select_related("asset").order_by("position")[0]
        add_lesson(actor=staff.editor, course=course, title=lesson.title, asset=lesson.asset, now=at_audit - 2 * DAY)
        with as_if_filmed([lesson.asset] if lesson.asset else []):
            submit_for_audit(actor=staff.editor, course=course, now=at_audit)
            if said is not None:
                seen = at_audit + timedelta(hours=5)
                give_opinion(actor=staff.auditor, course=course, opinion=Opinion(said), now=seen)
            if place == UNDER_AUDIT:
                online = at(plan.today + (7 - plan.today.weekday()) * DAY, MORNING)
                audited = Course.objects.get(pk=course.pk)
                schedule_course(actor=staff.editor, course=audited, at=online, now=at_audit + 1 * DAY)
        Course.objects.filter(pk=course.pk).update(created_at=at_audit - 3 * DAY)


def sequel_of(course: Course) -> CourseFields:
    """The fields of a course that goes on where another ends."""
    return CourseFields(
        title=f"{course.title}{SEQUEL}",
        topic=course.topic,
        source_kind=SourceKind.LOCALLY_PRODUCED,
        summary=course.summary,
        lecturers=tuple(LecturerName(each.name, each.organisation) for each in course.lecturers.all()),
        tags=tuple(course.tags),
        cover=course.cover,
        demonstration=True,
    )
