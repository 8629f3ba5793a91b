"""Deciding about signals: clear, warn, reverse; the learner is told with the way to appeal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.factories.credits import assert_books_balance, earn, enrol
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.credits.public import standing
from yuanjiao.kernel.models import AuditEntry
from yuanjiao.learning import suspicion
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.learning.public import waiting_signals
from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import OutOfScope, Scope
from yuanjiao.outreach.models import Notice, StudyReview, Verdict
from yuanjiao.outreach.public import (
    CreditGone,
    Decision,
    NothingChosen,
    NothingToReview,
    ReviewNeedsReason,
    decide_review,
    reversible_entries,
    signals_in,
    waiting_reviews,
)

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    city = make_unit()
    here, next_door = make_unit("本区", under=city), make_unit("邻区", under=city)
    administrator, wu = make_person("秦示例", unit=city), make_person("吴示例", unit=here)
    grant(administrator, Role.ACADEMY_ADMINISTRATOR)
    grant(wu, Role.UNIT_ADMINISTRATOR)
    lin, fang = make_person("林示例", unit=here), make_person("方示例", unit=next_door)
    for learner in (lin, fang):
        enrol(learner)
        suspect(learner)
    return SimpleNamespace(administrator=administrator, wu=wu, lin=lin, fang=fang)


def suspect(learner, at: datetime = NOW) -> None:
    suspicion.note(learner_id=learner.pk, kind=SuspicionKind.METRONOMIC, at=at, session_id=1, detail={"pulses": 50})


def decide(world, verdict: Verdict, *sequences: int, actor=None, reason: str = "间隔过于均匀", learner=None):
    decision = Decision(verdict, reason, NOW, sequences)
    return decide_review(
        actor=actor or world.administrator, learner=learner or world.lin, decision=decision, appeal_page="/a/", now=NOW
    )


def test_the_queue_holds_the_learners_of_her_units_and_never_herself(world):
    suspect(world.wu)
    assert {each.learner_id for each in signals_in(Scope.of(world.wu, NOW))} == {world.lin.pk}
    assert waiting_reviews(Scope.of(world.administrator, NOW)) == (3, NOW)


def test_a_warning_is_told_with_its_reason_and_the_way_to_appeal(world):
    review = decide(world, Verdict.WARN, actor=world.wu)
    notice = Notice.objects.get(person=world.lin)
    assert "间隔过于均匀" in notice.body
    assert notice.link == f"/a/?review={review.pk}"
    assert review.signals == [{"kind": "metronomic", "day": "2026-06-01", "detail": {"pulses": 50}}]
    assert not waiting_signals().filter(learner_id=world.lin.pk).exists()
    assert AuditEntry.objects.filter(verb="outreach.decide_review", actor_id=world.wu.pk).exists()


def test_whoever_is_cleared_is_not_troubled(world):
    decide(world, Verdict.CLEAR)
    assert not Notice.objects.exists()


def test_credits_are_taken_back_with_the_decision(world):
    kept, taken = earn(world.lin, 100), earn(world.lin, 200)
    review = decide(world, Verdict.REVERSE, taken.sequence)
    assert review.sequences == [taken.sequence]
    assert standing(world.lin.pk, 2026).hundredths == 100
    assert [entry.sequence for entry in reversible_entries(world.lin)] == [kept.sequence]
    assert_books_balance()


def test_a_credit_that_is_gone_leaves_everything_as_it_was(world):
    entry = earn(world.lin)
    decide(world, Verdict.REVERSE, entry.sequence)
    suspect(world.lin, NOW - timedelta(days=1))
    with pytest.raises(CreditGone):
        decide(world, Verdict.REVERSE, entry.sequence)
    assert waiting_signals().filter(learner_id=world.lin.pk).exists()
    assert StudyReview.objects.count() == 1


def test_a_decision_needs_a_reason_a_signal_and_credits_where_it_takes_some(world):
    with pytest.raises(ReviewNeedsReason):
        decide(world, Verdict.WARN, reason=" ")
    with pytest.raises(NothingChosen):
        decide(world, Verdict.REVERSE)
    decide(world, Verdict.CLEAR)
    with pytest.raises(NothingToReview):
        decide(world, Verdict.CLEAR)


def test_a_unit_administrator_neither_reverses_nor_reaches_next_door(world):
    entry = earn(world.lin)
    with pytest.raises(OutOfScope):
        decide(world, Verdict.REVERSE, entry.sequence, actor=world.wu)
    with pytest.raises(OutOfScope):
        decide(world, Verdict.WARN, actor=world.wu, learner=world.fang)


def test_nobody_reviews_herself(world):
    suspect(world.wu)
    with pytest.raises(OutOfScope):
        decide(world, Verdict.CLEAR, actor=world.wu, learner=world.wu)
