"""What is sent about one score: points by hand, an objection, its answer; and the files beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Attachment, Objection, Score
from yuanjiao.web.manage.attachments import as_download
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.assessments import AnswerForm, ObjectionForm, PointsForm, hundredths
from yuanjiao.web.manage.views.assessments import READERS, unit_page


def _score(request: ManageRequest, score_id: int) -> Score:
    score = get_object_or_404(Score.objects.select_related("assessment__unit", "assessment__rubric"), pk=score_id)
    get_object_or_404(oversight.assessments_in(request.scope), pk=score.assessment_id)
    found: Score = get_object_or_404(oversight.scores_in(request.scope, score.assessment), pk=score_id)
    found.assessment = score.assessment
    return found


def _sound(sent: UploadedFile[Any] | None) -> oversight.Sound | None:
    return oversight.sound(sent.name or "", sent.read()) if sent else None


def _take(
    request: ManageRequest,
    score: Score,
    sent: tuple[tuple[str, int], forms.Form],
    step: Callable[..., Any],
    done: str,
) -> HttpResponse:
    """Take a step with a form; what is amiss is shown at its field with all that was written."""
    name, form = sent
    if form.is_valid():
        try:
            step(form.cleaned_data)
        except oversight.OversightRefused as problem:
            form.add_error("points" if isinstance(problem, oversight.PointsOff) else None, str(problem))
        else:
            messages.success(request, done)
            return redirect("manage:assessment_unit", score.assessment_id, score.unit_id)
    return unit_page(request, score.assessment, score.unit, {name: form})


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def give(request: ManageRequest, score_id: int) -> HttpResponse:
    """Score an indicator by hand."""
    score = _score(request, score_id)
    form = PointsForm(request.POST, request.FILES, auto_id=f"points_{score.pk}_%s")

    def step(sent: dict[str, Any]) -> object:
        points, words, file = hundredths(sent["points"]), sent["words"], _sound(sent["file"])
        return oversight.give_points(
            actor=request.scope, score_id=score.pk, points=points, words=words, file=file, now=timezone.now()
        )

    return _take(request, score, (("points", score.pk), form), step, _("已评分。"))


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def object_to(request: ManageRequest, score_id: int) -> HttpResponse:
    """Object to a score."""
    score = _score(request, score_id)
    form = ObjectionForm(request.POST, request.FILES, auto_id=f"objection_{score.pk}_%s")

    def step(sent: dict[str, Any]) -> object:
        words, file = sent["words"], _sound(sent["file"])
        return oversight.object_to(actor=request.scope, score_id=score.pk, words=words, file=file, now=timezone.now())

    return _take(request, score, (("object", score.pk), form), step, _("异议已提交，答复后会通知您。"))


@require_POST
@allowed(Permission.ASSESSMENTS_WRITE)
def answer(request: ManageRequest, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    objection = get_object_or_404(Objection, pk=objection_id)
    score = _score(request, objection.score_id)
    form = AnswerForm(request.POST, auto_id=f"answer_{objection.pk}_%s")

    def step(sent: dict[str, Any]) -> object:
        points, words = hundredths(sent["points"]), sent["answer"]
        return oversight.answer_objection(
            actor=request.scope, objection_id=objection.pk, points=points, answer=words, now=timezone.now()
        )

    return _take(request, score, (("answer", objection.pk), form), step, _("已答复，单位会收到通知。"))


@allowed(*READERS)
def file(request: ManageRequest, score_file_key: str) -> HttpResponseBase:
    """A file that a score or an objection to it rests on, for whoever may read the score; as a download."""
    files = Attachment.objects.select_related("objection")
    held = get_object_or_404(files, Q(score__isnull=False) | Q(objection__isnull=False), key=score_file_key)
    _score(request, held.objection.score_id if held.objection else held.score_id or 0)
    return as_download(held)
