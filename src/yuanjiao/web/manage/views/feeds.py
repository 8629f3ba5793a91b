"""Outside sources of news: their list, a new one, a change, and a look at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import Article, Feed, ResourceState, Section
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.manage.forms.library import FeedForm
from yuanjiao.web.manage.forms.library_filters import FeedFilter
from yuanjiao.web.manage.library_door import editors
from yuanjiao.web.manage.listings.library import FEEDS
from yuanjiao.web.shell.listing import wants_file


@require_GET
@editors
def index(request: ManageRequest) -> HttpResponse:
    """The feeds with search, filters and order, or as an Excel file; and how many articles wait."""
    form = FeedFilter(request.GET)
    rows = form.in_order(form.narrow(Feed.objects.select_related("section")))
    if wants_file(request):
        return FEEDS.file(rows)
    waiting = Article.objects.filter(state=ResourceState.REVIEW).count()
    context = {"form": form, "page": FEEDS.page(request, rows), "waiting": waiting}
    return render(request, "manage/library/feeds.html", context)


@editors
def new(request: ManageRequest) -> HttpResponse:
    """Name a feed."""
    return _written(request, None)


@editors
def edit(request: ManageRequest, feed_id: int) -> HttpResponse:
    """Change a feed, pause it or let it go on."""
    return _written(request, get_object_or_404(Feed, pk=feed_id))


@require_POST
@editors
def look(request: ManageRequest, feed_id: int) -> HttpResponse:
    """Look at a feed at once, in the background: the other side may be slow."""
    feed = get_object_or_404(Feed, pk=feed_id)
    job = library.ask_to_look(actor=request.user, feed=feed, now=timezone.now())
    return redirect("manage:job", job.key)


def _written(request: ManageRequest, feed: Feed | None) -> HttpResponse:
    first = FeedForm.given_of(feed) if feed else {"active": True}
    form = FeedForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            library.write_feed(actor=request.user, feed=feed, fields=form.feed_fields(), now=timezone.now())
        except library.FeedKnown as known:
            form.add_error("address", str(known))
        else:
            messages.success(request, _("已保存。"))
            return redirect("manage:feeds")
    context = {"form": form, "feed": feed, "groups": Section.objects.all()[:100]}
    return render(request, "manage/library/feed.html", context, status=422 if form.errors else 200)
