"""Books, articles and apps as their editors work on them: list, new, change, publish, withdraw, figures."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.library import public as library
from yuanjiao.library.models import Resource, ResourceState
from yuanjiao.web.manage.course_door import asset_of
from yuanjiao.web.manage.door import ManageRequest, act
from yuanjiao.web.manage.forms.library import ScheduleForm
from yuanjiao.web.manage.library_desks import DESKS, Desk
from yuanjiao.web.manage.library_door import editors
from yuanjiao.web.manage.listings.library import DAYS
from yuanjiao.web.shell.http import ticked
from yuanjiao.web.shell.listing import wants_file

OFFERED = 100


@require_GET
@editors
def index(request: ManageRequest, desk: str) -> HttpResponse:
    """The resources of a kind with search, filters, order, count and pages, or as an Excel file."""
    at = DESKS[desk]
    form = at.filter(request.GET)
    rows = form.in_order(form.narrow(at.rows()))
    if wants_file(request):
        return at.listing.file(rows)
    page, now = at.listing.page(request, rows), timezone.now()
    lines = [(item, item.stands_at(now), at.about(item), reverse(_name(at), args=[item.pk])) for item in page]
    reviewing = desk == "articles" and form.wanted("state") == ResourceState.REVIEW
    context = {"desk": at, "form": form, "page": page, "lines": lines, "reviewing": reviewing}
    context["new_address"] = reverse(_name(at, "_new"))
    return render(request, "manage/library/list.html", context)


@editors
def new(request: ManageRequest, desk: str) -> HttpResponse:
    """Write a draft."""
    return _written(request, DESKS[desk], None)


@editors
def edit(request: ManageRequest, desk: str, item_id: int) -> HttpResponse:
    """Change a resource; readers see it at once."""
    return _written(request, DESKS[desk], _item(DESKS[desk], item_id))


@require_GET
@editors
def show(request: ManageRequest, desk: str, item_id: int) -> HttpResponse:
    """Where a resource stands, its schedule, and who read it."""
    at = DESKS[desk]
    item = _item(at, item_id)
    days = library.days_of_reading(at.kind, item.pk, timezone.localdate())
    if wants_file(request):
        return DAYS.file(days)
    form = ScheduleForm(initial={"publish_at": item.publish_at, "take_down_at": item.take_down_at})
    return _overview(request, at, item, form)


@require_POST
@editors
def publish(request: ManageRequest, desk: str, item_id: int) -> HttpResponse:
    """Publish a resource, now or from a moment on."""
    at = DESKS[desk]
    item, form, now = _item(at, item_id), ScheduleForm(request.POST), timezone.now()
    if form.is_valid():
        begins = form.cleaned_data["publish_at"] or now
        ends = form.cleaned_data["take_down_at"]
        try:
            library.publish(actor=request.user, item=item, publish_at=begins, take_down_at=ends, now=now)
        except library.LibraryFailure as failure:
            form.add_error("take_down_at" if isinstance(failure, library.EndsBeforeItBegins) else None, str(failure))
        else:
            messages.success(request, _("到时间会自动发布。") if begins > now else _("已发布，学员现在可以看到。"))
            return redirect(_name(at), item.pk)
    return _overview(request, at, item, form)


@editors
def withdraw(request: ManageRequest, desk: str, item_id: int) -> HttpResponse:
    """Say what goes, and on the second word take a resource away from its readers."""
    at = DESKS[desk]
    item = _item(at, item_id)
    if request.method != "POST":
        context = {"desk": at, "item": item, "back": reverse(_name(at), args=[item.pk])}
        return render(request, "manage/library/withdraw.html", context)
    return act(
        request,
        lambda: library.withdraw(actor=request.user, item=item, now=timezone.now()),
        _("已下架。阅读数据保留，可以再发布。"),
        reverse(_name(at), args=[item.pk]),
        (library.LibraryFailure,),
    )


@require_POST
@editors
def decide(request: ManageRequest) -> HttpResponse:
    """Publish or refuse the articles that were ticked among those that feeds brought."""
    accept = request.POST.get("decision") == "accept"
    number = library.decide(
        actor=request.user, articles=ticked(request.POST, "article"), accept=accept, now=timezone.now()
    )
    if not number:
        messages.error(request, _("没有选中待审的文章。请先勾选。"))
    elif accept:
        messages.success(request, ngettext("发布了 %(n)s 篇。", "发布了 %(n)s 篇。", number) % {"n": number})
    else:
        messages.success(request, ngettext("不采用 %(n)s 篇。", "不采用 %(n)s 篇。", number) % {"n": number})
    return redirect(f"{reverse('manage:articles')}?state=review")


def _name(at: Desk, end: str = "") -> str:
    return f"manage:{at.singular}{end}"


def _item(at: Desk, item_id: int) -> Any:
    return get_object_or_404(at.rows(), pk=item_id)


def _written(request: ManageRequest, at: Desk, item: Any | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = at.form(posted, initial=at.form.given_of(item) if item else {})  # type: ignore[attr-defined]  # every desk's form has it
    kept = {name: getattr(item, name) if item else None for name in at.assets}
    assets = {name: asset_of(request, str(form[name].value() or ""), kept[name]) for name in at.assets}
    if posted is not None and form.is_valid():
        saved = at.write(actor=request.user, item=item, fields=form.fields_with(assets), now=timezone.now())
        messages.success(request, _("已保存。") if item else _("已保存为草稿。检查无误后发布。"))
        return redirect(_name(at), saved.pk)
    files = [(name, kind, assets[name]) for name, kind in at.assets.items()]
    context = {"desk": at, "item": item, "form": form, "files": files, "back": _back(at, item)}
    context["groups"] = at.groups._default_manager.all()[:OFFERED] if at.groups else []  # noqa: SLF001 -- Django documents it
    return render(request, "manage/library/form.html", context, status=422 if form.errors else 200)


def _back(at: Desk, item: Resource | None) -> str:
    return reverse(_name(at), args=[item.pk]) if item else reverse(f"manage:{at.plural}")


def _overview(request: ManageRequest, at: Desk, item: Any, form: ScheduleForm) -> HttpResponse:
    now = timezone.now()
    days = library.days_of_reading(at.kind, item.pk, timezone.localdate(now))
    addresses = {name: reverse(_name(at, f"_{name}"), args=[item.pk]) for name in ("edit", "publish", "withdraw")}
    seen_at = reverse(at.seen_at, args=[] if at.plural == "apps" else [item.pk]) if item.shown_at(now) else ""
    context = {
        "desk": at,
        "item": item,
        "stands": item.stands_at(now),
        "about": at.about(item),
        "form": form,
        "days": days,
        "opens_by_day": [day.opens for day in days],
        "addresses": addresses,
        "seen_at": seen_at,
        "back": reverse(f"manage:{at.plural}"),
    }
    return render(request, "manage/library/item.html", context, status=422 if form.errors else 200)
