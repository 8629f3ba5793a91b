"""From when to when a report looks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.public import Period
from yuanjiao.web.manage.forms.fields import DayInput

LONGEST_DAYS = 3660


class PeriodForm(forms.Form):
    """The first and the last day; without them the running half-year."""

    first = forms.DateField(label=_("从"), required=False, widget=DayInput())
    last = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", _("结束的日子不能早于开始的日子。"))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("last", _("一次最多看十年。"))
        return given

    def period(self, today: date) -> Period:
        """What was asked for; the running half-year where nothing sensible was."""
        given = self.cleaned_data if self.is_valid() else {}
        last = given.get("last") or today
        first = given.get("first") or half_year(last).first
        return Period(min(first, last), last)


def half_year(day: date) -> Period:
    """The half of a day's year that it lies in."""
    if day.month <= 6:
        return Period(date(day.year, 1, 1), date(day.year, 6, 30))
    return Period(date(day.year, 7, 1), date(day.year, 12, 31))


def offered(today: date) -> list[tuple[Any, Period]]:
    """Periods that are asked for often."""
    running = half_year(today)
    year = today.year
    return [
        (_("本半年"), Period(running.first, today)),
        (_("上一个半年"), half_year(running.before.last)),
        (_("今年"), Period(date(year, 1, 1), today)),
        (_("去年"), Period(date(year - 1, 1, 1), date(year - 1, 12, 31))),
    ]
