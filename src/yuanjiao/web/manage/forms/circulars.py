"""Forms about circulars: which are listed, what is counted, what is said, the template."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Unit, UnitKind
from yuanjiao.oversight.models import Circular, CircularReceipt, CircularState, Reach, SnapshotUnit
from yuanjiao.oversight.public import FIELDS, CircularRules, Period, UnknownField, Words
from yuanjiao.oversight.wording import check
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.filters import NEWEST, OLDEST
from yuanjiao.web.manage.forms.policy import RulesForm, number_field
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

LAST_HOUR = 24
TITLE_AT_MOST, TEXT_AT_MOST = 80, 6000


class CircularFilter(ListForm):
    """Which circulars are listed."""

    sorts = {
        "newest": Sort(NEWEST, (F("published_at").desc(nulls_first=True), "-pk")),
        "oldest": Sort(OLDEST, (F("published_at").asc(nulls_last=True), "pk")),
        "period": Sort(_("统计期间"), ("-snapshot__ends_on", "-pk")),
    }
    q = search_field(_("标题或单位"))
    state = choice_field(_("状态"), CircularState.choices)
    reach = choice_field(_("发到哪一级"), Reach.choices)

    def narrow(self, rows: QuerySet[Circular]) -> QuerySet[Circular]:
        """The circulars that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(title__icontains=words) | rows.filter(unit__name__icontains=words)
        if state := self.wanted("state"):
            rows = rows.filter(state=state)
        if reach := self.wanted("reach"):
            rows = rows.filter(reach=reach)
        return rows


class UnitFigureFilter(ListForm):
    """Which units of a circular's figures are listed."""

    sorts = {
        "tree": Sort(_("按单位顺序"), ("path",)),
        "low": Sort(_("达标率，低的在前"), (F("met") * 1.0 / F("due"), "path")),
        "high": Sort(_("达标率，高的在前"), (F("met") * -1.0 / F("due"), "path")),
        "credits": Sort(_("人均学分，高的在前"), (F("hundredths") * -1.0 / F("due"), "path")),
        "people": Sort(_("应学人数"), ("-due", "path")),
    }
    q = search_field(_("单位名称"))
    kind = choice_field(_("类别"), UnitKind.choices[:-1])

    def narrow(self, rows: QuerySet[SnapshotUnit]) -> QuerySet[SnapshotUnit]:
        """The units that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(name__icontains=words)
        if kind := self.wanted("kind"):
            rows = rows.filter(kind=kind)
        return rows


class ReceiptFilter(ListForm):
    """Which receipts are listed."""

    sorts = {
        "unit": Sort(_("按单位顺序"), ("unit__path", "pk")),
        "opened": Sort(_("最近打开"), (F("opened_at").desc(nulls_last=True), "pk")),
    }
    q = search_field(_("姓名或单位"))
    opened = choice_field(_("打开过"), [("no", _("还没打开")), ("yes", _("已打开"))])

    def narrow(self, rows: QuerySet[CircularReceipt]) -> QuerySet[CircularReceipt]:
        """The receipts that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(person__full_name__icontains=words) | rows.filter(unit__name__icontains=words)
        if asked := self.wanted("opened"):
            rows = rows.filter(opened_at__isnull=asked == "no")
        return rows


class PeriodForm(forms.Form):
    """What is counted: from when to when, until which hour, and how much of the year's requirement counts as met."""

    begins_on = forms.DateField(label=_("统计从哪天"), widget=DayInput())
    ends_on = forms.DateField(label=_("到哪天"), widget=DayInput())
    hour = number_field(_("截至当天几时"), 0, LAST_HOUR, _("24 时就是这天结束；之后得到的学分不算"))
    target_per_cent = number_field(
        _("达到全年要求的百分之几算达标"), 1, 100, _("半年通报可以填 50，全年填 100；必修和总学分都按这个比例")
    )

    def clean(self) -> dict[str, Any]:
        """The days are in order, and the hour has passed."""
        said = super().clean() or {}
        if said.get("begins_on") and said.get("ends_on"):
            if said["begins_on"] > said["ends_on"]:
                self.add_error("ends_on", _("结束的日子不能早于开始的日子。"))
            elif said.get("hour") is not None and self.period().at > timezone.now():
                self.add_error("hour", _("还没到这个时刻，数字还会变。请选已经过去的时刻。"))
        return said

    def period(self) -> Period:
        """The period as the action takes it."""
        names = ("begins_on", "ends_on", "hour", "target_per_cent")
        return Period(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


def last_half_year(now: datetime) -> dict[str, Any]:
    """The half-year that ended last, as a form begins with it; its first half asks for half of the year."""
    today = timezone.localdate(now)
    if today.month > 6:
        return {"begins_on": date(today.year, 1, 1), "ends_on": date(today.year, 6, 30), "target_per_cent": 50}
    return {"begins_on": date(today.year - 1, 7, 1), "ends_on": date(today.year - 1, 12, 31), "target_per_cent": 100}


class WordsForm(forms.Form):
    """Title, text and tier of a circular."""

    title = forms.CharField(
        label=_("标题"), max_length=TITLE_AT_MOST, widget=forms.TextInput({"class": "form-control"})
    )
    text = forms.CharField(
        label=_("正文"),
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea({"class": "form-control", "rows": 16}),
        help_text=_("花括号里是字段，发布时换成数字；以“一、”或“1. ”开头的短行是小标题"),
    )
    reach = forms.TypedChoiceField(
        label=_("发到哪一级"), choices=Reach.choices, coerce=lambda value: Reach(int(value)),
        widget=forms.Select({"class": "form-select"}),
    )  # fmt: skip

    def clean_title(self) -> str:
        """A title names known fields only."""
        return _known(self.cleaned_data["title"])

    def clean_text(self) -> str:
        """A text names known fields only."""
        return _known(self.cleaned_data["text"])

    def words(self) -> Words:
        """What was written, as the action takes it."""
        said = self.cleaned_data
        return Words(said["title"], said["text"].replace("\r\n", "\n"), said["reach"])


def _known(text: str) -> str:
    try:
        check(text)
    except UnknownField as problem:
        raise forms.ValidationError(str(problem)) from problem
    return text


class NewCircularForm(WordsForm, PeriodForm):
    """A circular's beginning: whose, what is counted, what is said."""

    unit = forms.ModelChoiceField(
        label=_("哪个单位的通报"), queryset=Unit.objects.none(), widget=forms.Select({"class": "form-select"})
    )
    field_order = ("unit", "reach", "begins_on", "ends_on", "hour", "target_per_cent", "title", "text")

    def __init__(self, *arguments: Any, units: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice field
        if len(units) == 1:
            self.fields["unit"].initial = units[0]


class CircularTemplateForm(RulesForm):
    """The template that circulars are written from."""

    shape = CircularRules
    title = forms.CharField(
        label=_("标题"), max_length=TITLE_AT_MOST, widget=forms.TextInput({"class": "form-control"})
    )
    text = forms.CharField(
        label=_("正文"),
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea({"class": "form-control", "rows": 14}),
        help_text=format_lazy(_("可以用的字段：{fields}"), fields="、".join(f"{{{name}}}" for name in FIELDS)),
    )
    good_from = number_field(_("达标率从百分之几起点名表扬"), 1, 100)
    weak_below = number_field(_("达标率低于百分之几点名提醒"), 0, 100)

    clean_title = WordsForm.clean_title
    clean_text = WordsForm.clean_text
