"""What to do with many courses: the act with what it needs, and the courses by a filter or by an Excel file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import BatchAct
from yuanjiao.catalogue.public import WITH_MOMENT, WITH_REASON, end_of
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.life import minute_field, reason_field

FILE = {"class": "form-control", "accept": ".xlsx"}


class BatchForm(forms.Form):
    """An act on many courses."""

    act = forms.ChoiceField(
        label=_("要做什么"), choices=BatchAct.choices, widget=forms.Select({"class": "form-select"})
    )
    at = minute_field(_("上线时间"), required=False, help_text=_("定时上线时填"))
    last_day = forms.DateField(
        label=_("可以学到哪天"), required=False, widget=DayInput(), help_text=_("限期下线时填，到这天结束时自动下线")
    )
    reason = reason_field(_("原因"), _("下线和撤销下线时必填，正在学的学员会看到"), required=False)
    file = forms.FileField(
        label=_("课程编号表（Excel）"),
        required=False,
        widget=forms.FileInput(FILE),
        help_text=_("用任何一张课程列表导出的 Excel，删去不要的行再传上来；按“课程编号”一列认课程。传了就以它为准"),
    )
    courses = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What the act needs is there."""
        given = super().clean() or {}
        act = given.get("act")
        if act in WITH_REASON and not (given.get("reason") or "").strip():
            self.add_error("reason", _("请写明原因，正在学的学员会看到它。"))
        if act in WITH_MOMENT and self.moment is None:
            name = "at" if act == BatchAct.SCHEDULE else "last_day"
            if name not in self.errors:
                self.add_error(name, _("这项操作要填时间。"))
        return given

    @property
    def moment(self) -> datetime | None:
        """When they go online, or the moment after the last day."""
        if self.cleaned_data.get("act") == BatchAct.RETIRE:
            last_day = self.cleaned_data.get("last_day")
            return end_of(last_day) if last_day else None
        at: datetime | None = self.cleaned_data.get("at")
        return at

    @property
    def chosen(self) -> list[int]:
        """The numbers of the courses that were handed on."""
        return [int(number) for number in self.cleaned_data.get("courses", "").split(",") if number.isdecimal()]
