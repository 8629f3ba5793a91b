"""Local productions, from the plan to the course."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person
from tests.factories.sources import NOW, make_contract, make_production

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Production, ProductionState
from yuanjiao.catalogue.producing import back_from, may_go, needs_words

pytestmark = pytest.mark.django_db

PLANNED, RECORDED, EDITED = ProductionState.PLANNED, ProductionState.RECORDED, ProductionState.EDITED
AUDITED, PUBLISHED, ABANDONED = ProductionState.AUDITED, ProductionState.PUBLISHED, ProductionState.ABANDONED


@pytest.fixture
def editor():
    return make_person("编辑示例")


def test_work_goes_ahead_one_step_at_a_time_and_back_one():
    assert may_go(PLANNED, RECORDED)
    assert not may_go(PLANNED, EDITED)
    assert (back_from(EDITED), back_from(PLANNED), back_from(PUBLISHED)) == (RECORDED, None, None)


def test_what_is_under_way_can_be_given_up_and_taken_up_again():
    assert [state for state in ProductionState if may_go(state, ABANDONED)] == [PLANNED, RECORDED, EDITED, AUDITED]
    assert may_go(ABANDONED, PLANNED)
    assert not may_go(PUBLISHED, PLANNED)
    assert (needs_words(EDITED, RECORDED), needs_words(EDITED, ABANDONED), needs_words(EDITED, AUDITED)) == (
        True, True, False,
    )  # fmt: skip


def test_a_plan_has_its_crew_in_order_and_a_first_step(editor):
    crew = (catalogue.CrewMember(person=editor, duty="摄像"), catalogue.CrewMember(name="外请主持"))
    fields = catalogue.ProductionFields(event="培训班", record_on=date(2026, 4, 1), crew=crew)
    production = catalogue.plan_production(actor=editor, fields=fields, now=NOW)
    assert [str(member) for member in production.crew.all()] == ["编辑示例", "外请主持"]
    assert [(step.state, step.actor) for step in production.steps.all()] == [("planned", editor)]


def test_every_step_says_who_when_and_what_there_was_to_say(editor):
    production = make_production()
    catalogue.move_production(actor=editor, production=production, to=RECORDED, now=NOW, remark="录了三场")
    production.refresh_from_db()
    [step] = production.steps.all()
    assert (production.state, step.remark, step.actor, step.at) == ("recorded", "录了三场", editor, NOW)


def test_a_leap_is_refused(editor):
    with pytest.raises(catalogue.StepNotPossible):
        catalogue.move_production(actor=editor, production=make_production(), to=AUDITED, now=NOW)


def test_giving_up_wants_a_word(editor):
    with pytest.raises(catalogue.WordsMissing):
        catalogue.move_production(actor=editor, production=make_production(), to=ABANDONED, now=NOW, remark=" ")


def test_it_ends_as_a_local_course(editor):
    production, course = make_production(state=AUDITED), make_course(source_kind="introduced")
    with pytest.raises(catalogue.CourseMissing):
        catalogue.move_production(actor=editor, production=production, to=PUBLISHED, now=NOW)
    catalogue.move_production(actor=editor, production=production, to=PUBLISHED, now=NOW, course=course)
    course.refresh_from_db()
    assert (course.production, course.source_kind) == (production, "locally_produced")


def test_a_bought_course_was_not_recorded_here(editor):
    course = make_course()
    make_contract(courses=(course,))
    with pytest.raises(catalogue.CourseHasOtherSource):
        catalogue.move_production(
            actor=editor, production=make_production(state=AUDITED), to=PUBLISHED, now=NOW, course=course
        )


def test_the_database_lets_nothing_be_published_without_a_course():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_production(state=PUBLISHED)
    assert Production.objects.count() == 0
