"""Trainings that an organiser tells of for many: the training, its list of attendants, approving them together."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.credits import public as books
from yuanjiao.credits.models import Training
from yuanjiao.organisation.public import Permission
from yuanjiao.web.learner.forms.claims import TrainingForm
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.claims import ClaimFilter, RosterForm, TrainingFilter
from yuanjiao.web.manage.listings.claims import CLAIMS, TRAININGS
from yuanjiao.web.shell.listing import excel, wants_file

CHECKED = "credits.roster"
CHECKED_SECONDS = 3600
FAULTS_SHOWN = 200


@require_GET
@allowed(Permission.CLAIMS_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The trainings that concern her units, with how many claim them; as an Excel file too."""
    form = TrainingFilter(request.GET)
    rows = form.in_order(form.narrow(books.trainings_in(request.scope)))
    if wants_file(request):
        return TRAININGS.file(rows)
    words = {"form": form, "page": TRAININGS.page(request, rows), "may_tell": _may_tell(request)}
    return render(request, "manage/claims/trainings.html", words)


def _may_tell(request: ManageRequest) -> bool:
    return request.scope.has(Permission.CLAIMS_DECIDE)


@allowed(Permission.CLAIMS_DECIDE)
def new(request: ManageRequest) -> HttpResponse:
    """Tell of a training; its list of attendants follows on its own page."""
    form = TrainingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        tell = partial(books.tell_training, actor=request.user, facts=form.facts(), files=form.offered())
        try:
            training = tell(now=timezone.now())
        except books.ClaimRefused as problem:
            form.add_error(problem.field, str(problem))
        except (books.EvidenceMissing, books.EvidenceRefused) as problem:
            form.add_error("sign_in_sheet", str(problem))
        else:
            messages.success(request, _("已登记。接着上传参训人员名单。"))
            return redirect("manage:training", training.pk)
    return render(request, "manage/claims/training_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@allowed(Permission.CLAIMS_DECIDE)
def template(_request: ManageRequest) -> HttpResponse:
    """The empty list of attendants."""
    return excel(books.roster_template(), "attendants")


@require_GET
@allowed(Permission.CLAIMS_READ)
def show(request: ManageRequest, training_id: int) -> HttpResponse:
    """One training: what it was, who attended and where each claim stands."""
    training, today = _training(request, training_id), books.date_of(timezone.now())
    form = ClaimFilter(request.GET, scope=request.scope)
    mine = books.claims_in(request.scope).filter(training=training)
    claims = form.in_order(form.narrow(mine, today)).select_related("decided_by")
    if wants_file(request):
        return CLAIMS.file(claims)
    words = {"form": form, "page": CLAIMS.page(request, claims), "today": today}
    return render(request, "manage/claims/training.html", words | _about(request, training))


def _training(request: ManageRequest, training_id: int) -> Training:
    rows = books.trainings_in(request.scope).prefetch_related("evidence")
    return get_object_or_404(rows, pk=training_id)


def _about(request: ManageRequest, training: Training) -> dict[str, Any]:
    rules = books.claim_rules(timezone.now()).rules
    return {
        "training": training,
        "roster_form": RosterForm(),
        "hers": training.submitted_by_id == request.user.pk,
        "to_decide": books.claims_to_decide(request.scope).filter(training=training).count(),
        "worth": books.credit_of_days(training.days_hundredths, rules.day_hundredths),
    }


@require_POST
@allowed(Permission.CLAIMS_DECIDE)
def roster(request: ManageRequest, training_id: int) -> HttpResponse:
    """First look: every fault by its row; then, with those that were found, claim for them."""
    training = get_object_or_404(books.trainings_in(request.scope), pk=training_id, submitted_by=request.user)
    form = RosterForm(request.POST, request.FILES)
    words: dict[str, Any] = {"training": training, "form": form, "faults_shown": FAULTS_SHOWN}
    if form.is_valid():
        if form.cleaned_data["checked"]:
            return _claim(request, training, form.cleaned_data["checked"])
        upload = form.cleaned_data["file"]
        try:
            found = books.read_roster(upload.read() if upload else b"", training, request.scope)
        except books.UnreadableRoster as problem:
            form.add_error("file", str(problem))
        else:
            numbers = [learner.pk for learner in found.learners]
            words |= {"roster": found, "checked": signing.dumps(numbers, salt=CHECKED, compress=True)}
    return render(request, "manage/claims/roster.html", words, status=422 if form.errors else 200)


def _claim(request: ManageRequest, training: Training, checked: str) -> HttpResponse:
    try:
        numbers = signing.loads(checked, salt=CHECKED, max_age=CHECKED_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("检查结果已过期，没有申报。请重新上传名单。"))
        return redirect("manage:training", training.pk)
    learners = request.scope.people(Permission.CLAIMS_DECIDE).filter(pk__in=numbers).select_related("unit")
    number = books.claim_for(actor=request.user, training=training, learners=learners, now=timezone.now())
    said = ngettext("已为 %(number)s 人申报。", "已为 %(number)s 人申报。", number) % {"number": number}
    messages.success(request, f"{said}{_('由他们单位的其他管理员或上级认定。')}")
    return redirect("manage:training", training.pk)


@require_POST
@allowed(Permission.CLAIMS_DECIDE)
def approve(request: ManageRequest, training_id: int) -> HttpResponse:
    """Approve in the background everyone who waits for her."""
    training = get_object_or_404(books.trainings_in(request.scope), pk=training_id)
    job = books.approve_training(actor=request.user, training=training, now=timezone.now())
    return redirect("manage:job", job.key)
