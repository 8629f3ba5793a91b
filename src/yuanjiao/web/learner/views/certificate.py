"""A certificate as PDF."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import NothingToCertify, certificate_pdf, issue_certificate
from yuanjiao.kernel.fonts import FontMissing
from yuanjiao.web.learner.certificates import facts_of
from yuanjiao.web.shell.http import PersonRequest


@login_required
def certificate(request: PersonRequest, sequence: int) -> HttpResponse:
    """The certificate of one of the reader's own credits; issued when it is first asked for."""
    entry = get_object_or_404(LedgerEntry, learner_id=request.user.pk, sequence=sequence)
    try:
        issued = issue_certificate(entry=entry, now=timezone.now())
        content = certificate_pdf(facts_of(issued, request.user))
    except NothingToCertify as refusal:
        messages.error(request, str(refusal))
    except FontMissing:
        messages.error(request, _("证书要用的中文字体没有随程序装好，或已损坏，请告诉管理员。学分不受影响。"))
    else:
        headers = {"Content-Disposition": f'inline; filename="certificate-{entry.year}-{entry.sequence}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
    return redirect("learner:entry", sequence)
