"""Forms about the management measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.oversight.models import MeasuresChapter, MeasuresRule
from yuanjiao.oversight.public import ChapterDetails, UnitNoted
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.talks import text_field
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class DraftForm(forms.Form):
    """The title of a new version."""

    title = forms.CharField(label=_("标题"), max_length=120)


class ChapterForm(forms.Form):
    """One chapter."""

    position = forms.IntegerField(label=_("第几章"), min_value=1, max_value=99)
    title = forms.CharField(label=_("章名"), max_length=80)
    rule = forms.ChoiceField(
        label=_("对应的规则"),
        required=False,
        choices=[("", _("不对应")), *MeasuresRule.choices],
        help_text=_("那条规则的页面会引到这一章"),
    )
    text = text_field(_("条文"), 20_000, rows=8)

    def details(self) -> ChapterDetails:
        """As the action takes it."""
        return ChapterDetails(**self.cleaned_data)

    @classmethod
    def of(cls, chapter: MeasuresChapter) -> ChapterForm:
        """The form filled with a chapter."""
        names = ("position", "title", "rule", "text")
        return cls(initial={name: getattr(chapter, name) for name in names}, auto_id=f"chapter_{chapter.pk}_%s")


class PublishForm(forms.Form):
    """Since when a version holds, and what it changes in a few words."""

    valid_from = forms.DateField(label=_("从哪天起施行"), widget=DayInput())
    summary = text_field(_("改了什么"), 1000, _("一两句话；会写在给学员的通知里"), rows=3)


class NotedFilter(ListForm):
    """Which units are listed with who has taken note."""

    sorts = {
        "waiting": Sort(_("没有阅知的最多"), ()),
        "unit": Sort(_("单位"), ()),
        "learners": Sort(_("人数最多"), ()),
    }
    q = search_field(_("单位名称"))
    unit = choice_field(_("单位确认"), [("no", _("单位还没有确认")), ("yes", _("单位已确认"))])

    def fitting(self, units: list[UnitNoted]) -> list[UnitNoted]:
        """The units that were asked for, in the wanted order."""
        words, noted = self.wanted("q"), self.wanted("unit")
        orders: dict[str, Any] = {
            "waiting": lambda each: (-each.waiting, each.unit.path),
            "unit": lambda each: each.unit.path,
            "learners": lambda each: (-each.learners, each.unit.path),
        }
        shown = [
            each
            for each in units
            if (not words or words in each.unit.name) and (not noted or (each.receipt is None) == (noted == "no"))
        ]
        return sorted(shown, key=orders[self.wanted("sort") or "waiting"])
