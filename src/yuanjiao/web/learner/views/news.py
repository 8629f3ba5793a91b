"""Current affairs: the list and an article (A13)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yuanjiao.library import public as library
from yuanjiao.library.models import ResourceKind
from yuanjiao.web.learner.forms.library import NewsFilter
from yuanjiao.web.learner.library_listings import NEWS
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file

OTHERS = 5


@require_GET
@login_required
def articles(request: PersonRequest) -> HttpResponse:
    """The news with search, sections and order, or as an Excel file."""
    now = timezone.now()
    form = NewsFilter(request.GET, sections=library.sections_in_use(now))
    rows = form.in_order(form.narrow(library.articles_shown(now)))
    if wants_file(request):
        return NEWS.file(rows)
    return render(request, "learner/library/news.html", {"form": form, "page": NEWS.page(request, rows)})


@require_GET
@login_required
def article(request: PersonRequest, article_id: int) -> HttpResponse:
    """One article, and the newest others of its section; one opening is counted."""
    now = timezone.now()
    shown = get_object_or_404(library.articles_shown(now).defer(None), pk=article_id)
    library.record_opening(learner_id=request.user.pk, kind=ResourceKind.ARTICLE, item_id=shown.pk, now=now)
    others = library.articles_shown(now).filter(section=shown.section).exclude(pk=shown.pk)
    context = {"article": shown, "others": others.order_by("-publish_at", "-id")[:OTHERS]}
    return render(request, "learner/library/article.html", context)
