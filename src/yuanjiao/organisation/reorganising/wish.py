"""What somebody wishes to become of units, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Reorganisation, ReorganisationKind, Unit, UnitKind
from yuanjiao.organisation.models.unit import TIERS


@dataclass(frozen=True, slots=True)
class Wish:
    """One reorganisation as a form says it.

    :param target: the new parent of units that move, or the unit that a merger leaves.
    :param name: of the unit that arises or changes its name; empty keeps the old one. So for `short_name` and `code`.
    :param class_ids: the class groups that a split takes along, with their people.
    :param below_ids: the lower units that a split takes along.
    :param person_ids: people of the unit whom a split takes along one by one, whatever class they are in.
    """

    kind: ReorganisationKind
    units: tuple[Unit, ...]
    on: date
    target: Unit | None = None
    name: str = ""
    short_name: str = ""
    code: str = ""
    class_ids: tuple[int, ...] = ()
    below_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()
    keeps_administrators: bool = False
    evens_classes: bool = False
    reason: str = ""

    @property
    def ends_units(self) -> bool:
        """Whether the units themselves end and are succeeded."""
        return self.kind in {ReorganisationKind.MOVE, ReorganisationKind.MERGE}

    @property
    def paths(self) -> tuple[str, ...]:
        """The tree paths of the units."""
        return tuple(str(unit.path) for unit in self.units)

    @property
    def both_ends(self) -> tuple[str, ...]:
        """The tree paths that whoever decides must administer: the units, and where they go."""
        if self.target is not None:
            return (*self.paths, str(self.target.path))
        above = tuple(path[: -Unit.steplen] for path in self.paths) if self.kind == ReorganisationKind.SPLIT else ()
        return self.paths + above


def wish_of(reorganisation: Reorganisation) -> Wish:
    """What was wished, with the units as they are now."""
    names, parts = reorganisation.names, reorganisation.parts
    return Wish(
        kind=ReorganisationKind(reorganisation.kind),
        units=tuple(reorganisation.units.order_by("path")),
        on=reorganisation.on,
        target=Unit.objects.get(pk=reorganisation.target_id) if reorganisation.target_id else None,
        name=names.get("name", ""),
        short_name=names.get("short_name", ""),
        code=names.get("code", ""),
        class_ids=tuple(parts.get("classes", ())),
        below_ids=tuple(parts.get("below", ())),
        person_ids=tuple(parts.get("people", ())),
        keeps_administrators=reorganisation.keeps_administrators,
        evens_classes=reorganisation.evens_classes,
        reason=reorganisation.reason,
    )


def kind_below(kind: str, parent: str) -> str:
    """What a unit of a kind is below a unit of another: a department is of the city or of its district."""
    departments = {UnitKind.MUNICIPAL_DEPARTMENT, UnitKind.DISTRICT_DEPARTMENT}
    if kind in departments:
        return UnitKind.MUNICIPAL_DEPARTMENT if parent == UnitKind.CITY else UnitKind.DISTRICT_DEPARTMENT
    return kind


def fits_below(kind: str, parent: str) -> bool:
    """Whether a unit of a kind may stand below a unit of another: never beside or above its tier."""
    return TIERS[kind_below(kind, parent)] > TIERS[parent]


class ReorganisationRefused(Exception):
    """What is wished cannot be done; the sentence says why. `field` is what to change in the form."""

    field = "units"


class NothingToReorganise(ReorganisationRefused):
    """No unit was named, or one twice, or one together with a unit below it."""

    def __init__(self) -> None:
        super().__init__(_("请选至少一个单位；一个单位和它的下级不能同时选。"))


class TopUnit(ReorganisationRefused):
    """The academy's topmost unit stands under nothing."""

    def __init__(self) -> None:
        super().__init__(_("最上级单位不能划转、合并或拆分。"))


class UnitHasEnded(ReorganisationRefused):
    """The unit is no more; nobody comes into it."""

    def __init__(self, unit: Unit) -> None:
        super().__init__(_("“%(unit)s”已撤销，不能再选。") % {"unit": unit.name})


class ImpossibleTarget(ReorganisationRefused):
    """The target is one of the units or below one, or stands there already, or at a tier where they do not fit."""

    field = "target"


class PartsMissing(ReorganisationRefused):
    """A split takes nothing along, or what is not there."""

    field = "class_ids"

    def __init__(self) -> None:
        super().__init__(_("请选至少一个班级、下级单位或学员划到新单位；选过的班级可能已撤并，人可能已调走。"))


class NamesUnfit(ReorganisationRefused):
    """A new unit has no name, or a renaming changes nothing."""

    field = "name"

    def __init__(self) -> None:
        super().__init__(_("请填新的名称，和原来的不一样。"))


class NewCodeTaken(ReorganisationRefused):
    """Another unit has this division code."""

    field = "code"

    def __init__(self) -> None:
        super().__init__(_("这个区划代码已被另一个单位使用。"))


class DayTooEarly(ReorganisationRefused):
    """On that day the units were not as they are, or figures that were published since would no longer be true."""

    field = "on"

    def __init__(self, earliest: date) -> None:
        sentence = _("生效日期最早是 %(day)s：更早的单位设置或已固定的通报数字不能改变。")
        super().__init__(sentence % {"day": earliest.isoformat()})


class AnotherIsUnsettled(ReorganisationRefused):
    """A reorganisation of these units, or of units above or below them, is still to be made."""

    def __init__(self, units: str) -> None:
        sentence = _("“%(units)s”还有一项调整没有办完。请等它生效，或先撤回。")
        super().__init__(sentence % {"units": units})
