"""What the desk says of courses: which wait for the reader, and which change by themselves soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import Course, CourseProposal, CourseState, WishState
from yuanjiao.catalogue.public import courses_in, open_wishes
from yuanjiao.library.models import Article, ResourceState
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.manage.course_audits import to_mend, waiting_for
from yuanjiao.web.manage.waiting import Task
from yuanjiao.web.shell.templatetags.shell import day

AHEAD_DAYS = 14
MOST = 5


def waiting(scope: Scope) -> list[Task]:
    """Courses to audit or to mend, proposals, wishes, articles from outside; nothing that is not hers to do.

    A query for each.
    """
    courses = _waiting(scope) if scope.has(Permission.COURSES_WRITE) else ()
    return [task for task in (*courses, *_from_learners(scope), *_from_feeds(scope)) if task.number]


def _waiting(scope: Scope) -> Iterator[Task]:
    number = waiting_for(scope)
    sentence = ngettext("审核 %(number)s 门课程", "审核 %(number)s 门课程", number)
    yield Task(number, sentence % {"number": f"{number:,}"}, f"{reverse('manage:audits')}?mine=no")
    number = to_mend(scope)
    sentence = ngettext("按审核意见修改 %(number)s 门课程", "按审核意见修改 %(number)s 门课程", number)
    yield Task(number, sentence % {"number": f"{number:,}"}, f"{reverse('manage:audits')}?mine=mend")
    mine = courses_in(scope, Permission.COURSES_WRITE)
    open_ones = CourseProposal.objects.filter(decided_at__isnull=True, course__in=mine)
    number = open_ones.exclude(proposed_by=scope.person_id).count()
    sentence = ngettext("决定 %(number)s 项课程建议", "决定 %(number)s 项课程建议", number)
    yield Task(number, sentence % {"number": f"{number:,}"}, f"{reverse('manage:review')}?state=all&proposal=waiting")


def _from_learners(scope: Scope) -> Iterator[Task]:
    if scope.covers_academy(Permission.COURSES_WRITE):
        number = open_wishes().count()
        sentence = ngettext("答复 %(number)s 个课程愿望", "答复 %(number)s 个课程愿望", number)
        yield Task(number, sentence % {"number": f"{number:,}"}, f"{reverse('manage:wishes')}?state={WishState.OPEN}")


def _from_feeds(scope: Scope) -> Iterator[Task]:
    if scope.covers_academy(Permission.LIBRARY_WRITE):
        number = Article.objects.filter(state=ResourceState.REVIEW).count()
        sentence = ngettext("审 %(number)s 篇收来的文章", "审 %(number)s 篇收来的文章", number)
        address = f"{reverse('manage:articles')}?state={ResourceState.REVIEW}"
        yield Task(number, sentence % {"number": f"{number:,}"}, address)


def due(scope: Scope, now: datetime) -> list[Task]:
    """The courses that go online or offline by themselves within a fortnight, the nearest first; one query."""
    if not scope.has(Permission.COURSES_WRITE):
        return []
    rows = courses_in(scope, Permission.COURSES_WRITE).filter(due_at__lte=now + timedelta(days=AHEAD_DAYS))
    return [_due(course) for course in rows.order_by("due_at", "id")[:MOST]]


def _due(course: Course) -> Task:
    coming = course.state == CourseState.SCHEDULED
    sentence = _("“%(title)s”上线") if coming else _("“%(title)s”下线")
    address = reverse("manage:course_life", args=[course.pk])
    return Task(1, sentence % {"title": course.title}, address, day(course.due_at if coming else course.last_moment))
