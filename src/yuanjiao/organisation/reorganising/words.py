"""Reorganisations in words: for lists, notices, and beside the names of units that are no more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yuanjiao.organisation.models import Reorganisation, ReorganisationKind, Unit, UnitSuccession
from yuanjiao.organisation.reorganising.wish import Wish

LISTED = 3


def names_of(wish: Wish) -> dict[str, object]:
    """The wish's names, with those of its units as they are now: they may change."""
    target = wish.target or (Unit.objects.get_parent(wish.units[0]) if wish.units[0].depth > 1 else None)
    given = {"name": wish.name, "short_name": wish.short_name, "code": wish.code}
    return {**given, "units": [unit.name for unit in wish.units], "target": target.name if target else ""}


def sentence(reorganisation: Reorganisation) -> str:
    """What becomes of which units, such as “甲镇、乙镇并入丙镇”."""
    names = reorganisation.names
    words = {"units": listed(names["units"]), "target": names["target"], "name": names["name"]}
    if reorganisation.kind == ReorganisationKind.MOVE:
        return _("%(units)s划归%(target)s") % words
    if reorganisation.kind == ReorganisationKind.MERGE:
        return _("%(units)s并入%(target)s") % words
    if reorganisation.kind == ReorganisationKind.SPLIT:
        return _("从%(units)s拆出%(name)s") % words
    return _("%(units)s更名为%(name)s") % (words | {"name": names["name"] or listed(names["units"])})


def listed(names: Iterable[str]) -> str:
    """Up to three names, and how many there are where there are more."""
    known = list(names)
    if len(known) <= LISTED:
        return "、".join(known)
    return _("%(names)s等 %(number)s 个单位") % {"names": "、".join(known[:LISTED]), "number": len(known)}


def remark_of(succession: UnitSuccession) -> str:
    """What has become of a unit that ended, such as “2026-05-01 并入乙镇”."""
    words = {"day": succession.on.isoformat(), "unit": succession.heir.name}
    if succession.reorganisation.kind == ReorganisationKind.MOVE and succession.heir.name == succession.former.name:
        return _("%(day)s 划转") % words
    return _("%(day)s 并入%(unit)s") % words
