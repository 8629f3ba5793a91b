"""Why a course is shown to someone, in words (A5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yuanjiao.catalogue.audience import Audience
from yuanjiao.organisation.models import UnitKind
from yuanjiao.organisation.models.person import PostLevel


def words_for(audience: Audience) -> str:
    """The audience as one phrase, such as 推给乡镇街道岗位任职 3 年内; for everyone it says so."""
    who = who_of(audience)
    return _("推给%(who)s") % {"who": who} if who else _("面向全体学员")


def who_of(audience: Audience) -> str:
    """The people alone, such as 乡镇街道岗位任职 3 年内; empty where it asks nothing."""
    who, tenure = _who(audience), _tenure(audience.tenure_months_max)
    return _("%(who)s%(tenure)s") % {"who": who, "tenure": tenure} if who and tenure else who or tenure


def _who(audience: Audience) -> str:
    separator = _("、")
    kinds = separator.join(str(kind.label) for kind in UnitKind if kind in audience.unit_kinds)
    levels = separator.join(str(level.label) for level in PostLevel if level in audience.post_levels)
    positions = separator.join(sorted(audience.positions))
    # The narrowest word stands last: 乡镇街道的乡科级正职的民政办主任.
    people = _joined(levels, positions)
    if kinds and not people:
        return _("%(kinds)s岗位") % {"kinds": kinds}
    return _joined(kinds, people)


def _joined(wider: str, narrower: str) -> str:
    if wider and narrower:
        return _("%(kinds)s的%(levels)s") % {"kinds": wider, "levels": narrower}
    return wider or narrower


def _tenure(months: int | None) -> str:
    if months is None:
        return ""
    if months % 12 == 0:
        return _("任职 %(years)d 年内") % {"years": months // 12}
    return _("任职 %(months)d 个月内") % {"months": months}
