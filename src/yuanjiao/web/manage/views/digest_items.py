"""The items of an issue: articles added, own ones written, changed, moved, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import Digest, DigestItem
from yuanjiao.web.manage.door import ManageRequest, act
from yuanjiao.web.manage.forms.library import DigestItemForm
from yuanjiao.web.manage.library_door import editors
from yuanjiao.web.shell.http import ticked


@require_POST
@editors
def add(request: ManageRequest, digest_id: int) -> HttpResponse:
    """Add the articles that were ticked."""
    digest = get_object_or_404(Digest, pk=digest_id)
    numbers = ticked(request.POST, "article")
    articles = list(library.articles_shown(timezone.now()).filter(pk__in=numbers).order_by("publish_at", "id"))
    if not articles:
        messages.error(request, _("没有选中新闻。请先勾选。"))
        return redirect("manage:digest", digest.pk)
    return act(
        request,
        lambda: library.add_articles(actor=request.user, digest=digest, articles=articles, now=timezone.now()),
        _("已加入。"),
        _at(digest),
        (library.LibraryFailure,),
    )


@editors
def new(request: ManageRequest, digest_id: int) -> HttpResponse:
    """Write an item of one's own."""
    return _written(request, get_object_or_404(Digest, pk=digest_id), None)


@editors
def edit(request: ManageRequest, digest_id: int, item_id: int) -> HttpResponse:
    """Change the words of an item."""
    item = _item(digest_id, item_id)
    return _written(request, item.digest, item)


@require_POST
@editors
def move(request: ManageRequest, digest_id: int, item_id: int) -> HttpResponse:
    """Move an item one place up or down."""
    item = _item(digest_id, item_id)
    up = request.POST.get("to") == "up"
    return act(
        request,
        lambda: library.move_item(actor=request.user, digest=item.digest, item=item, up=up, now=timezone.now()),
        _("顺序已保存。"),
        _at(item.digest),
        (library.LibraryFailure,),
    )


@require_POST
@editors
def remove(request: ManageRequest, digest_id: int, item_id: int) -> HttpResponse:
    """Take an item out of a draft; an article can be added again, an own item stands in the message."""
    item = _item(digest_id, item_id)
    return act(
        request,
        lambda: library.remove_item(actor=request.user, digest=item.digest, item=item, now=timezone.now()),
        _("已移出“%(title)s”。") % {"title": item.title},
        _at(item.digest),
        (library.LibraryFailure,),
    )


def _at(digest: Digest) -> str:
    return reverse("manage:digest", args=[digest.pk])


def _item(digest_id: int, item_id: int) -> DigestItem:
    return get_object_or_404(DigestItem.objects.select_related("digest"), pk=item_id, digest=digest_id)


def _written(request: ManageRequest, digest: Digest, item: DigestItem | None) -> HttpResponse:
    first = {"title": item.title, "words": item.words} if item else {}
    form = DigestItemForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            library.write_item(actor=request.user, digest=digest, item=item, now=timezone.now(), **form.cleaned_data)
        except library.LibraryFailure as failure:
            form.add_error(None, str(failure))
        else:
            messages.success(request, _("已保存。"))
            return redirect("manage:digest", digest.pk)
    context = {"form": form, "digest": digest, "item": item}
    return render(request, "manage/library/digest_item.html", context, status=422 if form.errors else 200)
