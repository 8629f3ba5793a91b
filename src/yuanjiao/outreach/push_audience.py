"""Whom a campaign is for: a typed structure that is kept with it, and its words (A8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from yuanjiao.catalogue.public import Audience, who_of
from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import Rank, Unit


class CourseNamed(msgspec.Struct, frozen=True):
    """A course as the sender saw it: her words stay true when its title changes."""

    id: int
    title: str


class PushAudience(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a campaign asks of people in its unit's subtree; what is empty asks nothing.

    The first four are a course's audience (`catalogue.audience`); `paces` are `credits.Pace` of the running year,
    `finished` and `unfinished` name a course.
    """

    post_levels: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    tenure_months_max: int | None = None
    ranks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paces: tuple[Pace, ...] = ()
    finished: CourseNamed | None = None
    unfinished: CourseNamed | None = None

    @property
    def of_course(self) -> Audience:
        """The part that courses ask, too."""
        return Audience(
            frozenset(self.post_levels),
            frozenset(self.unit_kinds),
            self.tenure_months_max,
            frozenset(self.positions),
        )


def as_data(audience: PushAudience) -> dict[str, Any]:
    """The audience as it is kept."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(audience))
    return data


def audience_from(data: Any) -> PushAudience:
    """A kept audience; the database may give it as text."""
    if isinstance(data, str | bytes):
        return msgspec.json.decode(data, type=PushAudience)
    return msgspec.convert(data, PushAudience)


def who(audience: PushAudience, where: str = "") -> str:
    """The people in words: 涪陵区，乡镇街道岗位任职 3 年内，进度落后的; all learners where nothing is asked.

    :param where: the unit, said first; empty for the whole academy.
    """
    parts = [where] if where else []
    parts += [who_of(audience.of_course)] if audience.of_course.conditions else []
    parts += [_joined([str(Rank(rank).label) for rank in audience.ranks])] if audience.ranks else []
    parts += [_("标签是%(tags)s") % {"tags": _joined(audience.tags)}] if audience.tags else []
    parts += [_joined([pace_words()[pace] for pace in audience.paces])] if audience.paces else []
    if audience.finished is not None:
        parts.append(_("学完《%(course)s》的") % {"course": audience.finished.title})
    if audience.unfinished is not None:
        parts.append(_("没学完《%(course)s》的") % {"course": audience.unfinished.title})
    if audience == PushAudience():
        parts.append(_("全体学员"))
    return _("，").join(parts)


def why(audience: PushAudience, where: str = "") -> str:
    """Why a push reached its reader: 推给乡镇街道岗位任职 3 年内."""
    return _("推给%(who)s") % {"who": who(audience, where)}


def where_of(unit: Unit) -> str:
    """A unit as `who` says it: nothing for the whole academy."""
    return str(unit) if unit.depth > 1 else ""


def pace_words() -> dict[Pace, str]:
    """How learners of each pace are called."""
    return {
        Pace.MET: _("今年已达标的"),
        Pace.ON_TRACK: _("照此进度能达标的"),
        Pace.AT_RISK: _("达标有风险的"),
        Pace.BEHIND: _("进度落后的"),
        Pace.NOT_STARTED: _("今年还没开始学的"),
    }


def _joined(words: Iterable[str]) -> str:
    return _("、").join(words)
