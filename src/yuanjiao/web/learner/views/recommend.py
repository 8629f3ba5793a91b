"""Recommending a course to a colleague, with the share link beside it (A4)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.catalogue.models import Course
from yuanjiao.organisation.models import Person
from yuanjiao.outreach import public as outreach
from yuanjiao.web.learner.boards import channel_of
from yuanjiao.web.learner.courses import shown_course
from yuanjiao.web.learner.forms.catalogue import RecommendForm
from yuanjiao.web.shell.http import PersonRequest, clean


@login_required
def recommend(request: PersonRequest, course_id: int) -> HttpResponse:
    """Choose a colleague, add a few words, send; or share the link and its QR code."""
    course = shown_course(course_id)
    form = RecommendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _send(request, form, course):
        messages.success(request, _("已推荐给同事，对方会在通知里看到。"))
        return redirect("learner:course", course_id)
    words = clean(request.POST.get("q", request.GET.get("q", "")))
    address = request.build_absolute_uri(reverse("learner:share", args=[course.key]))
    is_open = channel_of(request) in outreach.recommendation_rules(timezone.now()).channels
    context = {"course": course, "form": form, "words": words, "address": address, "is_open": is_open}
    context |= _found(request, words)
    return render(request, "learner/courses/recommend.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def colleagues(request: PersonRequest) -> HttpResponse:
    """Colleagues for the words typed so far, as a fragment."""
    words = clean(request.GET.get("q", ""))
    return render(request, "learner/courses/colleagues.html", {"words": words, **_found(request, words)})


def _found(request: PersonRequest, words: str) -> dict[str, object]:
    try:
        return {"colleagues": outreach.find_colleagues(request.user, words, timezone.now())}
    except outreach.OutreachFailure as failure:
        return {"colleagues": [], "problem": failure.sentence}


def _send(request: PersonRequest, form: RecommendForm, course: Course) -> bool:
    receiver = Person.objects.filter(pk=form.cleaned_data["receiver"], is_active=True).select_related("unit").first()
    if receiver is None:
        form.add_error(None, _("这位同事已不在册，请重新查找。"))
        return False
    link = reverse("learner:course", args=[course.pk])
    words = form.cleaned_data["words"]
    try:
        outreach.recommend(
            actor=request.user,
            receiver=receiver,
            course=course,
            words=words,
            link=link,
            now=timezone.now(),
            channel=channel_of(request),
        )
    except outreach.OutreachFailure as failure:
        form.add_error(None, failure.sentence)
        return False
    return True
