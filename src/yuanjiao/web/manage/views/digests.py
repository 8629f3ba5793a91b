"""Issues of the digest: their list, an issue as a draft and after it was sent, and the sending."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import Digest, ResourceKind
from yuanjiao.web.manage.door import ManageRequest
from yuanjiao.web.manage.forms.library import DigestForm, SendForm
from yuanjiao.web.manage.forms.library_filters import DigestDeskFilter
from yuanjiao.web.manage.library_door import editors
from yuanjiao.web.manage.listings.library import DAYS, DIGESTS
from yuanjiao.web.shell.listing import wants_file

OFFERED = 40


@require_GET
@editors
def index(request: ManageRequest) -> HttpResponse:
    """The issues with search, filter and order, or as an Excel file."""
    form = DigestDeskFilter(request.GET)
    rows = form.in_order(form.narrow(Digest.objects.annotate(item_count=Count("items"))))
    if wants_file(request):
        return DIGESTS.file(rows)
    return render(request, "manage/library/digests.html", {"form": form, "page": DIGESTS.page(request, rows)})


@editors
def new(request: ManageRequest) -> HttpResponse:
    """Begin the next issue."""
    form = DigestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        digest = library.begin_digest(actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("已建好，接下来加入内容。"))
        return redirect("manage:digest", digest.pk)
    context = {"form": form, "number": library.next_number()}
    return render(request, "manage/library/digest_form.html", context, status=422 if form.errors else 200)


@require_GET
@editors
def show(request: ManageRequest, digest_id: int) -> HttpResponse:
    """An issue: while a draft to be composed, once sent with what became of it."""
    digest = get_object_or_404(Digest, pk=digest_id)
    days = library.days_of_reading(ResourceKind.DIGEST, digest.pk, timezone.localdate())
    if wants_file(request):
        return DAYS.file(days)
    items = list(library.items_of(digest))
    context = {"digest": digest, "items": items, "days": days, "opens_by_day": [day.opens for day in days]}
    if digest.sent_at:
        context["sent"] = library.sent_of(digest)
    else:
        known = {item.article_id for item in items}
        newest = library.articles_shown(timezone.now()).order_by("-publish_at", "-id")[: OFFERED + len(known)]
        context["offered"] = [article for article in newest if article.pk not in known][:OFFERED]
    return render(request, "manage/library/digest.html", context)


@editors
def edit(request: ManageRequest, digest_id: int) -> HttpResponse:
    """Change title and opening of a draft."""
    digest = get_object_or_404(Digest, pk=digest_id)
    first = {"title": digest.title, "opening": digest.opening}
    form = DigestForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            library.change_digest(actor=request.user, digest=digest, now=timezone.now(), **form.cleaned_data)
        except library.AlreadySent as sent:
            form.add_error(None, str(sent))
        else:
            messages.success(request, _("已保存。"))
            return redirect("manage:digest", digest.pk)
    context = {"form": form, "digest": digest, "number": digest.number}
    return render(request, "manage/library/digest_form.html", context, status=422 if form.errors else 200)


@editors
def send(request: ManageRequest, digest_id: int) -> HttpResponse:
    """Say whom it will reach, and on the second word send it."""
    digest = get_object_or_404(Digest, pk=digest_id)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        everyone = form.cleaned_data["whom"] == "everyone"
        try:
            job = library.send_digest(actor=request.user, digest=digest, to_everyone=everyone, now=timezone.now())
        except library.LibraryFailure as failure:
            messages.error(request, str(failure))
            return redirect("manage:digest", digest.pk)
        return redirect("manage:job", job.key)
    numbers = {
        "subscribers": library.will_be_told(to_everyone=False),
        "everyone": library.will_be_told(to_everyone=True),
    }
    context = {"digest": digest, "form": form, "numbers": numbers, "items": digest.items.count()}
    return render(request, "manage/library/digest_send.html", context, status=422 if form.errors else 200)


@require_POST
@editors
def carry_on(request: ManageRequest, digest_id: int) -> HttpResponse:
    """Go on sending where it stopped."""
    digest = get_object_or_404(Digest, pk=digest_id, sent_at__isnull=False)
    job = library.carry_on_sending(actor=request.user, digest=digest, now=timezone.now())
    return redirect("manage:job", job.key)
