"""The words of a circular: fields in braces, filled from the figures. Only names are known, nothing is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.oversight.lines import Line
from yuanjiao.oversight.models import Snapshot
from yuanjiao.oversight.policy import CircularRules

FIELD = re.compile(r"\{([^{}\n]*)\}")
NAMED_AT_MOST = 12
HALF_YEARS = {((1, 1), (6, 30)): gettext_lazy("%(year)s年上半年"), ((7, 1), (12, 31)): gettext_lazy("%(year)s年下半年")}
FIELDS = {
    "单位": gettext_lazy("发布单位的名称"),
    "期间": gettext_lazy("统计期间，如 2026年上半年"),
    "截止时刻": gettext_lazy("数据截止的时刻"),
    "达标标准": gettext_lazy("怎样算达标"),
    "应学人数": gettext_lazy("期末应学学员的人数"),
    "参学人数": gettext_lazy("期内至少学过一次的人数"),
    "参学率": gettext_lazy("参学人数占应学人数的比例"),
    "参学率变化": gettext_lazy("与上一期通报相比"),
    "达标人数": gettext_lazy("达到要求的人数"),
    "达标率": gettext_lazy("达标人数占应学人数的比例"),
    "达标率变化": gettext_lazy("与上一期通报相比"),
    "人均学分": gettext_lazy("全部应学学员平均"),
    "人均学分变化": gettext_lazy("与上一期通报相比"),
    "平均学分": gettext_lazy("参学人员平均"),
    "较好标准": gettext_lazy("规则里定的达标率"),
    "较好单位": gettext_lazy("达标率不低于这个标准的单位"),
    "较差标准": gettext_lazy("规则里定的达标率"),
    "较差单位": gettext_lazy("达标率低于这个标准的单位"),
}
"""Every field with what it stands for."""


class UnknownField(Exception):
    """A text names a field that there is not; it could never be filled."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("没有名为 {%(name)s} 的字段。") % {"name": name})


def check(text: str) -> None:
    """Nothing, when every field of a text is known.

    :raises UnknownField: for the first that is not.
    """
    for name in FIELD.findall(text):
        if name not in FIELDS:
            raise UnknownField(name)


def filled(text: str, values: dict[str, str]) -> str:
    """A text with its fields filled; one pass, so that no value is itself read as a field."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def values_of(snapshot: Snapshot, whole: Line, below: Iterable[Line], rules: CircularRules) -> dict[str, str]:
    """What each field says of a snapshot: of the whole, and of the units directly below."""
    now, before, units = whole.now, whole.before, [line for line in below if line.now.due]
    good = [line.name for line in units if line.now.met_rate * 100 >= rules.good_from]
    weak = [line.name for line in units if line.now.met_rate * 100 < rules.weak_below]
    return {
        "单位": whole.name,
        **said_of_period(snapshot),
        "应学人数": f"{now.due:,}",
        "参学人数": f"{now.participated:,}",
        "参学率": f"{now.participation_rate:.1%}",
        "参学率变化": points_changed(now.participation_rate, before.participation_rate if before else None),
        "达标人数": f"{now.met:,}",
        "达标率": f"{now.met_rate:.1%}",
        "达标率变化": points_changed(now.met_rate, before.met_rate if before else None),
        "人均学分": f"{now.credits_a_head:.1f}",
        "人均学分变化": credits_changed(now.credits_a_head, before.credits_a_head if before else None),
        "平均学分": f"{now.mean_credits:.1f}",
        "较好标准": f"{rules.good_from}%",
        "较好单位": named(good),
        "较差标准": f"{rules.weak_below}%",
        "较差单位": named(weak),
    }


def said_of_period(snapshot: Snapshot) -> dict[str, str]:
    """The fields that need no figures: the period, the hour, what counts as met."""
    return {
        "期间": period(snapshot.begins_on, snapshot.ends_on),
        "截止时刻": moment(snapshot.at),
        "达标标准": target(snapshot.target_per_cent),
    }


def target(per_cent: int) -> str:
    """What counts as met."""
    if per_cent == 100:
        return _("完成全年学分要求")
    return _("完成全年学分要求的%(share)s%%") % {"share": per_cent}


def period(begins_on: date, ends_on: date) -> str:
    """A period as people call it: 2026年上半年, 2026年, 2026年3月, or its two days."""
    edges = (begins_on.month, begins_on.day), (ends_on.month, ends_on.day)
    words = {"year": ends_on.year, "first": begins_on.month, "month": ends_on.month}
    if begins_on.year == ends_on.year:
        if edges in HALF_YEARS:
            return str(HALF_YEARS[edges]) % words
        if edges == ((1, 1), (12, 31)):
            return _("%(year)s年") % words
        if begins_on.day == 1 and (ends_on + timedelta(days=1)).day == 1:
            one = begins_on.month == ends_on.month
            return (_("%(year)s年%(month)s月") if one else _("%(year)s年%(first)s月至%(month)s月")) % words
    return _("%(first)s至%(last)s") % {"first": day(begins_on), "last": day(ends_on)}


def day(on: date) -> str:
    """A day as 2026年6月30日."""
    return date_format(on, "DATE_FORMAT")


def moment(at: datetime) -> str:
    """An hour as 2026年6月30日24时; midnight belongs to the day that ends."""
    local = timezone.localtime(at)
    on, hour = local.date(), local.hour
    if (hour, local.minute) == (0, 0):
        on, hour = on - timedelta(days=1), 24
    return _("%(day)s%(hour)s时") % {"day": day(on), "hour": hour}


def points_changed(now: float, before: float | None) -> str:
    """A change of a share in percentage points, in words."""
    if before is None:
        return _("为首次统计")
    return _changed(round((now - before) * 100, 1), _("比上期上升%(by)s个百分点"), _("比上期下降%(by)s个百分点"))


def credits_changed(now: float, before: float | None) -> str:
    """A change of credits, in words."""
    if before is None:
        return _("为首次统计")
    return _changed(round(now - before, 1), _("比上期增加%(by)s学分"), _("比上期减少%(by)s学分"))


def _changed(by: float, up: str, down: str) -> str:
    if by == 0:
        return _("与上期持平")
    return (up if by > 0 else down) % {"by": f"{abs(by):.1f}"}


def named(names: list[str]) -> str:
    """Names in a row; of many the first, and how many there are."""
    if not names:
        return _("无")
    row = _("、").join(names[:NAMED_AT_MOST])
    if len(names) <= NAMED_AT_MOST:
        return row
    return _("%(names)s等%(number)s个单位") % {"names": row, "number": len(names)}
