"""Forms of a course's life: an opinion, a minute to go online, a last day, a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Criterion
from yuanjiao.catalogue.public import Opinion
from yuanjiao.web.manage.forms.fields import DayInput

CONTROL = {"class": "form-control"}
DAYS_TO_FINISH = 30
ASKED = {
    Criterion.POLITICAL: _("导向正确，没有违反政策法规的内容"),
    Criterion.SCIENTIFIC: _("观点、数据、引用准确"),
    Criterion.COMPLETE: _("视频、文档、测验、简介齐全"),
    Criterion.REASONABLE: _("结构、时长、难度适合学员"),
    Criterion.CONFORMING: _("画面、声音、文字、版权符合规范"),
}


class MinuteInput(forms.DateTimeInput):
    """A day with its minute, picked or typed."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs=CONTROL, format="%Y-%m-%dT%H:%M")


def minute_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A minute of a day."""
    return forms.DateTimeField(
        label=label, widget=MinuteInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options
    )


def reason_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Why, in a sentence."""
    area = forms.Textarea(CONTROL | {"rows": 2})
    return forms.CharField(label=label, max_length=200, required=required, widget=area, help_text=help_text)


class ScheduleForm(forms.Form):
    """When a course goes online by itself."""

    at = minute_field(_("上线时间"), help_text=_("到这一分钟自动上线"))
    reason = reason_field(_("说明"), required=False)


class RetireForm(forms.Form):
    """Why a course goes offline, and until when it may be finished."""

    reason = reason_field(_("下线原因"), _("正在学的学员会看到这句话。"))
    last_day = forms.DateField(
        label=_("可以学到哪天"),
        required=False,
        widget=DayInput(),
        help_text=_("到这天结束时自动下线；不填就是立即下线"),
    )

    @classmethod
    def for_course(cls, studying: int, reason: str) -> RetireForm:
        """The form with a reason that was given elsewhere, and a month to finish, if anybody is in the middle."""
        last: date | None = timezone.localdate() + timedelta(days=DAYS_TO_FINISH) if studying else None
        return cls(initial={"last_day": last, "reason": reason})


class BackForm(forms.Form):
    """Why something is taken back."""

    reason = reason_field(_("原因"))


class OpinionForm(forms.Form):
    """An auditor's opinion: each criterion is passed, or says what is not right."""

    expert_name = forms.CharField(
        label=_("外部专家姓名"),
        required=False,
        max_length=60,
        widget=forms.TextInput(CONTROL),
        help_text=_("您自己审核就不填；替外部专家登记时填她的姓名"),
    )
    expert_organisation = forms.CharField(
        label=_("专家单位"), required=False, max_length=80, widget=forms.TextInput(CONTROL)
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for each in Criterion:
            self.fields[f"{each.value}_passed"] = forms.BooleanField(
                label=_("通过"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
            )
            self.fields[each.value] = forms.CharField(
                label=each.label,
                required=False,
                max_length=300,
                widget=forms.TextInput(CONTROL | {"placeholder": _("不通过时写明意见")}),
            )

    @property
    def criteria(self) -> list[tuple[str, Any, forms.BoundField, forms.BoundField]]:
        """Each criterion: its name, what it asks, the tick and the remark."""
        return [(str(each.label), ASKED[each], self[f"{each.value}_passed"], self[each.value]) for each in Criterion]

    def clean(self) -> dict[str, Any]:
        """Either the tick or a remark; not both, not neither."""
        given = super().clean() or {}
        for each in Criterion:
            passed, remark = given.get(f"{each.value}_passed"), (given.get(each.value) or "").strip()
            if passed and remark:
                self.add_error(each.value, _("写了意见就不能同时勾通过。"))
            elif not passed and not remark:
                self.add_error(each.value, _("请勾通过，或写明意见。"))
        return given

    def opinion(self) -> Opinion:
        """The opinion that was given."""
        given = self.cleaned_data
        remarks = {each: given[each.value].strip() for each in Criterion if given[each.value].strip()}
        return Opinion(remarks, given["expert_name"].strip(), given["expert_organisation"].strip())


def moment_of(form: forms.Form, name: str) -> datetime | None:
    """A moment that a form was given, if it was."""
    found: datetime | None = form.cleaned_data.get(name)
    return found
