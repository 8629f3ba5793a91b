"""The measures: one draft, published versions that never change, who has taken note and who is reminded."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from tests.factories.measures import NOW, make_draft, publish
from tests.factories.organisation import grant, make_person, make_unit
from tests.factories.talks import administrator_of

from yuanjiao.kernel import jobs
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.actions import measures
from yuanjiao.oversight.measures import not_noted

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
CREDIT = ("学分", "学完一门得一分。", "credit")


@pytest.fixture
def tree():
    """A city with its administrator, and Wu's district with two learners."""
    city = make_unit("示例市")
    here = make_unit("本区", under=city)
    head = make_person("院管理", unit=city, is_learner=False)
    grant(head, Role.ACADEMY_ADMINISTRATOR)
    wu = administrator_of(here, "吴")
    lin, mei = make_person("林", unit=here), make_person("梅", unit=here)
    return SimpleNamespace(**locals())


def scope(person):
    return Scope.of(person, NOW)


def test_there_is_one_draft_and_it_begins_with_the_last_version(tree):
    make_draft(tree.head, CREDIT)
    with pytest.raises(measures.DraftThere):
        make_draft(tree.head)
    publish(tree.head)
    again = make_draft(tree.head)
    assert [(each.title, each.rule) for each in again.chapters.all()] == [("学分", "credit")]


def test_only_the_academy_writes_them(tree):
    with pytest.raises(OutOfScope):
        make_draft(tree.wu)


def test_a_published_version_is_never_written_again(tree):
    make_draft(tree.head, CREDIT)
    version = publish(tree.head)
    chapter = version.chapters.get()
    details = oversight.ChapterDetails(1, "学分", "改掉。", "credit")
    with pytest.raises(measures.NotADraft):
        oversight.write_chapter(actor=scope(tree.head), details=details, chapter_id=chapter.pk, now=NOW)
    make_draft(tree.head)
    with pytest.raises(measures.NotADraft):
        oversight.remove_chapter(actor=scope(tree.head), chapter_id=chapter.pk, now=NOW)
    oversight.discard_measures(actor=scope(tree.head), now=NOW)
    chapter.refresh_from_db()
    assert chapter.text == "学完一门得一分。"


def test_nothing_is_published_that_says_nothing_new(tree):
    make_draft(tree.head)
    with pytest.raises(measures.NothingWritten, match="一章"):
        publish(tree.head)
    oversight.discard_measures(actor=scope(tree.head), now=NOW)
    make_draft(tree.head, CREDIT)
    publish(tree.head)
    make_draft(tree.head)
    with pytest.raises(measures.NothingWritten, match="一字不差"):
        publish(tree.head, TODAY + timedelta(days=1))


def test_a_version_begins_today_or_later_and_after_the_one_before(tree):
    make_draft(tree.head, CREDIT)
    with pytest.raises(measures.BeginsTooEarly):
        publish(tree.head, TODAY - timedelta(days=1))
    publish(tree.head)
    make_draft(tree.head, ("附则", "解释。", ""))
    with pytest.raises(measures.BeginsTooEarly):
        publish(tree.head)


def test_the_version_in_force_is_the_last_that_has_begun(tree):
    make_draft(tree.head, CREDIT)
    first = publish(tree.head)
    make_draft(tree.head, ("附则", "解释。", ""))
    second = publish(tree.head, date(2026, 9, 1))
    assert oversight.measures_in_force(date(2026, 5, 31)) is None
    assert oversight.measures_in_force(date(2026, 8, 31)) == first
    assert oversight.measures_in_force(date(2026, 9, 1)) == second
    assert oversight.measures_ahead(TODAY) == second
    assert oversight.chapter_about("credit", TODAY).version == first
    assert oversight.chapter_about("credit", date(2026, 9, 1)).version == second
    assert oversight.chapter_about("talk", TODAY) is None


def test_two_chapters_share_neither_a_rule_nor_a_place(tree):
    make_draft(tree.head, CREDIT)
    for details in (oversight.ChapterDetails(2, "又学分", "x", "credit"), oversight.ChapterDetails(1, "别的", "x")):
        with pytest.raises(measures.RuleTaken):
            oversight.write_chapter(actor=scope(tree.head), details=details, now=NOW)


def test_learners_and_units_take_note_once(tree):
    make_draft(tree.head, CREDIT)
    version = publish(tree.head)
    for _time in range(2):
        oversight.note_measures(actor=tree.lin, version=version, now=NOW)
        oversight.note_measures_for_unit(actor=scope(tree.wu), unit=tree.here, version=version, now=NOW)
    assert oversight.has_noted(tree.lin.pk, version)
    city, here = oversight.units_noted(scope(tree.head), version)
    assert (city.learners, city.noted, city.receipt) == (2, 1, None)
    assert (here.learners, here.noted, here.waiting, here.receipt.by) == (2, 1, 1, tree.wu)
    with pytest.raises(OutOfScope):
        oversight.note_measures_for_unit(actor=scope(tree.wu), unit=tree.city, version=version, now=NOW)


def test_those_who_have_not_taken_note_are_reminded_and_nobody_twice_within_a_day(tree):
    make_draft(tree.head, CREDIT)
    version = publish(tree.head)
    BackgroundJob.objects.all().delete()
    Notice.objects.all().delete()
    oversight.note_measures(actor=tree.lin, version=version, now=NOW)
    assert list(not_noted(tree.here, version)) == [tree.mei]
    for _time in range(2):
        job = oversight.remind_of_measures(
            actor=scope(tree.wu), unit=tree.here, version=version, now=NOW, page="/measures/"
        )
        jobs.run_job.call(job.pk)
    assert list(Notice.objects.values_list("person__full_name", "link")) == [("梅", "/measures/")]
    with pytest.raises(OutOfScope):
        oversight.remind_of_measures(actor=scope(tree.wu), unit=tree.city, version=version, now=NOW, page="/")
