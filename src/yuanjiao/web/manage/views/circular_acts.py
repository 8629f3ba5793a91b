"""Writing a circular: begin, edit, count, check, publish, discard, remind."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yuanjiao.organisation.public import Permission
from yuanjiao.oversight import public as oversight
from yuanjiao.oversight.models import Circular, Reach
from yuanjiao.web.manage import circular_list
from yuanjiao.web.manage.door import ManageRequest, act, allowed
from yuanjiao.web.manage.forms.circulars import NewCircularForm, PeriodForm, WordsForm

EXPECTED = (oversight.CircularRefused, oversight.HourNotReached, oversight.UnknownField)
WRITE = Permission.CIRCULARS_WRITE


@allowed(WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Begin a circular; its figures are counted in the background."""
    now, corrects = timezone.now(), _corrected(request)
    units = circular_list.writing_units(request.scope)
    if request.method != "POST":
        form = NewCircularForm(units=units, initial=circular_list.beginnings(corrects, now))
        return render(request, "manage/circulars/new.html", {"form": form, "corrects": corrects})
    form = NewCircularForm(request.POST, units=units)
    if form.is_valid():
        said = {"unit": form.cleaned_data["unit"], "period": form.period(), "words": form.words()}
        try:
            circular = oversight.draft_circular(actor=request.scope, corrects=corrects, now=now, **said)
        except EXPECTED as problem:
            form.add_error("reach" if isinstance(problem, oversight.NothingToTell) else None, str(problem))
        else:
            return redirect("manage:circular", circular.pk)
    return render(request, "manage/circulars/new.html", {"form": form, "corrects": corrects}, status=422)


def _corrected(request: ManageRequest) -> Circular | None:
    number = request.POST.get("corrects") or request.GET.get("corrects", "")
    if not number.isdecimal():
        return None
    return get_object_or_404(oversight.circulars_in(request.scope), pk=number)


@allowed(WRITE)
def edit(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Change the words, or have other figures counted."""
    circular = _unpublished(request, circular_id)
    form = WordsForm(request.POST or None, initial=circular_list.words_of(circular))
    if request.method == "POST" and form.is_valid():
        change = partial(oversight.edit_circular, actor=request.scope, circular_id=circular.pk, words=form.words())
        done, back = _("已保存，发布前请再核对一次数字。"), reverse("manage:circular", args=[circular.pk])
        return act(request, lambda: change(now=timezone.now()), done, back, EXPECTED)
    period = PeriodForm(initial=circular_list.period_of(circular.snapshot), prefix="period")
    return _edit_page(request, circular, form, period)


@require_POST
@allowed(WRITE)
def count(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Have the figures counted anew, of the same period or another."""
    circular = _unpublished(request, circular_id)
    form = PeriodForm(request.POST, prefix="period")
    if not form.is_valid():
        return _edit_page(request, circular, WordsForm(initial=circular_list.words_of(circular)), form)
    again = partial(oversight.count_again, actor=request.scope, circular_id=circular.pk, period=form.period())
    back = reverse("manage:circular", args=[circular.pk])
    return act(request, lambda: again(now=timezone.now()), _("正在重新统计。"), back, EXPECTED)


def _edit_page(request: ManageRequest, circular: Circular, form: WordsForm, period: PeriodForm) -> HttpResponse:
    words = {"circular": circular, "form": form, "period_form": period, "fields": oversight.FIELDS.items()}
    wrong = form.errors or period.errors
    return render(request, "manage/circulars/edit.html", words, status=422 if wrong else 200)


@require_POST
@allowed(WRITE)
def check(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Have the figures counted again from the ledger and compared."""
    circular = _unpublished(request, circular_id)
    begin = partial(oversight.check_circular, actor=request.scope, circular_id=circular.pk, now=timezone.now())
    return act(request, begin, _("正在按台账核对。"), reverse("manage:circular", args=[circular.pk]), EXPECTED)


@allowed(WRITE)
def publish(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Say whom it will reach, and publish it."""
    circular, now = _unpublished(request, circular_id), timezone.now()
    if request.method == "POST":
        links = oversight.Links(
            reverse("manage:circular", args=[circular.pk]), reverse("learner:circular", args=[circular.pk])
        )
        give = partial(oversight.publish_circular, actor=request.scope, circular_id=circular.pk, links=links, now=now)
        return act(request, give, _("已发布，正在通知有关人员。"), links.administrators, EXPECTED)
    words = {
        "circular": circular,
        "title": oversight.said(circular)[0],
        "administrators": len(oversight.concerned(circular.unit, circular.reach, now)),
        "learners": oversight.learners_below(circular.unit).count() if circular.reach == Reach.EVERYONE else 0,
    }
    return render(request, "manage/circulars/publish.html", words)


@allowed(WRITE)
def discard(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Ask, and remove a draft."""
    circular = _unpublished(request, circular_id)
    if request.method == "POST":
        remove = partial(oversight.discard_circular, actor=request.scope, circular_id=circular.pk, now=timezone.now())
        return act(request, remove, _("草稿已删除。"), reverse("manage:circulars"), EXPECTED)
    words = {"circular": circular, "title": oversight.said(circular)[0], "units": circular.snapshot.units.count()}
    return render(request, "manage/circulars/discard.html", words)


@require_POST
@allowed(Permission.LEARNERS_REMIND)
def remind(request: ManageRequest, circular_id: int) -> HttpResponse:
    """Remind the administrators of the reader's units who have not opened it."""
    circular = get_object_or_404(oversight.circulars_in(request.scope), pk=circular_id, state="published")
    link = reverse("manage:circular", args=[circular.pk])
    number = oversight.remind_of_circular(actor=request.scope, circular=circular, link=link, now=timezone.now())
    said = ngettext("已提醒 %(number)s 人。", "已提醒 %(number)s 人。", number) % {"number": number}
    none = _("没有要提醒的人：都打开过了，或一天内通知、提醒过。")
    messages.success(request, said if number else none)
    return redirect("manage:circular_readers", circular.pk)


def _unpublished(request: ManageRequest, circular_id: int) -> Circular:
    circular = get_object_or_404(oversight.circulars_in(request.scope), pk=circular_id)
    request.scope.demand(WRITE, circular.unit)
    if circular.published and request.method == "GET":
        raise Http404
    return circular
