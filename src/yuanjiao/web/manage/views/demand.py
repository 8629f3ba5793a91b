"""What learners ask for: by group and topic, in their searches, in their wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseWish, Topic
from yuanjiao.learning.public import FEWEST, counted_at, searched_since
from yuanjiao.organisation.public import OutOfScope, Permission
from yuanjiao.web.manage import demand
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.portfolio import SearchedFilter, WishAnswerForm, WishFilter
from yuanjiao.web.manage.listings.portfolio import GROUPS, SEARCHES, TOPICS, WISHES
from yuanjiao.web.shell.http import clean
from yuanjiao.web.shell.listing import Listing, wants_file

SUGGESTED = 8


class Line(NamedTuple):
    """Words that were searched for, with the name of the nearest topic."""

    words: str
    searches: int
    missed: int
    people: int
    topic: str


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """Ratings and use by post level and kind of unit, and topics short of supply, of the whole academy."""
    _demand_academy(request)
    found = demand.demand(timezone.localdate())
    files: dict[str, tuple[Listing, Sequence[object]]] = {
        "levels": (GROUPS, found.levels),
        "kinds": (GROUPS, found.kinds),
        "topics": (TOPICS, found.topics),
    }
    if wants_file(request):
        listing, lines = files.get(request.GET.get("of", ""), files["topics"])
        return listing.file(lines)
    context = {
        "found": found,
        "since": demand.since(timezone.localdate()),
        "counted_at": counted_at(),
        "too_small": demand.too_small(),
        "most_asked": max((line.asked_a_course for line in found.topics), default=0),
        "missed": [row for row in found.searches if row.missed][:10],
        "wishes": catalogue.open_wishes()[:10],
        "may_write": request.scope.has(Permission.COURSES_WRITE),
    }
    return render(request, "manage/demand/demand.html", context)


@require_GET
@allowed(Permission.COURSES_READ)
def searches(request: ManageRequest) -> HttpResponse:
    """What learners searched for, what they looked for in vain first."""
    _demand_academy(request)
    form, topics = SearchedFilter(request.GET), dict(Topic.objects.values_list("pk", "name"))
    every = form.chosen(searched_since(demand.since(timezone.localdate())))
    rows = [Line(*row[:4], topics.get(row.topic_id or 0, "")) for row in every]
    if wants_file(request):
        return SEARCHES.file(rows)
    context = {"form": form, "page": SEARCHES.page(request, rows), "fewest": FEWEST}
    return render(request, "manage/demand/searches.html", context)


@require_GET
@allowed(Permission.COURSES_READ)
def wishes(request: ManageRequest) -> HttpResponse:
    """The courses that learners wish for, most wished first; nobody is named."""
    form = WishFilter(request.GET)
    rows = form.in_order(form.narrow(CourseWish.objects.select_related("topic", "course")))
    if wants_file(request):
        return WISHES.file(rows)
    page = WISHES.page(request, rows)
    reasons = catalogue.reasons_of([wish.pk for wish in page])
    context = {"form": form, "page": page, "lines": [(wish, reasons.get(wish.pk, [])) for wish in page]}
    context["may_write"] = request.scope.has(Permission.COURSES_WRITE)
    context["of_academy"] = request.scope.covers_academy(Permission.COURSES_READ)
    return render(request, "manage/demand/wishes.html", context)


@allowed(Permission.COURSES_WRITE)
def wish(request: ManageRequest, wish_id: int) -> HttpResponse:
    """Answer a wish with a course that a search finds, or with words; those who wished are told."""
    found = get_object_or_404(CourseWish.objects.select_related("topic", "course"), pk=wish_id)
    form = WishAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        course = Course.objects.filter(pk=form.cleaned_data["course"] or 0).first()
        try:
            catalogue.answer_wish(
                actor=request.user,
                wish_id=found.pk,
                course=course,
                answer=form.cleaned_data["answer"],
                now=timezone.now(),
            )
        except catalogue.CatalogueFailure as failure:
            form.add_error("answer", failure.sentence)
        else:
            messages.success(request, _("已答复，提过这个愿望的学员会收到通知。"))
            return redirect("manage:wishes")
    words = clean(request.GET.get("q", "")) or found.words
    context = {"wish": found, "form": form, "words": words, "courses": catalogue.suggest_titles(words, SUGGESTED)}
    context["reasons"] = catalogue.reasons_of([found.pk]).get(found.pk, [])
    return render(request, "manage/demand/wish.html", context, status=422 if form.errors else 200)


def _demand_academy(request: ManageRequest) -> None:
    if not request.scope.covers_academy(Permission.COURSES_READ):
        raise OutOfScope
