"""The lessons of a course: adding, naming, ordering, filling, removing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max, Sum
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.actions.courses import note_author, record, touch
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.lifecycle import STUDIED
from yuanjiao.catalogue.models import Course, Lesson
from yuanjiao.media.models import Asset, AssetKind
from yuanjiao.organisation.models import Person


class LastLessonOfPublished(CatalogueFailure):
    """A course that learners see keeps at least one lesson."""


class WrongAssetKind(CatalogueFailure):
    """A lesson holds a film or a document, and captions are captions."""


@transaction.atomic
def add_lesson(
    *, actor: Person | None, course: Course, title: str, now: datetime, asset: Asset | None = None
) -> Lesson:
    """Add a lesson at the end.

    :raises WrongAssetKind: when the asset is neither a film nor a document.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    last = course.lessons.aggregate(last=Max("position"))["last"] or 0
    lesson = Lesson(course=course, position=last + 1, title=title)
    _hold(lesson, asset)
    lesson.save()
    _written(actor, course, "catalogue.add_lesson", now, lesson)
    return lesson


@transaction.atomic
def change_lesson(
    *,
    actor: Person | None,
    lesson: Lesson,
    title: str,
    asset: Asset | None,
    captions: Asset | None,
    now: datetime,
) -> Lesson:
    """Rename a lesson, put in another film or document, give it captions or take them away.

    :raises WrongAssetKind: when the asset is neither a film nor a document, or the captions are none.
    """
    if captions is not None and captions.kind != AssetKind.CAPTIONS:
        raise WrongAssetKind(_("这不是字幕文件。请上传 WebVTT 或 SRT 字幕。"))
    lesson.title = title
    lesson.captions = captions
    _hold(lesson, asset)
    lesson.save()
    _written(actor, lesson.course, "catalogue.change_lesson", now, lesson)
    return lesson


@transaction.atomic
def move_lesson(*, actor: Person | None, lesson: Lesson, to: int, now: datetime) -> None:
    """Put a lesson at a place in the order (the first is 1; beyond the last means last)."""
    Course.objects.select_for_update().get(pk=lesson.course_id)
    others = list(lesson.course.lessons.exclude(pk=lesson.pk).order_by("position"))
    others.insert(max(1, to) - 1, lesson)
    _number(others)
    _written(actor, lesson.course, "catalogue.move_lesson", now, lesson)


@transaction.atomic
def remove_lesson(*, actor: Person | None, lesson: Lesson, now: datetime) -> None:
    """Remove a lesson; its film stays with its owner, and completed courses stay completed.

    :raises LastLessonOfPublished: when learners would be left with a course without lessons.
    """
    course = lesson.course
    Course.objects.select_for_update().get(pk=course.pk)
    if course.state in STUDIED and course.lessons.count() == 1:
        raise LastLessonOfPublished(_("课程已上线，至少要留一讲。请先下线课程，或先添加别的讲次。"))
    number = lesson.pk
    lesson.delete()
    lesson.pk = number
    _number(list(course.lessons.order_by("position")))
    _written(actor, course, "catalogue.remove_lesson", now, lesson)


def film_is_ready(asset: Asset) -> None:
    """Take over the duration of a film that has just been made; called by media in its transaction."""
    lessons = Lesson.objects.filter(asset=asset)
    if not lessons.update(duration_ms=asset.duration_ms):
        return
    for course in Course.objects.filter(lessons__asset=asset).distinct():
        count_lessons(course)
        touch(course)


def count_lessons(course: Course) -> None:
    """Set the course's number of lessons and its length from its lessons."""
    totals = course.lessons.aggregate(number=Count("id"), length=Sum("duration_ms"))
    course.lesson_count, course.duration_ms = totals["number"], totals["length"] or 0
    course.save(update_fields=["lesson_count", "duration_ms", "updated_at"])


def _hold(lesson: Lesson, asset: Asset | None) -> None:
    if asset is not None and asset.kind not in (AssetKind.VIDEO, AssetKind.DOCUMENT):
        raise WrongAssetKind(_("一讲里只能放视频或文档。"))
    lesson.asset = asset
    lesson.duration_ms = asset.duration_ms if asset else 0


def _number(lessons: list[Lesson]) -> None:
    # Uniqueness is checked row by row, so the old places are cleared away first.
    if lessons:
        lessons[0].course.lessons.update(position=F("position") + 10_000)
    for position, lesson in enumerate(lessons, start=1):
        Lesson.objects.filter(pk=lesson.pk).update(position=position)
        lesson.position = position


def _written(actor: Person | None, course: Course, verb: str, now: datetime, lesson: Lesson) -> None:
    count_lessons(course)
    note_author(actor, course)
    touch(course)
    record(actor, course, verb, now, {"lesson": lesson.pk, "title": lesson.title})
