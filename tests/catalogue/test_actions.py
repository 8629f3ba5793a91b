"""The catalogue's writes beyond what the editor's pages walk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.catalogue import make_asset, make_course, make_draft, make_lesson, make_topic
from tests.factories.organisation import make_person

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, SourceKind
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.media.models import AssetKind, AssetState
from yuanjiao.media.public import events

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def editor():
    return make_person("编辑示例")


def test_a_film_that_becomes_ready_gives_its_length_to_lesson_and_course():
    draft = make_draft()
    film = make_asset(state=AssetState.PROCESSING, minutes=0)
    lesson = make_lesson(draft, asset=film, minutes=0)
    film.duration_ms = 90_000
    film.save()
    for tell in events.ready:
        tell(film)
    lesson.refresh_from_db()
    draft.refresh_from_db()
    assert (lesson.duration_ms, draft.duration_ms) == (90_000, 90_000)


def test_captions_must_be_captions(editor):
    lesson = make_lesson(make_draft())
    with pytest.raises(catalogue.WrongAssetKind):
        catalogue.change_lesson(
            actor=editor, lesson=lesson, title="一", asset=lesson.asset, captions=make_asset(), now=NOW
        )


def test_a_picture_is_no_lesson(editor):
    with pytest.raises(catalogue.WrongAssetKind):
        catalogue.add_lesson(
            actor=editor, course=make_draft(), title="一", now=NOW, asset=make_asset(AssetKind.PICTURE)
        )


def test_publishing_says_everything_that_is_missing(editor):
    with pytest.raises(catalogue.CourseIncomplete) as refused:
        catalogue.publish_course(actor=editor, course=make_draft(), now=NOW)
    assert refused.value.missing == [
        "还没有讲次。请先添加至少一讲。",
        "还没有简介。请用一两句话告诉学员这门课讲什么。",
        "还差 1 名审核人五项全部通过（规定 1 名）。",
    ]


def test_publishing_twice_changes_nothing(editor):
    course = make_course(lessons=1, summary="示例")
    again = catalogue.publish_course(actor=editor, course=course, now=NOW)
    assert (again.published_at, AuditEntry.objects.count()) == (course.published_at, 0)


def test_a_retired_course_comes_back_without_its_reason(editor):
    course = make_course(lessons=1, summary="示例")
    catalogue.retire_course(actor=editor, course=course, reason="更新内容", now=NOW)
    catalogue.publish_course(actor=editor, course=course, now=NOW)
    course = Course.objects.get()
    assert (course.state, course.retired_reason, course.published_at) == ("published", "", NOW)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "catalogue.retire_course",
        "catalogue.publish_course",
    ]


def test_a_draft_cannot_be_retired(editor):
    with pytest.raises(catalogue.NotOnline):
        catalogue.retire_course(actor=editor, course=make_draft(), reason="不需要了", now=NOW)


def test_a_course_of_the_installation_itself_has_no_actor():
    fields = catalogue.CourseFields(
        title="示例", topic=make_topic(), source_kind=SourceKind.INTRODUCED, demonstration=True
    )
    catalogue.create_course(actor=None, fields=fields, now=NOW)
    assert AuditEntry.objects.get().actor_id is None
