"""Forms for claiming offline training and asking for exemptions, and the filters of their lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import (
    ClaimState,
    CreditClaim,
    EvidenceKind,
    Exemption,
    ExemptionReason,
    ExemptionState,
    Training,
)
from yuanjiao.credits.public import LARGEST_EVIDENCE, ExemptionFacts, Offered, TrainingFacts
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

MOST_DAYS, MOST_HOURS = 200, 2000
ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilesInput(forms.FileInput):
    """Several files at once; a phone offers its camera too."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPTED, "multiple": True, "class": "form-control"})


class FilesField(forms.FileField):
    """Several files, or none."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(label=label, help_text=help_text, required=False, widget=FilesInput())

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files that were sent; none is read into memory before its size is known."""
        files = [super(FilesField, self).clean(each, initial) for each in data or []]
        for file in files:
            if file.size > LARGEST_EVIDENCE:
                words = {"name": file.name}
                raise forms.ValidationError(_("“%(name)s”超过 10 MB，请压缩或拍小一些。"), params=words)
        return files


class EvidenceForm(forms.Form):
    """Whatever is proved by files, a field for each kind of them."""

    kinds: ClassVar[dict[str, EvidenceKind]] = {}

    def offered(self) -> list[Offered]:
        """The files that were sent, with what each shows."""
        sent: list[tuple[EvidenceKind, UploadedFile[bytes]]] = [
            (kind, file) for name, kind in self.kinds.items() for file in self.cleaned_data.get(name) or []
        ]
        return [Offered(kind, str(file.name), file.read()) for kind, file in sent]


class TrainingForm(EvidenceForm):
    """One offline training: what, by whom, where, when, how long, and what proves it."""

    kinds: ClassVar[dict[str, EvidenceKind]] = {
        "sign_in_sheet": EvidenceKind.SIGN_IN_SHEET,
        "timetable": EvidenceKind.TIMETABLE,
        "other_proof": EvidenceKind.OTHER,
    }
    title = forms.CharField(label=_("培训名称"), max_length=120, help_text=_("按通知上的写，如 乡镇干部应急管理培训班"))
    organiser = forms.CharField(label=_("主办单位"), max_length=120)
    place = forms.CharField(label=_("地点"), max_length=120)
    starts_on = forms.DateField(label=_("开始日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("结束日期"), widget=DayInput())
    days = forms.DecimalField(
        label=_("培训天数"),
        min_value=Decimal("0.5"),
        max_value=MOST_DAYS,
        decimal_places=1,
        help_text=_("实际上课的天数，半天写 0.5；不含报到和返程"),
        widget=forms.NumberInput({"step": "0.5", "inputmode": "decimal"}),
    )
    class_hours = forms.IntegerField(
        label=_("学时"), min_value=1, max_value=MOST_HOURS, help_text=_("课程表上的学时合计")
    )
    sign_in_sheet = FilesField(_("签到表"), _("PDF、JPG 或 PNG，每个不超过 10 MB；手机拍照也可以"))
    timetable = FilesField(_("课程表"), _("可以选几个文件"))
    other_proof = FilesField(_("其他证明"), _("如结业证书、培训通知"))
    note = forms.CharField(label=_("补充说明"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))

    def clean_days(self) -> Decimal:
        """Days are told in halves."""
        days: Decimal = self.cleaned_data["days"]
        if days * 2 % 1:
            raise forms.ValidationError(_("天数按半天计，如 0.5、1、2.5。"))
        return days

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        if "starts_on" in said and "ends_on" in said and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return said

    def facts(self) -> TrainingFacts:
        """The training as the action takes it."""
        said = self.cleaned_data
        plain = {name: said[name] for name in TrainingFacts.__dataclass_fields__ if name in said}
        return TrainingFacts(days_hundredths=int(said["days"] * 100), **plain)

    @classmethod
    def like(cls, training: Training) -> TrainingForm:
        """The form filled with what was told before, files left out."""
        told = {name: getattr(training, name) for name in TrainingFacts.__dataclass_fields__}
        return cls(initial=told | {"days": Decimal(training.days_hundredths) / 100})


class ExemptionForm(EvidenceForm):
    """An exemption: why, from when, until when, and what proves it."""

    kinds: ClassVar[dict[str, EvidenceKind]] = {"proof": EvidenceKind.OTHER}
    reason = forms.ChoiceField(label=_("原因"), choices=ExemptionReason.choices)
    starts_on = forms.DateField(label=_("从哪天起"), widget=DayInput())
    ends_on = forms.DateField(label=_("到哪天止"), widget=DayInput(), help_text=_("到期自动结束，不用再办手续"))
    note = forms.CharField(label=_("情况说明"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    proof = FilesField(_("证明材料"), _("如病假证明、退休通知、借调函；PDF、JPG 或 PNG，每个不超过 10 MB"))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        said = super().clean() or {}
        if "starts_on" in said and "ends_on" in said and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        return said

    def facts(self) -> ExemptionFacts:
        """The exemption as the action takes it."""
        return ExemptionFacts(**{name: self.cleaned_data[name] for name in ExemptionFacts.__dataclass_fields__})


class MyClaimsFilter(ListForm):
    """Which of her claims are shown."""

    sorts = {
        "newest": Sort(_("最近申报"), ("-submitted_at", "-pk")),
        "training": Sort(_("培训日期"), ("-training__starts_on", "-pk")),
    }
    q = search_field(_("搜索培训名称"))
    state = choice_field(_("状态"), ClaimState.choices)

    def narrow(self, rows: QuerySet[CreditClaim]) -> QuerySet[CreditClaim]:
        """The claims that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(training__title__icontains=words) | Q(training__organiser__icontains=words))
        return rows.filter(state=self.wanted("state")) if self.wanted("state") else rows


class MyExemptionsFilter(ListForm):
    """Which of her exemptions are shown."""

    sorts = {
        "newest": Sort(_("最近申请"), ("-requested_at", "-pk")),
        "days": Sort(_("豁免日期"), ("-starts_on", "-pk")),
    }
    state = choice_field(_("状态"), ExemptionState.choices)
    reason = choice_field(_("原因"), ExemptionReason.choices)

    def narrow(self, rows: QuerySet[Exemption]) -> QuerySet[Exemption]:
        """The exemptions that were asked for."""
        return rows.filter(**{name: self.wanted(name) for name in ("state", "reason") if self.wanted(name)})
