"""Proposals to retire or renew: one open at a time, decided by somebody else, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.factories.catalogue import make_course
from tests.factories.organisation import make_person

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseProposal, ProposalKind
from yuanjiao.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def proposer():
    return make_person("提议示例")


@pytest.fixture
def proposal(proposer):
    return propose(proposer, make_course())


def propose(actor, course, kind=ProposalKind.RETIRE):
    return catalogue.propose(actor=actor, course=course, kind=kind, reason="用得少", figures={"score": 31.5}, now=NOW)


def decide(actor, proposal, *, accepted=True):
    return catalogue.decide(actor=actor, proposal=proposal, accepted=accepted, answer="同意", now=NOW)


def test_a_proposal_keeps_the_figures_of_its_day(proposal):
    assert (proposal.figures, proposal.reason) == ({"score": 31.5}, "用得少")
    assert AuditEntry.objects.get().verb == "catalogue.propose"


def test_a_second_waits_until_the_first_is_decided(proposer, proposal):
    with pytest.raises(catalogue.AlreadyProposed):
        propose(proposer, proposal.course, ProposalKind.RENEW)
    decide(make_person(), proposal, accepted=False)
    assert propose(proposer, proposal.course).pk != proposal.pk


def test_nobody_decides_her_own(proposer, proposal):
    with pytest.raises(catalogue.OwnProposal):
        decide(proposer, proposal)


def test_a_decision_stands_and_moves_nothing_by_itself(proposal):
    decider = make_person()
    assert decide(decider, proposal).decided_by == decider
    with pytest.raises(catalogue.AlreadyDecided):
        decide(make_person(), proposal, accepted=False)
    assert Course.objects.get().state == "published"


def test_the_database_holds_that_somebody_else_decides(proposer, proposal):
    rows = CourseProposal.objects.filter(pk=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=proposer, decided_at=NOW, accepted=True)
