"""What a learner and her class teacher write to each other (A18)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.organisation.public import my_class
from yuanjiao.outreach import public as outreach
from yuanjiao.web.learner.forms.teacher import TeacherMessageForm
from yuanjiao.web.shell.http import PersonRequest

SHOWN = 50


@login_required
def messages_page(request: PersonRequest) -> HttpResponse:
    """Her messages with her class teacher; a new one is kept where it fails."""
    now, form = timezone.now(), TeacherMessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        link = reverse("manage:classmate", args=[request.user.pk])
        try:
            outreach.write_to_teacher(actor=request.user, text=form.cleaned_data["text"], link=link, now=now)
        except outreach.OutreachFailure as failure:
            form.add_error("text", failure.sentence)
        else:
            messages.success(request, _("班主任会收到通知，答复出现在这里和您的通知里。"))
            return redirect("learner:teacher")
    written = list(outreach.messages_with(request.user)[:SHOWN])
    outreach.read_teachers_messages(actor=request.user, now=now)
    words = {"form": form, "written": written, "group": my_class(request.user)}
    return render(request, "learner/teacher/messages.html", words, status=422 if form.errors else 200)
