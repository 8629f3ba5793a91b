"""Proposing to retire or renew a course, and deciding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.actions.courses import record
from yuanjiao.catalogue.failures import CatalogueFailure
from yuanjiao.catalogue.models import Course, CourseProposal, ProposalKind
from yuanjiao.organisation.models import Person


class AlreadyProposed(CatalogueFailure):
    """One open proposal a course."""


class OwnProposal(CatalogueFailure):
    """Somebody else decides."""


class AlreadyDecided(CatalogueFailure):
    """A decision stands; a new proposal may be made."""


@transaction.atomic
def propose(
    *, actor: Person, course: Course, kind: ProposalKind, reason: str, figures: Mapping[str, Any], now: datetime
) -> CourseProposal:
    """Propose to retire or renew a course; the figures of the day are kept with the proposal.

    :raises AlreadyProposed: while another proposal waits.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    if course.proposals.filter(decided_at__isnull=True).exists():
        raise AlreadyProposed(_("这门课程已有一项建议在等决定。"))
    made = CourseProposal.objects.create(
        course=course, kind=kind, reason=reason, figures=dict(figures), proposed_by=actor, proposed_at=now
    )
    record(actor, course, "catalogue.propose", now, {"title": course.title, "kind": kind, "reason": reason})
    return made


@transaction.atomic
def decide(*, actor: Person, proposal: CourseProposal, accepted: bool, answer: str, now: datetime) -> CourseProposal:
    """Accept or decline a proposal, with a reason. The course itself is moved by its own act afterwards.

    :raises OwnProposal: when she proposed it herself.
    :raises AlreadyDecided: when it was decided.
    """
    proposal = CourseProposal.objects.select_for_update(of=("self",)).select_related("course__unit").get(pk=proposal.pk)
    if proposal.decided_at is not None:
        raise AlreadyDecided(_("这项建议已经有决定了。"))
    if proposal.proposed_by_id == actor.pk:
        raise OwnProposal(_("这是您自己提的建议，请由其他人决定。"))
    proposal.decided_by, proposal.decided_at = actor, now
    proposal.accepted, proposal.answer = accepted, answer
    proposal.save()
    detail = {"title": proposal.course.title, "kind": proposal.kind, "accepted": accepted, "answer": answer}
    record(actor, proposal.course, "catalogue.decide_proposal", now, detail)
    return proposal
