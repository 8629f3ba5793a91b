"""The digital library: its shelves, a book's card, and the reader (A13). Reading earns no credit."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import Book, ResourceKind
from yuanjiao.media import public as media
from yuanjiao.media.models import Asset, AssetState
from yuanjiao.web.learner.forms.library import BookFilter
from yuanjiao.web.learner.forms.reading import PlaceForm
from yuanjiao.web.learner.library_listings import BOOKS
from yuanjiao.web.learner.reading import granted, reader_config
from yuanjiao.web.shell.http import PersonRequest
from yuanjiao.web.shell.listing import wants_file

GOING_ON = 3


@require_GET
@login_required
def books(request: PersonRequest) -> HttpResponse:
    """All books with search, shelves and order, or as an Excel file; above them what she is reading."""
    now = timezone.now()
    form = BookFilter(request.GET, shelves=library.shelves_in_use(now))
    rows = form.in_order(form.narrow(library.books_shown(now)))
    if wants_file(request):
        return BOOKS.file(rows)
    context = {
        "form": form,
        "page": BOOKS.page(request, rows),
        "being_read": library.being_read(request.user.pk, now, GOING_ON),
    }
    return render(request, "learner/library/books.html", context)


@require_GET
@login_required
def book(request: PersonRequest, book_id: int) -> HttpResponse:
    """What a book is about, and the way into it."""
    shown = _book(book_id)
    place, fraction = media.reading_position(request.user.pk, shown.asset_id or 0)
    context = {"book": shown, "ready": _ready(shown), "begun": place or fraction, "place": place + 1}
    return render(request, "learner/library/book.html", context)


@require_GET
@login_required
def read(request: PersonRequest, book_id: int) -> HttpResponse:
    """The reader, opened where she stopped; one opening is counted."""
    shown = _book(book_id)
    asset = _asset(shown)
    library.record_opening(learner_id=request.user.pk, kind=ResourceKind.BOOK, item_id=shown.pk, now=timezone.now())
    config = reader_config(
        request,
        asset,
        media_address=reverse("learner:book_media", args=[shown.pk]),
        place_address=reverse("learner:book_place", args=[shown.pk]),
    )
    context = {"book": shown, "ready": _ready(shown), "config": config}
    return render(request, "learner/library/read.html", context)


@require_GET
@never_cache
@login_required
def grant(request: PersonRequest, book_id: int) -> JsonResponse:
    """Signed addresses of a book's document for the next minutes, while readers may see it."""
    return granted(request, _asset(_book(book_id)))


@require_POST
@login_required
def place(request: PersonRequest, book_id: int) -> HttpResponse:
    """Keep where she is in a book."""
    asset, form = _asset(_book(book_id)), PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    media.keep_reading_position(learner_id=request.user.pk, asset=asset, now=timezone.now(), **form.cleaned_data)
    return HttpResponse(status=204)


def _book(book_id: int) -> Book:
    return get_object_or_404(library.books_shown(timezone.now()), pk=book_id)


def _asset(shown: Book) -> Asset:
    return get_object_or_404(Asset, pk=shown.asset_id)


def _ready(shown: Book) -> bool:
    return shown.asset is not None and shown.asset.state == AssetState.READY
