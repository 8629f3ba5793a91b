"""What keeps a course from going online: what it lacks, and what its audit lacks."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from yuanjiao.catalogue import events
from yuanjiao.catalogue.audits import audit_of
from yuanjiao.catalogue.lifecycle import HIDDEN
from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.catalogue.policy import AuditRules
from yuanjiao.media.models import AssetState

WITH_ASSETS = Prefetch("lessons", Lesson.objects.select_related("asset"))
"""What the check for publishing reads; many courses may have it read at once."""


def missing_for_publishing(course: Course) -> list[str]:
    """What the course lacks before learners may see it, one sentence each; empty when nothing.

    Rooms above add their own demands through `events.publishing_checks` (a quiz has enough questions).
    """
    missing: list[str] = []
    prefetch_related_objects([course], WITH_ASSETS)
    lessons = course.lessons.all()
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


def missing_for_going_online(course: Course, rules: AuditRules) -> list[str]:
    """What keeps the course from going online: what it lacks, and what its audit lacks.

    A course that was online and went offline was audited before, and may come back as it is.
    """
    missing = missing_for_publishing(course)
    if course.state in HIDDEN:
        missing.extend(audit_of(course, rules).missing)
    return missing
