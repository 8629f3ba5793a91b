"""Forms about accountability talks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Person, UnitKind
from yuanjiao.oversight.models import MEASURES, Talk, TalkState, TaskState
from yuanjiao.oversight.public import Measure, Meeting, Record, TalkRules, UnitUnder
from yuanjiao.web.manage.forms.fields import DayInput, PersonField
from yuanjiao.web.manage.forms.policy import RulesForm, choice_field, number_field
from yuanjiao.web.shell.forms.listing import ListForm, Sort, search_field
from yuanjiao.web.shell.forms.listing import choice_field as filter_choice


class MomentInput(forms.DateTimeInput):
    """A day and hour, picked or typed."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%Y-%m-%dT%H:%M")


def text_field(label: Any, most: int, help_text: Any = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    """A few sentences."""
    widget = forms.Textarea({"class": "form-control", "rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=help_text, required=required, widget=widget)


class TalksForm(RulesForm):
    """The line under which units are called to a talk."""

    shape = TalkRules
    measure = choice_field(_("按什么约谈"), MEASURES, Measure)
    met_per_cent = number_field(_("达标率低于百分之多少"), 1, 100)
    credits_hundredths = forms.DecimalField(
        label=_("人均学分低于多少"),
        min_value=0,
        max_value=1000,
        decimal_places=2,
        widget=forms.NumberInput({"class": "form-control", "step": "0.5"}),
    )
    from_month = choice_field(
        _("从每年几月起约谈"), [(month, format_lazy(_("{month} 月"), month=month)) for month in range(1, 13)], int
    )
    from_day = number_field(_("从那个月的几号起"), 1, 28, _("在这之前只列出，不约谈"))
    least_people = number_field(_("应学学员至少多少人才约谈"), 1, 1000, _("人太少的单位，比率说明不了什么"))
    rectify_days = number_field(_("一般整改多少天"), 1, 180)

    @classmethod
    def values_of(cls, rules: msgspec.Struct) -> dict[str, Any]:
        """People read credits, not hundredths."""
        values = super().values_of(rules)
        credits_line = Decimal(values["credits_hundredths"]) / 100
        return values | {"credits_hundredths": credits_line.normalize().__format__("f")}

    def rules(self) -> msgspec.Struct:
        """The line in hundredths."""
        self.cleaned_data["credits_hundredths"] = int(self.cleaned_data["credits_hundredths"] * 100)
        return super().rules()


class UnderFilter(ListForm):
    """Which of the units under the line are listed."""

    sorts = {
        "rate": Sort(_("达标率最低"), ()),
        "credits": Sort(_("人均学分最少"), ()),
        "people": Sort(_("人数最多"), ()),
        "unit": Sort(_("单位"), ()),
    }
    q = search_field(_("单位名称"))
    below = filter_choice(_("范围"), [("all", _("全部下级"))])
    kind = filter_choice(_("类别"), UnitKind.choices)
    talk = filter_choice(_("约谈"), [("none", _("还没有约谈")), ("open", _("正在约谈"))])

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["below"].choices = [("", _("下一级")), ("all", _("全部下级"))]  # type: ignore[attr-defined]  # a choice field

    def fitting(self, units: list[UnitUnder]) -> list[UnitUnder]:
        """The units that were asked for, in the wanted order."""
        words, kind, talk = self.wanted("q"), self.wanted("kind"), self.wanted("talk")
        orders: dict[str, Any] = {
            "rate": lambda each: (each.figures.met_rate, each.unit.path),
            "credits": lambda each: (each.figures.credits_a_head, each.unit.path),
            "people": lambda each: (-each.figures.people, each.unit.path),
            "unit": lambda each: each.unit.path,
        }
        shown = [
            each
            for each in units
            if (not words or words in each.unit.name)
            and (not kind or each.unit.kind == kind)
            and (not talk or (each.talk is None) == (talk == "none"))
        ]
        return sorted(shown, key=orders[self.wanted("sort") or "rate"])


class TalkFilter(ListForm):
    """Which talks are listed."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-called_at", "-id")),
        "due": Sort(_("整改期限最近"), (F("rectify_by").asc(nulls_last=True), "id")),
        "unit": Sort(_("单位"), ("unit__path", "-called_at")),
    }
    q = search_field(_("单位名称"))
    state = filter_choice(_("状态"), TalkState.choices)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, talks: QuerySet[Talk]) -> QuerySet[Talk]:
        """The talks that were asked for."""
        if words := self.wanted("q"):
            talks = talks.filter(Q(unit__name__contains=words) | Q(unit__short_name__contains=words))
        asked = {"state": self.wanted("state"), "year": self.wanted("year")}
        return talks.filter(**{name: value for name, value in asked.items() if value})


class MeetingForm(forms.Form):
    """When and where a talk is held."""

    meets_at = forms.DateTimeField(label=_("约谈时间"), widget=MomentInput())
    place = forms.CharField(label=_("地点"), max_length=100)

    def meeting(self) -> Meeting:
        """As the actions take it."""
        return Meeting(self.cleaned_data["meets_at"], self.cleaned_data["place"])


class CallForm(MeetingForm):
    """The notice of a talk."""

    words = text_field(_("通知里写什么"), 2000, _("写清为什么约谈、请谁来、带什么材料；单位管理员会收到"))


class RecordForm(forms.Form):
    """What was said at a talk."""

    held_at = forms.DateTimeField(label=_("实际约谈时间"), widget=MomentInput())
    attended = forms.CharField(label=_("参加人"), max_length=300, help_text=_("姓名和职务，用顿号隔开"))
    said = text_field(_("谈了什么"), 5000, _("原因、问题、要求"), rows=6)
    commitments = text_field(_("单位的承诺"), 3000, _("做到什么程度、到哪天"))
    rectify_by = forms.DateField(label=_("整改到哪天"), widget=DayInput())

    def record(self) -> Record:
        """As the action takes it."""
        return Record(**self.cleaned_data)


class TaskForm(forms.Form):
    """One rectification task."""

    title = forms.CharField(label=_("要做什么"), max_length=200)
    owner = PersonField(label=_("负责人"))
    due_on = forms.DateField(label=_("完成期限"), widget=DayInput())

    def __init__(self, *arguments: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"].people = people  # type: ignore[attr-defined]  # a person field


class TaskAnswerForm(forms.Form):
    """How far a task is."""

    state = forms.TypedChoiceField(label=_("现在"), choices=TaskState.choices, coerce=TaskState)
    answer = text_field(_("做得怎样"), 2000, rows=2)


class WordsForm(forms.Form):
    """A few sentences for a step."""

    words = text_field(_("说明"), 2000, rows=3)


class CarryOnForm(WordsForm):
    """Rectifying longer."""

    rectify_by = forms.DateField(label=_("继续整改到哪天"), widget=DayInput())


class FileForm(forms.Form):
    """One file to attach."""

    file = forms.FileField(label=_("材料"), help_text=_("PDF、JPG、PNG、DOCX 或 XLSX，不超过 20 MB"))
