"""Bringing courses online and taking them offline."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue import events, shelf
from yuanjiao.catalogue.actions.courses import record
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.media.models import AssetState
from yuanjiao.organisation.models import Person


class CourseIncomplete(CatalogueFailure):
    """The course cannot come online yet; `missing` lists what it lacks, one sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class ReasonMissing(CatalogueFailure):
    """Who takes a course offline says why."""


class NotOnline(CatalogueFailure):
    """Only a course that is online can be taken offline."""


def missing_for_publishing(course: Course) -> list[str]:
    """What the course lacks before learners may see it, one sentence each; empty when nothing.

    Rooms above add their own demands through `events.publishing_checks` (a quiz has enough questions).
    """
    missing: list[str] = []
    lessons = list(course.lessons.select_related("asset"))
    if not lessons:
        missing.append(_("还没有讲次。请先添加至少一讲。"))
    for lesson in lessons:
        named = {"number": lesson.position, "title": lesson.title}
        if lesson.asset is None:
            missing.append(_("第 %(number)d 讲“%(title)s”还没有视频或文档。") % named)
        elif lesson.asset.state == AssetState.FAILED:
            missing.append(_("第 %(number)d 讲“%(title)s”的文件处理失败，请重试或更换。") % named)
        elif lesson.asset.state != AssetState.READY:
            missing.append(_("第 %(number)d 讲“%(title)s”的文件还在处理，请稍候。") % named)
    if not course.summary.strip():
        missing.append(_("还没有简介。请用一两句话告诉学员这门课讲什么。"))
    for check in events.publishing_checks:
        missing.extend(check(course))
    return missing


@transaction.atomic
def publish_course(*, actor: Person | None, course: Course, now: datetime) -> Course:
    """Bring a draft or a retired course online; publishing twice changes nothing.

    :raises CourseIncomplete: with everything that is missing.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state == CourseState.PUBLISHED:
        return course
    missing = missing_for_publishing(course)
    if missing:
        raise CourseIncomplete(missing)
    course.state, course.published_at = CourseState.PUBLISHED, now
    course.retired_at, course.retired_reason = None, ""
    course.save()
    record(actor, course, "catalogue.publish_course", now, {"title": course.title})
    transaction.on_commit(shelf.forget)
    return course


@transaction.atomic
def retire_course(*, actor: Person | None, course: Course, reason: str, now: datetime) -> Course:
    """Take a course offline with a reason. Earned credits stay; who is in the middle of it is told why.

    :raises ReasonMissing: when no reason is given.
    :raises NotOnline: when it is not online.
    """
    if not reason.strip():
        raise ReasonMissing(gettext_lazy("请写明下线的原因，正在学的学员会看到它。"))
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.state != CourseState.PUBLISHED:
        raise NotOnline(gettext_lazy("这门课程不在线，不需要下线。"))
    course.state, course.retired_at, course.retired_reason = CourseState.RETIRED, now, reason.strip()
    course.save()
    record(actor, course, "catalogue.retire_course", now, {"title": course.title, "reason": reason})
    transaction.on_commit(shelf.forget)
    return course
