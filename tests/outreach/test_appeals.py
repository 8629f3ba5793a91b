"""Appeals: a term, another decider, evidence kept, credit given once, both sides told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from tests.factories.catalogue import make_course
from tests.factories.credits import assert_books_balance, earn, enrol
from tests.factories.learning import make_watch
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits.public import reverse, standing
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning import suspicion
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Appeal, AppealState, Notice, Verdict
from yuanjiao.outreach.public import (
    AnswerMissing,
    AppealDecided,
    AppealEmpty,
    AppealTooLate,
    AppealWaits,
    Decision,
    OwnDecision,
    Ruling,
    against_entry,
    against_lesson,
    against_review,
    appeal,
    appeals_in,
    decide_appeal,
    decide_review,
    waiting_appeals,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    city = make_unit()
    here = make_unit("本区", under=city)
    first, second = make_person("秦示例", unit=city), make_person("何示例", unit=city)
    for person in (first, second):
        grant(person, Role.ACADEMY_ADMINISTRATOR)
    lin = make_person("林示例", unit=here)
    enrol(lin)
    return SimpleNamespace(first=first, second=second, lin=lin)


def make_appeal(world, against, at: datetime = NOW, text: str = "我一直在看") -> Appeal:
    return appeal(actor=world.lin, against=against, text=text, page="/m/{}/", now=at)


def reversed_entry(world, hundredths: int = 300):
    entry = earn(world.lin, hundredths)
    reverse(actor=world.first, entry=entry, reason="有疑点", now=NOW)
    return entry


def decide(made, actor, *, granted: bool = True, answer: str = "已核对记录", with_course: bool = False) -> Appeal:
    ruling = Ruling(granted=granted, answer=answer, with_course=with_course)
    return decide_appeal(actor=actor, appeal_id=made.pk, ruling=ruling, page="/appeals/", now=NOW)


def test_an_appeal_has_a_term_by_the_rule_and_those_who_may_decide_are_told(world):
    made = make_appeal(world, against_entry(reversed_entry(world)))
    assert (made.due_on, made.first_decider) == (date(2026, 6, 16), world.first)
    told = Notice.objects.filter(kind="outreach.appeal")
    assert list(told.values_list("person", "link")) == [(world.second.pk, f"/m/{made.pk}/")]


def test_a_newer_rule_sets_another_term_for_newer_appeals_alone(world):
    earlier = make_appeal(world, against_entry(earn(world.lin, at=NOW)))
    PolicyVersion.objects.create(kind="appeals", number=1, valid_from=NOW, body={"term_days": 5})
    later = make_appeal(world, against_entry(earn(world.lin, at=NOW)))
    earlier.refresh_from_db()
    assert (earlier.due_on, later.due_on, later.term_version) == (date(2026, 6, 16), date(2026, 6, 6), 1)


def test_a_granted_appeal_gives_the_whole_credit_back_and_keeps_the_evidence(world):
    made = make_appeal(world, against_entry(reversed_entry(world)))
    decided = decide(made, world.second)
    assert standing(world.lin.pk, 2026).hundredths == 300
    assert decided.restored == [3]
    assert decided.evidence["reason"] == "有疑点"
    assert Notice.objects.filter(person=world.lin, kind="outreach.appeal_decided", body="已核对记录").exists()
    assert Notice.objects.filter(person=world.first, kind="outreach.appeal_decided").exists()
    assert_books_balance()


def test_a_refused_appeal_gives_nothing_and_says_why(world):
    made = make_appeal(world, against_entry(reversed_entry(world)))
    assert decide(made, world.second, granted=False).state == AppealState.REFUSED
    assert standing(world.lin.pk, 2026).hundredths == 0


def test_nobody_decides_about_her_own_decision(world):
    made = make_appeal(world, against_entry(reversed_entry(world)))
    with pytest.raises(OwnDecision):
        decide(made, world.first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(decided_by=world.first)
    assert waiting_appeals(Scope.of(world.first, NOW)) == (0, None)
    assert waiting_appeals(Scope.of(world.second, NOW)) == (1, made.due_on)


def test_nobody_decides_about_herself_and_nobody_without_the_right(world):
    grant(world.lin, Role.ACADEMY_ADMINISTRATOR, world.first.unit)
    made = make_appeal(world, against_entry(reversed_entry(world)))
    with pytest.raises(OutOfScope):
        decide(made, world.lin)
    assert list(appeals_in(Scope.of(world.lin, NOW))) == []
    with pytest.raises(OutOfScope):
        decide(made, make_person("周示例", unit=world.first.unit))


def test_a_lost_lesson_is_answered_with_or_without_its_course_which_is_then_never_credited_twice(world):
    course = make_course(lessons=1, credit_hundredths=100)
    make_watch(world.lin, course.lessons.get(), share=0.5)
    made = make_appeal(world, against_lesson(course.lessons.get()))
    decided = decide(made, world.second)
    assert (decided.restored, decided.evidence) == ([], {"covered_ms": 300_000, "duration_ms": 600_000})
    again = make_appeal(world, against_lesson(course.lessons.get()))
    assert len(decide(again, world.second, with_course=True).restored) == 1
    earn(world.lin, 100, source_id=course.pk)
    third = make_appeal(world, against_lesson(course.lessons.get()))
    assert decide(third, world.second, with_course=True).restored == []
    assert standing(world.lin.pk, 2026).hundredths == 100
    assert_books_balance()


def test_a_review_that_took_credits_is_undone_by_its_appeal(world):
    entries = [earn(world.lin, 100), earn(world.lin, 200, category="required")]
    suspicion.note(learner_id=world.lin.pk, kind=SuspicionKind.LONG_DAY, at=NOW, session_id=0, detail={})
    decision = Decision(Verdict.REVERSE, "疑似代学", NOW, [entry.sequence for entry in entries])
    review = decide_review(actor=world.first, learner=world.lin, decision=decision, appeal_page="/a/", now=NOW)
    made = make_appeal(world, against_review(review))
    assert made.first_decider == world.first
    decided = decide(made, world.second)
    assert len(decided.restored) == 2
    found = standing(world.lin.pk, 2026)
    assert (found.hundredths, found.required_hundredths) == (300, 200)
    assert_books_balance()


def test_the_same_thing_waits_once_and_may_be_raised_again_after_its_answer(world):
    entry = reversed_entry(world)
    made = make_appeal(world, against_entry(entry))
    with pytest.raises(AppealWaits):
        make_appeal(world, against_entry(entry))
    decide(made, world.second, granted=False)
    assert make_appeal(world, against_entry(entry)).state == AppealState.WAITING


def test_an_appeal_needs_words_and_comes_in_time_and_a_decision_needs_an_answer(world):
    entry = reversed_entry(world)
    with pytest.raises(AppealEmpty):
        make_appeal(world, against_entry(entry), text=" ")
    with pytest.raises(AppealTooLate):
        make_appeal(world, against_entry(entry), at=NOW + timedelta(days=181))
    made = make_appeal(world, against_entry(entry))
    with pytest.raises(AnswerMissing):
        decide(made, world.second, answer=" ")
    decide(made, world.second)
    with pytest.raises(AppealDecided):
        decide(made, world.second)
