"""How the demonstration's courses came online, what retires, what waits for its auditors, what is proposed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yuanjiao.catalogue.models import (
    AuditOpinion,
    AuditSide,
    Course,
    CourseMove,
    CourseState,
    ProposalKind,
    SourceKind,
)
from yuanjiao.catalogue.public import (
    CourseFields,
    LecturerName,
    add_lesson,
    announce_retirement,
    create_course,
    propose,
)
from yuanjiao.demonstration import signins
from yuanjiao.demonstration.courses import titles
from yuanjiao.demonstration.plan import Plan
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.web.manage import review_board

DAYS_TO_FINISH = 21
RETIRED, RETIRING, UNDER_AUDIT = 3, 2, 3
"""How many courses of the demonstration are in each state."""
WHY = ("内容已由新课代替（示例）", "授权到期（示例）", "数据已过时（示例）", "评议得分低（示例）")
REMARK = "第二部分的示例数据请注明年份（示例）"
SEQUEL = "（续）"


@transaction.atomic
def tell(plan: Plan, now: datetime) -> None:
    """Write the history of every course, and bring a few into the states that editors look after."""
    if CourseMove.objects.exists():
        return
    numbers = [signins.EDITOR.staff_number, signins.ACADEMY.staff_number]
    people = Person.objects.in_bulk(numbers, field_name="staff_number")
    editor, administrator = (people[number] for number in numbers)
    courses = list(Course.objects.filter(demonstration=True).order_by("pk"))
    CourseMove.objects.bulk_create(
        CourseMove(course=course, from_state="audit", to_state="published", at=course.published_at, actor=editor)
        for course in courses
        if course.published_at
    )
    # Courses with films of their own stay online: the demonstration's learner is in the middle of one.
    own = {title.title for title in titles() if title.own_film}
    others = [course for course in courses if course.title not in own]
    if len(others) < RETIRED + RETIRING + UNDER_AUDIT:
        return
    propose_some(others, editor, now)
    retire(plan, others[-RETIRED:], editor)
    for course in others[-RETIRED - RETIRING : -RETIRED]:
        last_day = timezone.localdate(now) + timedelta(days=DAYS_TO_FINISH)
        announce_retirement(actor=editor, course=course, reason=WHY[1], last_day=last_day, now=now)
    submit(others[:UNDER_AUDIT], editor, administrator, now)


def propose_some(courses: list[Course], editor: Person, now: datetime) -> None:
    """The two courses that score lowest are proposed for renewal and for retirement."""
    board = review_board.board_of(Scope.of_system(), now)
    lines = review_board.in_order([board.line(course) for course in courses[:-RETIRED]], "worst")
    for line, kind in zip(lines[:2], (ProposalKind.RENEW, ProposalKind.RETIRE), strict=True):
        figures = review_board.quoted(line)
        propose(actor=editor, course=line.course, kind=kind, reason=WHY[3], figures=figures, now=now)


def retire(plan: Plan, courses: list[Course], editor: Person) -> None:
    """Courses that went offline during the story."""
    for place, course in enumerate(courses):
        at = plan.ends_at - timedelta(days=9 * (place + 1), hours=8)
        Course.objects.filter(pk=course.pk).update(state=CourseState.RETIRED, retired_at=at, retired_reason=WHY[place])
        CourseMove.objects.create(
            course=course, from_state="published", to_state="retired", at=at, actor=editor, reason=WHY[place]
        )


def submit(courses: list[Course], editor: Person, administrator: Person, now: datetime) -> None:
    """New courses before their auditors: one that nobody has looked at, one passed, one with a remark."""
    remarks = ("", "", REMARK)
    for place, like in enumerate(courses):
        course = create_course(actor=editor, fields=sequel_of(like), now=now)
        lesson = like.lessons.all()[0]
        add_lesson(actor=editor, course=course, title=lesson.title, asset=lesson.asset, now=now)
        at = now - timedelta(days=place + 1)
        # Past the check that every film is ready: those still being made say so on their page.
        Course.objects.filter(pk=course.pk).update(state=CourseState.AUDIT, audit_round=1)
        CourseMove.objects.create(course=course, from_state="draft", to_state="audit", at=at, actor=editor)
        if place:
            AuditOpinion.objects.create(
                course=course, round=1, side=AuditSide.INTERNAL, auditor=administrator, recorded_by=administrator,
                at=at + timedelta(hours=5), scientific=remarks[place],
            )  # fmt: skip


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
