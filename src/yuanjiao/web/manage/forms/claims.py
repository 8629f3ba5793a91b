"""Forms of those who decide claims and exemptions, and the filters of their lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import ClaimState, CreditClaim, Exemption, ExemptionReason, ExemptionState, Training
from yuanjiao.credits.public import claims_to_decide, exemptions_to_decide
from yuanjiao.organisation.public import Permission, Scope, in_subtrees
from yuanjiao.web.learner.forms.claims import ExemptionForm
from yuanjiao.web.manage.forms.fields import DayInput, PersonField, UnitField
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

LARGEST_ROSTER = 5 << 20
WAITING_FIRST = Case(When(state="waiting", then=Value(0)), default=Value(1))
WHOSE = [("mine", _("等我定的")), ("late", _("等我定、已超期"))]


class DecisionForm(forms.Form):
    """How many of the claimed days are approved, and why fewer."""

    days = forms.DecimalField(
        label=_("认定天数"),
        min_value=0,
        decimal_places=1,
        help_text=_("全部认定就不用改；改少是部分认定，填 0 是不认定"),
        widget=forms.NumberInput({"step": "0.5", "inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label=_("答复"),
        max_length=300,
        required=False,
        help_text=_("没有全部认定时必须写明，学员会看到"),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *arguments: Any, training: Training, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.claimed = training.days_hundredths
        self.fields["days"].initial = Decimal(self.claimed) / 100
        self.fields["days"].widget.attrs["max"] = str(Decimal(self.claimed) / 100)

    def clean(self) -> dict[str, Any]:
        """Never more than was claimed; less needs a reason."""
        said = super().clean() or {}
        if "days" in said and self.days_hundredths > self.claimed:
            self.add_error("days", _("认定的天数不能超过申报的天数。"))
        elif "days" in said and self.days_hundredths < self.claimed and not said.get("reason", "").strip():
            self.add_error("reason", _("没有全部认定或没有批准的，请写明原因，学员会看到。"))
        return said

    @property
    def days_hundredths(self) -> int:
        """The days as the books keep them."""
        return int(self.cleaned_data["days"] * 100)


class AnswerForm(forms.Form):
    """Whether an exemption is granted; a refusal says why."""

    answer = forms.CharField(
        label=_("答复"),
        max_length=300,
        required=False,
        help_text=_("不批准时必须写明原因，学员会看到"),
        widget=forms.Textarea({"rows": 2}),
    )


class EndForm(forms.Form):
    """The last exempt day of someone who is back early."""

    last_day = forms.DateField(label=_("豁免的最后一天"), widget=DayInput())


class GrantForm(ExemptionForm):
    """An exemption entered for a learner who cannot ask for it herself."""

    learner = PersonField(label=_("学员"))
    field_order = ["learner"]

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["learner"].people = scope.people(Permission.EXEMPTIONS_DECIDE)  # type: ignore[attr-defined]  # a person field


class CaseFilter(ListForm):
    """What the lists of claims and exemptions have in common."""

    q = search_field(_("姓名、学号"))
    whose = choice_field(_("范围"), WHOSE)
    unit = UnitField(required=False, help_text="")

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.scope = scope
        self.fields["unit"].units = scope.units()  # type: ignore[attr-defined]  # a unit field

    def of_learners(self) -> Q:
        """The condition on the learners."""
        condition = Q()
        if words := self.wanted("q"):
            condition &= Q(learner__full_name__contains=words) | Q(learner__staff_number__startswith=words)
        if unit := self.wanted("unit"):
            condition &= in_subtrees([str(unit.path)], "learner__unit__path")
        return condition

    def late(self, today: date) -> Q:
        """The condition on the day by which an answer is due."""
        return Q(due_on__lt=today) if self.wanted("whose") == "late" else Q()


class ClaimFilter(CaseFilter):
    """Which claims are listed."""

    sorts = {
        "due": Sort(_("先到期的在前"), (WAITING_FIRST, "due_on", "submitted_at", "pk")),
        "newest": Sort(_("最近申报"), ("-submitted_at", "-pk")),
        "training": Sort(_("培训日期"), ("-training__starts_on", "-pk")),
        "unit": Sort(_("单位"), ("learner__unit__path", "learner__staff_number", "pk")),
    }
    state = choice_field(_("状态"), ClaimState.choices)
    q = search_field(_("姓名、学号、培训名称"))

    def narrow(self, rows: QuerySet[CreditClaim], today: date) -> QuerySet[CreditClaim]:
        """The claims that were asked for."""
        condition = self.of_learners()
        if words := self.wanted("q"):
            condition |= Q(training__title__icontains=words)
        rows = rows.filter(condition, self.late(today))
        if self.wanted("whose"):
            rows = rows.filter(pk__in=claims_to_decide(self.scope).values("pk"))
        return rows.filter(state=self.wanted("state")) if self.wanted("state") else rows


class ExemptionFilter(CaseFilter):
    """Which exemptions are listed."""

    sorts = {
        "due": Sort(_("先到期的在前"), (WAITING_FIRST, "due_on", "requested_at", "pk")),
        "newest": Sort(_("最近申请"), ("-requested_at", "-pk")),
        "days": Sort(_("豁免日期"), ("-starts_on", "-pk")),
        "unit": Sort(_("单位"), ("learner__unit__path", "learner__staff_number", "pk")),
    }
    state = choice_field(_("状态"), ExemptionState.choices)
    reason = choice_field(_("原因"), ExemptionReason.choices)
    running = choice_field(_("是否在豁免期"), [("now", _("正在豁免")), ("over", _("已到期"))])

    def narrow(self, rows: QuerySet[Exemption], today: date) -> QuerySet[Exemption]:
        """The exemptions that were asked for."""
        rows = rows.filter(self.of_learners(), self.late(today))
        if self.wanted("whose"):
            rows = rows.filter(pk__in=exemptions_to_decide(self.scope).values("pk"))
        if running := self.wanted("running"):
            over = Q(ends_on__lt=today) | Q(ended_on__lt=today)
            granted = rows.filter(state=ExemptionState.GRANTED)
            rows = granted.filter(over) if running == "over" else granted.exclude(over).filter(starts_on__lte=today)
        return rows.filter(**{name: self.wanted(name) for name in ("state", "reason") if self.wanted(name)})


class TrainingFilter(ListForm):
    """Which trainings are listed."""

    sorts = {
        "newest": Sort(_("最近登记"), ("-submitted_at", "-pk")),
        "days": Sort(_("培训日期"), ("-starts_on", "-pk")),
        "waiting": Sort(_("待认定最多"), ("-waiting", "-submitted_at", "-pk")),
    }
    q = search_field(_("培训名称、主办单位"))
    state = choice_field(_("状态"), [("waiting", _("还有待认定的")), ("empty", _("还没有名单"))])

    def narrow(self, rows: Any) -> Any:
        """The trainings that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(organiser__icontains=words))
        if state := self.wanted("state"):
            rows = rows.filter(waiting__gt=0) if state == "waiting" else rows.filter(claimed=0)
        return rows


class RosterForm(forms.Form):
    """The Excel file of a training's attendants, or the checked staff numbers of one that was looked at before."""

    file = forms.FileField(
        label=_("参训人员名单（Excel）"),
        required=False,
        widget=forms.FileInput({"class": "form-control", "accept": ".xlsx,.xls,.ods"}),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        """A list of names is small."""
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_ROSTER:
            raise forms.ValidationError(_("名单文件不能超过 5 MB。请用模板，只留学号和姓名。"))
        return file
