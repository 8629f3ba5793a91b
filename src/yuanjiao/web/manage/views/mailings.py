"""Reminding and writing to the people of a list: their number first, then once; and what was sent (A17)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from yuanjiao.kernel import identifiers
from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import LetterKind, Mailing, ReminderChannel
from yuanjiao.web.manage import mailing
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.mailings import MailingFilter, MailingForm
from yuanjiao.web.manage.listings.mailings import MAILINGS
from yuanjiao.web.manage.selection import Selection, selected
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file

CARERS = (Permission.LEARNERS_REMIND, Permission.OWN_CLASS_REMIND)
LINKS = {LetterKind.REMINDER: "learner:record", LetterKind.MESSAGE: ""}
"""Where the notice leads."""


@allowed(*CARERS)
def index(request: ManageRequest) -> HttpResponse:
    """What she sent to lists, and what was sent from the units of her scope."""
    form = MailingFilter(request.GET)
    rows = form.in_order(form.narrow(outreach.mailings_in(request.scope)))
    if wants_file(request):
        return export(request, MAILINGS, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    return render(request, "manage/mailings/list.html", {"form": form, "page": MAILINGS.page(request, rows)})


@require_POST
@allowed(*CARERS)
def rest(request: ManageRequest, mailing_id: int) -> HttpResponse:
    """Go on with what broke off; whoever sent it signs it, so nobody else may."""
    own = Mailing.objects.filter(sender_id=request.user.pk).select_related("job")
    try:
        job = mailing.send_rest(request, get_object_or_404(own, pk=mailing_id), timezone.now())
    except outreach.NothingLeft as failure:
        messages.warning(request, failure.sentence)
        return redirect("manage:mailings")
    return redirect("manage:job", job.key)


@allowed(*CARERS)
def remind(request: ManageRequest) -> HttpResponse:
    """Remind the people that the address means."""
    return _confirm(request, LetterKind.REMINDER)


@allowed(*CARERS)
def write(request: ManageRequest) -> HttpResponse:
    """Send a message to the people that the address means."""
    return _confirm(request, LetterKind.MESSAGE)


def _confirm(request: ManageRequest, kind: LetterKind) -> HttpResponse:
    now = timezone.now()
    chosen = selected(request.scope, request.GET, now)
    first = {"key": identifiers.key(), "text": mailing.proposed(kind), "channels": [ReminderChannel.NOTICE]}
    form = MailingForm(request.POST if request.method == "POST" else None, initial=first, kind=kind)
    if request.method == "POST" and form.is_valid() and "confirmed" in request.POST:
        sent = _send(request, form, kind, chosen)
        if sent is not None:
            return sent
    numbers = mailing.shown(request, chosen, kind, form["text"].value() or "", now)
    words = {"form": form, "kind": kind, "chosen": chosen, "night": outreach.is_night(now), **numbers}
    return render(request, "manage/mailings/confirm.html", words, status=422 if form.errors else 200)


def _send(request: ManageRequest, form: MailingForm, kind: LetterKind, chosen: Selection) -> HttpResponse | None:
    link = reverse(LINKS[kind]) if LINKS[kind] else ""
    try:
        sent, job = mailing.send(request, chosen, form.cleaned_data["key"], form.letter(kind, link), timezone.now())
    except outreach.SentAlready as failure:
        messages.warning(request, failure.sentence)
        return redirect("manage:mailings")
    except outreach.OutreachFailure as failure:
        form.add_error(None, failure.sentence)
        return None
    if job is not None:
        return redirect("manage:job", job.key)
    messages.success(request, mailing.told(sent))
    return redirect(chosen.back)
