"""The forms of the dated rules by which credits are earned: courses, offline training, exemptions."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.models import ExemptionReason
from yuanjiao.credits.public import ClaimRules, CreditRules, ExemptionRules, LengthStep, Measure, credit_rules
from yuanjiao.web.manage.forms.policy import RulesForm, choice_field, number_field
from yuanjiao.web.manage.forms.requirements import credits_field
from yuanjiao.web.shell.templatetags.shell import credit

MOST_STEPS = 6
LONGEST_STEP = 600
WHOLE = Decimal(100)


class StepsField(forms.CharField):
    """The fractions of micro-courses, a line each: minutes and credits."""

    def __init__(self) -> None:
        super().__init__(
            label=_("微课按时长折算"),
            required=False,
            help_text=_("每行一档：最多多少分钟、得多少学分，如 15 0.25；不填就是每门课照自己的学分"),
            widget=forms.Textarea({"class": "form-control", "rows": 3}),
        )

    def prepare_value(self, value: Any) -> Any:
        """Steps as they are typed."""
        steps = value if isinstance(value, list) else None
        return value if steps is None else "\n".join(f"{minutes} {credit(worth)}" for minutes, worth in steps)

    def clean(self, value: Any) -> Any:
        """The steps, the shortest first; a longer course never earns less than a shorter one."""
        lines = [line.split() for line in super().clean(value).splitlines() if line.strip()]
        steps = sorted(_step(line) for line in lines)
        fits = len(steps) <= MOST_STEPS and len({step.up_to_minutes for step in steps}) == len(steps)
        if not fits or [step.hundredths for step in steps] != sorted(step.hundredths for step in steps):
            raise forms.ValidationError(_("最多 6 档；时长不能重复，时间长的一档学分不能更少。"))
        return steps


def _step(line: list[str]) -> LengthStep:
    try:
        minutes, worth = line
        exact = Decimal(worth) * WHOLE
        step = LengthStep(int(minutes), int(exact))
    except (ValueError, InvalidOperation, OverflowError):
        raise forms.ValidationError(
            _("“%(line)s”看不懂。请写成“分钟 学分”，如 15 0.25。"), params={"line": " ".join(line)}
        ) from None
    if not 0 < step.up_to_minutes <= LONGEST_STEP or step.hundredths != exact or not 0 <= exact <= WHOLE * WHOLE:
        raise forms.ValidationError(_("分钟数在 1 到 600 之间，学分最多两位小数。"))
    return step


class CreditsForm(RulesForm):
    """How courses earn. What a year requires has a page of its own, so its defaults stay as they are."""

    shape = CreditRules
    daily_cap_hundredths = credits_field(_("每天最多得多少学分"), _("只限课程；填 0 就是不限。超出的部分不再计入"))
    micro_steps = StepsField()

    @classmethod
    def values_of(cls, rules: msgspec.Struct) -> dict[str, Any]:
        """People read whole credits."""
        values = super().values_of(rules)
        return values | {"daily_cap_hundredths": Decimal(values["daily_cap_hundredths"]) / 100}

    def rules(self) -> msgspec.Struct:
        """What was given, beside what this form leaves alone."""
        cap = int(self.cleaned_data["daily_cap_hundredths"] * WHOLE)
        before = credit_rules(timezone.now()).rules
        return msgspec.structs.replace(before, daily_cap_hundredths=cap, micro_steps=self.cleaned_data["micro_steps"])

    @classmethod
    def spoken(cls, rules: msgspec.Struct) -> list[tuple[Any, str]]:
        """Both rules in words."""
        values = msgspec.structs.asdict(rules)
        cap, steps = values["daily_cap_hundredths"], values["micro_steps"]
        said = [
            gettext("%(minutes)s 分钟以内 %(credit)s 学分") % {"minutes": minutes, "credit": credit(worth)}
            for minutes, worth in steps
        ]
        return [
            (cls.base_fields["daily_cap_hundredths"].label, credit(cap) if cap else gettext("不限")),
            (cls.base_fields["micro_steps"].label, "；".join(said) or gettext("不折算")),
        ]


class ClaimsForm(RulesForm):
    """What offline training earns, and the terms."""

    shape = ClaimRules
    day_hundredths = credits_field(_("线下培训每天折算多少学分"), _("半天折一半"))
    category = choice_field(_("记入哪一部分"), Category.choices, Category)
    claim_within_days = number_field(_("培训结束后多少天以内可以申报"), 1, 400)
    decide_within_days = number_field(_("多少天以内要有结果"), 1, 90)

    def clean_day_hundredths(self) -> Decimal:
        """A day is worth something."""
        worth: Decimal = self.cleaned_data["day_hundredths"]
        if worth < 1:
            raise forms.ValidationError(_("至少 1 学分。"))
        return worth

    @classmethod
    def values_of(cls, rules: msgspec.Struct) -> dict[str, Any]:
        """People read whole credits."""
        values = super().values_of(rules)
        return values | {"day_hundredths": _whole(values["day_hundredths"])}

    def rules(self) -> msgspec.Struct:
        """Kept in hundredths."""
        self.cleaned_data["day_hundredths"] = int(self.cleaned_data["day_hundredths"] * WHOLE)
        return super().rules()


class ExemptionsForm(RulesForm):
    """How an exempt time lowers the year."""

    shape = ExemptionRules
    measure = choice_field(
        _("怎样计算时间"), [(Measure.DAYS, _("按天")), (Measure.MONTHS, _("按整月，不满一个月不计"))], Measure
    )
    whole_year_from_days = number_field(_("豁免满多少天就免全年"), 0, 366, _("填 0 就是不设"))
    whole_year_reasons = forms.TypedMultipleChoiceField(
        label=_("哪些原因免全年"),
        required=False,
        choices=ExemptionReason.choices,
        coerce=ExemptionReason,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不论时间长短，那一年都不要求学分"),
    )
    step_hundredths = choice_field(_("减后的要求舍到"), [(each, credit(each)) for each in (1, 25, 50, 100)], int)
    decide_within_days = number_field(_("多少天以内要有结果"), 1, 90)
    nothing_said = _("没有")


def _whole(hundredths: int) -> Decimal:
    exact = Decimal(hundredths) / 100
    return exact.quantize(Decimal(1)) if exact == int(exact) else exact
