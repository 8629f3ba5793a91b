"""The entrance for complaints and proposals, one tap from every page (C3)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import Complaint
from yuanjiao.outreach.public import TooManyComplaints, complain
from yuanjiao.web.shell.forms.complaint import ComplaintForm


def complaint(request: HttpRequest) -> HttpResponse:
    """Write a complaint; those signed in see what they have written and the answers."""
    person = request.user if isinstance(request.user, Person) else None
    form = ComplaintForm(
        request.POST or None, initial={"page": request.GET.get("page", "")}, signed_in=person is not None
    )
    if form.is_valid():
        try:
            complain(actor=person, now=timezone.now(), **form.cleaned_data)
        except TooManyComplaints as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("收到了。三个工作日内答复，答复会在“通知”里；没有登录的，按您留的方式联系。"))
            return redirect("shell:complaint")
    written = Complaint.objects.filter(person=person).order_by("-written_at")[:20] if person else []
    return render(request, "shell/complaint.html", {"form": form, "written": written})
