"""Courses that learners wish for: the list, a new wish, a vote."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import CourseWish
from yuanjiao.web.learner.forms.wishes import WishForm, WishListForm
from yuanjiao.web.learner.listings import WISHES
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file


@login_required
def wishes(request: PersonRequest) -> HttpResponse:
    """What learners wish for, most wished first, and a form for one more wish."""
    form = WishForm(request.POST if request.method == "POST" else None, initial={"words": request.GET.get("wish", "")})
    if request.method == "POST" and form.is_valid() and _wished(request, form):
        return redirect("learner:wishes")
    filters = WishListForm(request.GET)
    rows = filters.in_order(filters.narrow(CourseWish.objects.select_related("course")))
    if wants_file(request):
        return WISHES.file(rows)
    page = WISHES.page(request, rows)
    mine = catalogue.voted_by(request.user, [wish.pk for wish in page])
    context = {"form": filters, "wish_form": form, "page": page, "mine": mine}
    return render(request, "learner/courses/wishes.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def vote(request: PersonRequest, wish_id: int) -> HttpResponse:
    """Wish for something too, or no longer."""
    try:
        wished = catalogue.vote_for_wish(actor=request.user, wish_id=wish_id, now=timezone.now())
    except CourseWish.DoesNotExist as missing:
        raise Http404 from missing
    except catalogue.WishFailure as failure:
        messages.error(request, failure.sentence)
    else:
        messages.success(request, _("记下了。有课的时候通知您。") if wished else _("不再记您想学。"))
    return redirect("learner:wishes")


def _wished(request: PersonRequest, form: WishForm) -> bool:
    words = form.cleaned_data["words"]
    try:
        done = catalogue.wish_for(
            actor=request.user,
            words=words,
            why=form.cleaned_data["why"],
            topic_id=catalogue.nearest_topic(words),
            now=timezone.now(),
        )
    except catalogue.WishFailure as failure:
        form.add_error("words", failure.sentence)
        return False
    messages.success(request, _("“%(words)s”已记下。有课的时候通知您。") % {"words": done.wish.words})
    return True
