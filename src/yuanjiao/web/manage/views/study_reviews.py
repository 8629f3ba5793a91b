"""The queue of study reviews, one case, what was decided (C8)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.learning.public import record_timeline_opening, waiting_signals
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Verdict
from yuanjiao.web.manage import study
from yuanjiao.web.manage.door import ManageRequest, allowed, handed_on
from yuanjiao.web.manage.exports import export
from yuanjiao.web.manage.forms.study import DecisionForm, ReviewFilter, SuspectFilter
from yuanjiao.web.manage.listings.study import REVIEWS, SUSPECTS
from yuanjiao.web.shell.listing import ROWS_AT_ONCE, wants_file


@allowed(Permission.STUDY_REVIEW)
def index(request: ManageRequest) -> HttpResponse:
    """The learners whose signals wait, the heaviest first."""
    form = SuspectFilter(request.GET)
    rows = form.suspects(outreach.signals_in(request.scope))
    if wants_file(request):
        return export(request, SUSPECTS, rows.count(), lambda: study.suspects(rows.iterator()))
    page = SUSPECTS.page(request, rows)
    words = {"form": form, "page": page, "lines": list(study.suspects(page.object_list))}
    return render(request, "manage/study/queue.html", words)


@allowed(Permission.STUDY_REVIEW)
def decided(request: ManageRequest) -> HttpResponse:
    """What was decided about learners of her units."""
    form = ReviewFilter(request.GET)
    rows = form.in_order(form.narrow(outreach.reviews_in(request.scope)))
    if wants_file(request):
        return export(request, REVIEWS, rows.count(), lambda: rows.iterator(chunk_size=ROWS_AT_ONCE))
    return render(request, "manage/study/decided.html", {"form": form, "page": REVIEWS.page(request, rows)})


@allowed(Permission.STUDY_REVIEW)
def case(request: ManageRequest, person_id: int) -> HttpResponse:
    """One learner's signals and sessions; that they were opened is written down first."""
    return _case_page(request, _learner(request, person_id), None)


def _case_page(request: ManageRequest, person: Person, form: DecisionForm | None) -> HttpResponse:
    signals = list(waiting_signals().filter(learner_id=person.pk).order_by("-at"))
    if signals:
        record_timeline_opening(actor=request.scope, learner=person, now=timezone.now())
    found = study.case_of(person, signals)
    words = {
        "case": found,
        "form": form or _form(request, person, {"until": found.newest}),
        "own": person.pk == request.user.pk,
        "may_reverse": request.scope.may(Permission.CREDITS_CORRECT, person.unit),
        "reviews": outreach.reviews_in(request.scope).filter(learner=person).order_by("-decided_at"),
        "looks": outreach.looks_at(person),
    }
    return render(request, "manage/study/case.html", words, status=422 if form else 200)


def _form(request: ManageRequest, person: Person, initial: dict[str, object] | None = None) -> DecisionForm:
    may_reverse = request.scope.may(Permission.CREDITS_CORRECT, person.unit)
    entries = outreach.reversible_entries(person) if may_reverse else []
    data = None if initial is not None else request.POST
    return DecisionForm(data, initial=initial, entries=entries, may_reverse=may_reverse)


@require_POST
@allowed(Permission.STUDY_REVIEW)
def decide(request: ManageRequest, person_id: int) -> HttpResponse:
    """Settle the case; credits are taken back only after their effect was shown."""
    person, now = _learner(request, person_id), timezone.now()
    form = _form(request, person)
    if not form.is_valid():
        return _case_page(request, person, form)
    decision = form.decision()
    if decision.verdict is Verdict.REVERSE and "confirmed" not in request.POST:
        effect = study.taking_back(person, form.chosen(), now)
        words = {"person": person, "effect": effect, "given": handed_on(request), "reason": decision.reason}
        return render(request, "manage/study/confirm.html", words)
    page = reverse("learner:appeal_new")
    try:
        outreach.decide_review(actor=request.user, learner=person, decision=decision, appeal_page=page, now=now)
    except outreach.OutreachFailure as failure:
        form.add_error(None, failure.sentence)
        return _case_page(request, person, form)
    messages.success(request, _("已处理%(name)s的信号。") % {"name": person.full_name})
    return redirect("manage:study_reviews")


def _learner(request: ManageRequest, person_id: int) -> Person:
    people = request.scope.people(Permission.STUDY_REVIEW).select_related("unit")
    return get_object_or_404(people, pk=person_id)
