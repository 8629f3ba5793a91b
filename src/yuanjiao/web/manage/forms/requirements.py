"""Forms about what a year requires, and about taking a credit back."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import Requirement
from yuanjiao.organisation.models import PostLevel
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field

MOST_CREDITS = 10_000
PARTS = ("total", "required", "carry_over")


class RequirementFilter(ListForm):
    """Which versions are listed."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-valid_from", "post_level", "-version")),
        "level": Sort(_("职务层次"), ("post_level", "-version")),
        "most": Sort(_("要求最高"), ("-total_hundredths", "post_level", "-version")),
    }
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    level = choice_field(_("职务层次"), PostLevel.choices)

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, rows: Any) -> Any:
        """The versions that were asked for."""
        asked = {"year": self.wanted("year"), "post_level": self.wanted("level")}
        return rows.filter(**{name: value for name, value in asked.items() if value})


def credits_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    """Credits as people write them, with at most two decimals."""
    widget = forms.NumberInput({"class": "form-control", "step": "0.25"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_CREDITS, decimal_places=2, help_text=help_text, widget=widget
    )


class RequirementForm(forms.Form):
    """A new version for one or several post levels."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int, widget=forms.Select({"class": "form-select"}))
    levels = forms.MultipleChoiceField(
        label=_("职务层次"),
        choices=PostLevel.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可以几个层次一起定"),
    )
    total = credits_field(_("全年要求多少学分"))
    required = credits_field(_("其中必修至少多少"), _("其余是选修，学哪门都算"))
    carry_over = credits_field(
        _("最多结转多少上年学分"), _("上年超出要求的部分可以抵今年的选修，最多抵这么多；填 0 就是不结转")
    )
    begins = forms.DateField(
        label=_("从哪天起生效"),
        required=False,
        widget=DayInput(),
        help_text=_("不填就是立即生效；还没开始的年度，可以先定好，最迟从 1 月 1 日起"),
    )

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The required part fits the whole, what is carried over fits the rest."""
        said = super().clean() or {}
        if "total" in said and "required" in said and said["required"] > said["total"]:
            self.add_error("required", _("必修要求不能超过总学分要求。"))
        elif {"total", "required", "carry_over"} <= said.keys() and said["carry_over"] > said["total"] - said[
            "required"
        ]:
            self.add_error("carry_over", _("结转只抵选修，最多不能超过选修部分。"))
        return said

    def hundredths(self) -> dict[str, int]:
        """All parts as the books keep them."""
        return {f"{name}_hundredths": int(self.cleaned_data[name] * Decimal(100)) for name in PARTS}

    def valid_from(self, now: datetime) -> datetime | None:
        """The first moment; none for at once, which today is too."""
        day: date | None = self.cleaned_data["begins"]
        if day is None or day == timezone.localdate(now):
            return None
        return timezone.make_aware(datetime.combine(day, time.min))

    @classmethod
    def like(cls, requirement: Requirement | None, years: list[int], level: str) -> RequirementForm:
        """The form filled with a version to start from."""
        initial: dict[str, Any] = {"levels": [level] if level else [], "carry_over": Decimal(0)}
        if requirement is not None:
            initial |= {
                "year": requirement.year,
                "total": Decimal(requirement.total_hundredths) / 100,
                "required": Decimal(requirement.required_hundredths) / 100,
                "carry_over": Decimal(requirement.carry_over_hundredths) / 100,
            }
        return cls(years=years, initial=initial)


class TakeBackForm(forms.Form):
    """Why a credit is taken back."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        help_text=_("学员会看到，请写清楚依据，如 重复计分、经核查由他人代学"),
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
    )
