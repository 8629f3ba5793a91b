"""A learner appeals, and reads what became of it (C2, C8)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Lesson
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import StudyReview
from yuanjiao.web.learner.forms.appeals import AppealForm
from yuanjiao.web.shell.http import PersonRequest


@login_required
def index(request: PersonRequest) -> HttpResponse:
    """Her appeals with their terms and answers."""
    return render(request, "learner/appeals/list.html", {"appeals": outreach.appeals_of(request.user)})


@login_required
def new(request: PersonRequest) -> HttpResponse:
    """Appeal against a line of her ledger, for study of a lesson that did not count, or against a review."""
    against, now = _against(request), timezone.now()
    if against is None:
        return redirect("learner:appeals")
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        page = f"{reverse('manage:appeals')}{{}}/"
        try:
            made = outreach.appeal(
                actor=request.user, against=against, text=form.cleaned_data["text"], page=page, now=now
            )
        except outreach.OutreachFailure as failure:
            form.add_error(None, failure.sentence)
        else:
            messages.success(request, _("收到了，%(day)s 以前答复，结果会发通知给您。") % {"day": made.due_on})
            return redirect("learner:appeals")
    words = {"form": form, "against": against, "rules": outreach.appeal_rules(now)[1]}
    return render(request, "learner/appeals/new.html", words, status=422 if form.errors else 200)


def _against(request: PersonRequest) -> outreach.Against | None:
    """What the address names, if it is hers; nothing when it names nothing."""
    words = {name: value for name in ("entry", "lesson", "review") if (value := request.GET.get(name, "")).isdecimal()}
    if "entry" in words:
        entry = get_object_or_404(LedgerEntry, learner_id=request.user.pk, sequence=words["entry"])
        return outreach.against_entry(entry)
    if "review" in words:
        return outreach.against_review(get_object_or_404(StudyReview, pk=words["review"], learner=request.user))
    if "lesson" in words:
        lessons = Lesson.objects.filter(course__state="published").select_related("course")
        return outreach.against_lesson(get_object_or_404(lessons, pk=words["lesson"]))
    return None
