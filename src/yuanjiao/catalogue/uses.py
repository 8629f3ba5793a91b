"""Where courses use a media file: as a lesson's film or document, as its captions, as a course's cover."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.media.models import Asset


class Use(NamedTuple):
    """One place: the course, and what the file is to it, in words."""

    course: Course
    words: str


def uses_of(asset: Asset) -> list[Use]:
    """Every place in a course where a file is used; two queries."""
    lessons = Lesson.objects.filter(Q(asset=asset) | Q(captions=asset)).select_related("course")
    in_lessons = [Use(lesson.course, _words(lesson, asset)) for lesson in lessons.order_by("course_id", "position")]
    return in_lessons + [Use(course, _("课程封面")) for course in Course.objects.filter(cover=asset).order_by("pk")]


def _words(lesson: Lesson, asset: Asset) -> str:
    place = {"number": lesson.position, "title": lesson.title}
    if lesson.asset_id == asset.pk:
        return _("第 %(number)s 讲“%(title)s”") % place
    return _("第 %(number)s 讲“%(title)s”的字幕") % place


def is_used(asset: Asset) -> bool:
    """Whether any course uses a file."""
    return bool(uses_of(asset))


def unused(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Those of the files that no course uses."""
    in_lessons = Lesson.objects.filter(Q(asset=OuterRef("pk")) | Q(captions=OuterRef("pk")))
    return assets.filter(~Exists(in_lessons), ~Exists(Course.objects.filter(cover=OuterRef("pk"))))
