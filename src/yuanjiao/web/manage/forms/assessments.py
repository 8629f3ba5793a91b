"""Forms about rubrics and unit assessment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import Assessment, AssessmentState, Indicator, Rubric
from yuanjiao.oversight.public import IndicatorDetails, UnitScores
from yuanjiao.web.manage.forms.fields import DayInput, UnitField
from yuanjiao.web.manage.forms.talks import text_field
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

LARGEST_SHEET = 5 << 20


def points_field(label: Any, least: str = "0") -> forms.DecimalField:
    """Points with at most two decimals."""
    widget = forms.NumberInput({"class": "form-control", "step": "0.01"})
    return forms.DecimalField(label=label, min_value=Decimal(least), max_value=100, decimal_places=2, widget=widget)


def hundredths(points: Decimal) -> int:
    """Points as the tables keep them."""
    return int(points * 100)


def of_points(points: int | None) -> Decimal | None:
    """Points as people type them."""
    return None if points is None else Decimal(points) / 100


class AssessmentFilter(ListForm):
    """Which assessments are listed."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-year", "-opened_at", "-id")),
        "unit": Sort(_("单位"), ("unit__path", "-year", "id")),
    }
    q = search_field(_("单位、细则"))
    state = choice_field(_("状态"), AssessmentState.choices)

    def narrow(self, rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
        """The assessments that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(unit__name__contains=words) | Q(rubric__title__contains=words))
        return rows.filter(state=state) if (state := self.wanted("state")) else rows


class ScoresFilter(ListForm):
    """Which units of an assessment are listed."""

    sorts = {"best": Sort(_("得分最高"), ()), "worst": Sort(_("得分最低"), ()), "unit": Sort(_("单位"), ())}
    q = search_field(_("单位名称"))
    open = choice_field(_("待办"), [("missing", _("还没评完")), ("objection", _("有异议没答复"))])

    def fitting(self, lines: list[UnitScores]) -> list[UnitScores]:
        """The units that were asked for, in the wanted order."""
        words, waits = self.wanted("q"), self.wanted("open")
        orders: dict[str, Any] = {
            "best": lambda line: (-line.points, line.unit.path),
            "worst": lambda line: (line.points, line.unit.path),
            "unit": lambda line: line.unit.path,
        }
        shown = [
            line
            for line in lines
            if (not words or words in line.unit.name)
            and (not waits or (line.missing if waits == "missing" else line.objections))
        ]
        return sorted(shown, key=orders[self.wanted("sort") or "best"])


class RubricForm(forms.Form):
    """The title of a rubric."""

    title = forms.CharField(label=_("标题"), max_length=120)


class IndicatorForm(forms.Form):
    """One indicator of a rubric."""

    position = forms.IntegerField(label=_("次序"), min_value=1, max_value=99)
    category = forms.CharField(label=_("类别"), max_length=60)
    title = forms.CharField(label=_("指标"), max_length=120)
    weight = points_field(_("分值"), "0.01")
    formula = forms.CharField(
        label=_("公式"), max_length=200, required=False, help_text=_("算出 0 到 1 的得分率；不填就由人评分")
    )
    guidance = forms.CharField(label=_("怎么评"), max_length=300, required=False, help_text=_("评分的人照这个评"))

    def details(self) -> IndicatorDetails:
        """As the action takes it."""
        return IndicatorDetails(**self.cleaned_data | {"weight": hundredths(self.cleaned_data["weight"])})

    @classmethod
    def of(cls, indicator: Indicator) -> IndicatorForm:
        """The form filled with an indicator."""
        names = ("position", "category", "title", "formula", "guidance")
        filled = {name: getattr(indicator, name) for name in names} | {"weight": of_points(indicator.weight)}
        return cls(initial=filled, auto_id=f"indicator_{indicator.pk}_%s")


class OpenForm(forms.Form):
    """Which units are assessed, for which year, by which rubric."""

    unit = UnitField(label=_("考核哪个单位的下一级"))
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    rubric = forms.ModelChoiceField(
        label=_("细则"), queryset=Rubric.objects.filter(draft=False).order_by("-number"), empty_label=None
    )

    def __init__(self, *arguments: Any, scope: Scope, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # a choice field
        units = scope.units(Permission.ASSESSMENTS_WRITE).filter(valid_to__isnull=True)
        self.fields["unit"].units = units  # type: ignore[attr-defined]  # a unit field


def evidence_field() -> forms.FileField:
    """A file that something rests on; what it may be is asked of its content."""
    return forms.FileField(
        label=_("材料"),
        required=False,
        help_text=_("可以不附。PDF、JPG、PNG、DOCX 或 XLSX，不超过 20 MB"),
        widget=forms.FileInput({"class": "form-control"}),
    )


class PointsForm(forms.Form):
    """A score given by hand, with what it rests on."""

    points = points_field(_("得分"))
    words = text_field(_("依据"), 2000, _("看了什么、查到什么，为什么是这个分"), rows=2)
    file = evidence_field()


class SheetForm(forms.Form):
    """The filled list of scores."""

    file = forms.FileField(
        label=_("填好的评分表（Excel）"),
        widget=forms.FileInput({"class": "form-control", "accept": ".xlsx,.xls,.ods"}),
    )

    def clean_file(self) -> Any:
        """A list of scores is small."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_SHEET:
            raise forms.ValidationError(_("这个文件超过 5 MB，不像评分表。请用下载的评分表填写。"))
        return file


class ShowForm(forms.Form):
    """Until when units may object, and until when they are answered."""

    objections_until = forms.DateField(label=_("异议截止"), widget=DayInput())
    answers_until = forms.DateField(label=_("答复截止"), widget=DayInput())


class ObjectionForm(forms.Form):
    """An objection to a score."""

    words = text_field(_("异议和理由"), 2000, rows=2)
    file = evidence_field()


class AnswerForm(forms.Form):
    """The answer to an objection."""

    points = points_field(_("答复后的得分"))
    answer = text_field(_("答复"), 2000, rows=2)
