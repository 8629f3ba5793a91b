"""The review board, one course on it, proposals and decisions."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseProposal, ProposalKind
from yuanjiao.learning.public import by_month, numbers_in_the_middle
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage import policies, review_board
from yuanjiao.web.manage.course_door import course_of
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.review import DecisionForm, ProposalForm, ReviewFilter
from yuanjiao.web.manage.listings.review import REVIEW
from yuanjiao.web.manage.review_words import explained
from yuanjiao.web.shell.listing import wants_file

EXPECTED = (catalogue.CatalogueFailure,)


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """Every course with its figures and its score."""
    form, now = ReviewFilter(request.GET), timezone.now()
    board = review_board.board_of(request.scope, now)
    courses = form.narrow(catalogue.courses_in(request.scope, Permission.COURSES_READ))
    lines = review_board.in_order(review_board.lines_of(board, courses), form.wanted("sort") or "")
    if form.wanted("weak"):
        lines = [line for line in lines if line.weak]
    if wants_file(request):
        return REVIEW.file(lines)
    words = {"form": form, "page": REVIEW.page(request, lines), "board": board}
    words["sees_people"] = request.scope.has(Permission.PEOPLE_READ)
    words["reads_rules"] = policies.may_read(request.scope)
    return render(request, "manage/review/board.html", words)


@allowed(Permission.COURSES_READ)
def show(request: ManageRequest, course_id: int) -> HttpResponse:
    """One course's score part by part, its months, its proposals; a new proposal."""
    course = course_of(request, course_id, Permission.COURSES_READ)
    board = review_board.board_of(request.scope, timezone.now())
    line = board.line(course)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course_of(request, course_id)
        figures = review_board.quoted(line)
        deed = partial(catalogue.propose, actor=request.user, course=course, figures=figures, now=timezone.now())
        return act(request, partial(deed, **form.proposed), _("建议已提出，等其他人决定。"), _page(course), EXPECTED)
    return _show(request, course, board, line, form)


def _show(
    request: ManageRequest,
    course: Course,
    board: review_board.Board,
    line: review_board.BoardLine,
    form: ProposalForm,
) -> HttpResponse:
    months = by_month(course.pk, board.now)
    proposals = list(course.proposals.select_related("proposed_by", "decided_by"))
    words = {
        "course": course,
        "line": line,
        "board": board,
        "parts": explained(board, line),
        "months": months,
        "begun": [month.begun for month in months],
        "completed": [month.completed for month in months],
        "studying": numbers_in_the_middle([course.pk]).get(course.pk, 0),
        "proposals": proposals,
        "waiting": any(proposal.decided_at is None for proposal in proposals),
        "may_write": catalogue.may(request.scope, Permission.COURSES_WRITE, course),
        "form": form,
        "decision": DecisionForm(),
    }
    return render(request, "manage/review/course.html", words, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.COURSES_WRITE)
def decide(request: ManageRequest, proposal_id: int) -> HttpResponse:
    """Accept or decline a proposal; an accepted retirement goes on to the page that does it."""
    proposal = get_object_or_404(CourseProposal.objects.select_related("course"), pk=proposal_id)
    course = course_of(request, proposal.course_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明决定的理由。"))
        return redirect(_page(course))
    try:
        catalogue.decide(actor=request.user, proposal=proposal, now=timezone.now(), **form.cleaned_data)
    except catalogue.CatalogueFailure as failure:
        messages.error(request, failure.sentence)
        return redirect(_page(course))
    messages.success(request, _("决定已记下。"))
    if form.cleaned_data["accepted"] and proposal.kind == ProposalKind.RETIRE and course.state == "published":
        reason = urlencode({"reason": proposal.reason[:200]})
        return redirect(f"{reverse('manage:course_retire', args=[course.pk])}?{reason}")
    return redirect(_page(course))


def _page(course: Course) -> str:
    return reverse("manage:review_course", args=[course.pk])
