"""The audit before a course goes online: five criteria, enough auditors, nobody her own course."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.catalogue import make_asset, make_course, make_draft, make_lecturer, make_lesson
from tests.factories.organisation import make_person

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import AuditOpinion, Criterion
from yuanjiao.catalogue.public import AuditRules, Opinion, audit_of
from yuanjiao.kernel.models import PolicyVersion

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ALL_GOOD = Opinion()
NOT_TRUE = Opinion({Criterion.SCIENTIFIC: "第二讲的数据过时"})


@pytest.fixture
def maker():
    return make_person("制作示例")


@pytest.fixture
def under_audit(maker):
    course = make_draft(summary="示例")
    catalogue.add_lesson(actor=maker, course=course, title="第一讲", asset=make_asset(), now=NOW)
    return catalogue.submit_for_audit(actor=maker, course=course, now=NOW)


def say(course, opinion=ALL_GOOD, auditor=None):
    return catalogue.give_opinion(actor=auditor or make_person(), course=course, opinion=opinion, now=NOW)


def rules(**numbers):
    PolicyVersion.objects.create(kind="course_audit", number=1, valid_from=NOW, body=numbers)


def publish(course, maker):
    return catalogue.publish_course(actor=maker, course=course, now=NOW)


def test_what_lacks_something_is_not_submitted(maker):
    with pytest.raises(catalogue.CourseIncomplete):
        catalogue.submit_for_audit(actor=maker, course=make_draft(), now=NOW)


def test_a_course_goes_online_when_an_auditor_has_passed_all_five(under_audit, maker):
    with pytest.raises(catalogue.CourseIncomplete):
        publish(under_audit, maker)
    say(under_audit)
    assert publish(under_audit, maker).state == "published"


def test_one_remark_keeps_it_from_going_online_and_says_which_criterion(under_audit, maker):
    say(under_audit)
    given = say(under_audit, NOT_TRUE)
    assert given.remarks == [("科学性", "第二讲的数据过时")]
    with pytest.raises(catalogue.CourseIncomplete) as refused:
        publish(under_audit, maker)
    assert refused.value.missing == ["有审核意见还没有处理。改好课程后，审核人会重新审核。"]


def test_the_rules_say_how_many_and_how_many_from_outside(under_audit, maker):
    rules(auditors=3, external=1)
    say(under_audit)
    say(under_audit)
    missing = audit_of(under_audit, catalogue.audit_rules(NOW)).missing
    assert missing == ["还差 1 名审核人五项全部通过（规定 3 名）。", "其中还要 1 名外部专家。"]
    say(under_audit, Opinion(expert_name="外部示例", expert_organisation="示例大学"))
    assert publish(under_audit, maker).state == "published"


def test_without_a_demand_editors_publish_by_themselves(maker):
    rules(auditors=0)
    draft = make_draft(summary="示例")
    make_lesson(draft)
    assert publish(draft, maker).state == "published"


def test_nobody_audits_her_own_course(under_audit, maker):
    with pytest.raises(catalogue.OwnCourse):
        say(under_audit, auditor=maker)


def test_an_author_does_not_record_an_experts_opinion_either(under_audit, maker):
    with pytest.raises(catalogue.OwnCourse):
        say(under_audit, Opinion(expert_name="外部示例"), auditor=maker)


@pytest.mark.parametrize("expert", ["讲师示例", "制作示例"])
def test_who_teaches_or_made_it_is_no_expert_for_it(under_audit, expert):
    under_audit.lecturers.add(make_lecturer("讲师示例"))
    with pytest.raises(catalogue.OwnCourse):
        say(under_audit, Opinion(expert_name=expert))


def test_opinions_are_given_while_it_is_under_audit():
    with pytest.raises(catalogue.NotUnderAudit):
        say(make_course())


def test_an_auditor_may_change_her_opinion(under_audit):
    auditor = make_person()
    say(under_audit, NOT_TRUE, auditor)
    say(under_audit, ALL_GOOD, auditor)
    assert AuditOpinion.objects.get().passed


def test_a_change_of_the_course_begins_a_new_round_and_keeps_the_old_opinions(under_audit, maker):
    say(under_audit)
    lesson = under_audit.lessons.get()
    lesson.course = under_audit
    catalogue.change_lesson(actor=maker, lesson=lesson, title="改", asset=lesson.asset, captions=None, now=NOW)
    under_audit.refresh_from_db()
    assert audit_of(under_audit, AuditRules()).opinions == []
    assert len(catalogue.past_opinions(under_audit)) == 1


def test_whoever_changes_it_becomes_one_of_its_makers(under_audit):
    colleague = make_person()
    catalogue.move_lesson(actor=colleague, lesson=under_audit.lessons.get(), to=1, now=NOW)
    assert catalogue.is_author(colleague, under_audit)


def test_taken_back_it_is_a_draft_again_or_offline_if_it_was_online(under_audit, maker):
    assert catalogue.return_course(actor=maker, course=under_audit, reason="再改", now=NOW).state == "draft"
    old = make_course(state="audit", published_at=NOW)
    assert catalogue.return_course(actor=maker, course=old, reason="再改", now=NOW).state == "retired"


def test_a_schedule_taken_back_leaves_the_opinions_standing(under_audit, maker):
    say(under_audit)
    at = NOW + timedelta(days=2)
    scheduled = catalogue.schedule_course(actor=maker, course=under_audit, at=at, now=NOW)
    back = catalogue.unschedule_course(actor=maker, course=scheduled, reason="再看看", now=NOW)
    assert back.state == "audit"
    assert publish(back, maker).state == "published"
