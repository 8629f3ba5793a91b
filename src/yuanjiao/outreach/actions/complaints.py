"""Complaining, and answering."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.actions.notices import notify
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.models import Complaint, ComplaintKind, ComplaintState

MOST_AN_HOUR = 10


class TooManyComplaints(OutreachFailure):
    """Someone has written very many within the hour."""


class AlreadyAnswered(OutreachFailure):
    """Somebody else has answered it meanwhile."""


class AnswerEmpty(OutreachFailure):
    """An answer without words."""


@transaction.atomic
def complain(
    *, actor: Person | None, kind: ComplaintKind, text: str, now: datetime, page: str = "", contact: str = ""
) -> Complaint:
    """Keep what someone complains of or proposes; the page says where she was.

    :raises TooManyComplaints: after ten within an hour, by one person or by all who are not signed in.
    """
    lately = Complaint.objects.filter(person=actor, written_at__gt=now - timedelta(hours=1)).count()
    if lately >= MOST_AN_HOUR * (1 if actor else 10):
        raise TooManyComplaints(_("一小时内收到的意见太多，请过一会儿再写。已经写的都收到了。"))
    return Complaint.objects.create(
        person=actor, kind=kind, text=text, page=page[:300], contact=contact, written_at=now
    )


@transaction.atomic
def answer_complaint(*, actor: Person, complaint_id: int, answer: str, now: datetime) -> Complaint:
    """Answer a complaint; whoever wrote it signed in gets a notice.

    :raises Complaint.DoesNotExist: when there is none of this number.
    :raises AnswerEmpty: without words.
    :raises AlreadyAnswered: when it has an answer.
    """
    if not answer.strip():
        raise AnswerEmpty(_("答复不能为空。"))
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    if complaint.state == ComplaintState.ANSWERED:
        raise AlreadyAnswered(_("这条意见已经有人答复了。"))
    complaint.state = ComplaintState.ANSWERED
    complaint.answer = answer
    complaint.answered_at = now
    complaint.answered_by = actor
    complaint.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    if complaint.person_id is not None:
        title = _("您的意见有答复了")
        notify(person_id=complaint.person_id, kind="outreach.complaint", title=title, body=answer, now=now)
    audit.record(at=now, actor_id=actor.pk, verb="outreach.answer_complaint", subject=("complaint", complaint.pk))
    return complaint
