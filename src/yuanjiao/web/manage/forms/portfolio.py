"""What the pages of cost, use and demand are asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import CourseWish, Topic, WishState
from yuanjiao.learning.public import Searched
from yuanjiao.web.manage.forms.courses import CONTROL
from yuanjiao.web.manage.forms.filters import NEWEST
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

SOURCE, SUPPLIER, YEAR = "source", "supplier", "year"


class PortfolioForm(ListForm):
    """By what cost and use are shown, and of which year."""

    by = forms.ChoiceField(
        label=_("按什么看"),
        required=False,
        choices=[(SOURCE, _("来源")), (SUPPLIER, _("供应商")), (YEAR, _("各年"))],
    )
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, *arguments: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # a choice field


class SearchedFilter(ListForm):
    """What learners searched for."""

    q = search_field(_("搜索词"))
    found = choice_field(_("结果"), [("no", _("有人没找到"))])
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("", _("没找到的次数最多")), ("searches", _("搜索次数最多")), ("people", _("人数最多"))],
    )

    def chosen(self, rows: list[Searched]) -> list[Searched]:
        """The words that were asked for, in the wanted order."""
        words, sort = (self.wanted("q") or "").casefold(), self.wanted("sort")
        rows = [row for row in rows if words in row.words and (row.missed or not self.wanted("found"))]
        if sort == "searches":
            return sorted(rows, key=lambda row: -row.searches)
        return sorted(rows, key=lambda row: -row.people) if sort == "people" else rows


class WishFilter(ListForm):
    """What learners wish for."""

    sorts = {
        "votes": Sort(_("想学的人最多"), ("-vote_count", "wished_at", "id")),
        "newest": Sort(NEWEST, ("-wished_at", "-id")),
    }
    q = search_field(_("想学什么"))
    state = choice_field(_("答复"), WishState.choices)
    topic = forms.ModelChoiceField(label=_("主题"), required=False, queryset=Topic.objects.all(), empty_label=_("全部"))

    def narrow(self, rows: QuerySet[CourseWish]) -> QuerySet[CourseWish]:
        """The wishes that were asked for."""
        if said := self.wanted("q"):
            rows = rows.filter(Q(words__icontains=said))
        return rows.filter(**{name: self.wanted(name) for name in ("state", "topic") if self.wanted(name)})


class WishAnswerForm(forms.Form):
    """The course that answers a wish, chosen from what a search found, and words for those who wished."""

    course = forms.IntegerField(required=False)
    answer = forms.CharField(
        label=_("答复"),
        required=False,
        max_length=300,
        widget=forms.Textarea(CONTROL | {"rows": 3}),
        help_text=_("提过这个愿望的学员会看到。不选课程时必填。"),
    )
