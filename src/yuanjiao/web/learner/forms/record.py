"""The filters of a learner's record and of the ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.models import EntryKind, LedgerEntry
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Unit
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class RecordFilter(ListForm):
    """Which lines of the ledger are shown; the year is always one of those the learner has."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-sequence",)),
        "oldest": Sort(_("最早在前"), ("sequence",)),
        "most": Sort(_("学分最多"), ("-hundredths", "-sequence")),
    }
    q = search_field(_("搜索名称"))
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    category = choice_field(_("类别"), Category.choices)
    kind = choice_field(_("类型"), EntryKind.choices)

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """The lines that were asked for."""
        rows = rows.filter(**{name: self.wanted(name) for name in ("year", "category", "kind") if self.wanted(name)})
        return rows.filter(title__icontains=self.wanted("q")) if self.wanted("q") else rows


class CoursesFilter(ListForm):
    """Which of the learner's courses are shown."""

    sorts = {
        "latest": Sort(_("最近学过"), ("-last_at", "-pk")),
        "title": Sort(_("课程名称"), ("course__title", "pk")),
        "started": Sort(_("最早开始"), ("started_at", "pk")),
    }
    tab = forms.CharField(required=False, widget=forms.HiddenInput())
    q = search_field(_("搜索课程"))
    state = choice_field(_("状态"), [("doing", _("在学")), ("done", _("已修完"))])

    def narrow(self, rows: QuerySet[CourseProgress]) -> QuerySet[CourseProgress]:
        """The courses that were asked for."""
        if state := self.wanted("state"):
            rows = rows.filter(completed_at__isnull=state == "doing")
        return rows.filter(course__title__icontains=self.wanted("q")) if self.wanted("q") else rows


class RanksFilter(ListForm):
    """Which board is shown, of which part of the academy."""

    board = forms.ChoiceField(required=False, choices=[("people", ""), ("units", "")], widget=forms.HiddenInput())
    unit = forms.ModelChoiceField(
        label=_("范围"), required=False, queryset=Unit.objects.none(), empty_label=_("全院"), to_field_name="id"
    )

    def __init__(self, *args: Any, districts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = districts  # type: ignore[attr-defined]  # a model choice field
