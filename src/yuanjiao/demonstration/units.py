"""The units of the demonstration: the real divisions of Chongqing, and departments marked as made up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from itertools import zip_longest

from yuanjiao.demonstration.plan import Plan
from yuanjiao.organisation.models import Unit, UnitKind
from yuanjiao.organisation.public import Scope, UnitDetails, add_unit, plant_division_tree, read_divisions

SET_UP = date(2015, 1, 1)
HOME_DISTRICT = "涪陵区"
DISTRICTS = (
    "涪陵区", "渝中区", "江津区", "万州区", "黔江区", "北碚区", "合川区", "永川区", "巴南区", "长寿区",
    "潼南区", "铜梁区",
)  # fmt: skip
DEPARTMENTS = ("组织部", "教育委员会", "生态环境局", "农业农村委员会", "应急管理局", "政务服务中心")
MARK = "（演示）"
LEARNERS_A_UNIT = 30
HOME_UNITS = 14


def plant(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Set up divisions and departments; what is there already is left alone."""
    system = Scope.of_system()
    plant_division_tree(actor=system, divisions=read_divisions(), on=SET_UP, now=now, progress=progress)
    city = Unit.objects.get(kind=UnitKind.CITY)
    add_missing(city, UnitKind.MUNICIPAL_DEPARTMENT, "市", now)
    for district in districts(plan):
        add_missing(district, UnitKind.DISTRICT_DEPARTMENT, "区", now)


def districts(plan: Plan) -> list[Unit]:
    """The districts that have departments: twelve, or all of a city."""
    found = Unit.objects.filter(kind=UnitKind.DISTRICT).order_by("path")
    if plan.city:
        return list(found)
    return sorted(found.filter(name__in=DISTRICTS), key=lambda unit: DISTRICTS.index(unit.name))


def add_missing(parent: Unit, kind: UnitKind, prefix: str, now: datetime) -> None:
    """Add the departments that a unit lacks and has never had under their names."""
    below = Unit.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    known = {*below.values_list("name", flat=True), *below.values_list("former_names__name", flat=True)}
    for department in DEPARTMENTS:
        name = f"{prefix}{department}{MARK}"
        if name not in known:
            short = "" if prefix == "市" else f"{parent.name.removesuffix('区')}区{department}"
            details = UnitDetails(name, kind, short_name=short)
            add_unit(actor=Scope.of_system(), under=parent, details=details, on=SET_UP, now=now)


def workplaces(plan: Plan) -> list[Unit]:
    """The units that people work in, in a fixed order, as many as the learners fill.

    First the home district and the city's departments, then one unit of every other district, then another.
    """
    kinds = (UnitKind.DISTRICT_DEPARTMENT, UnitKind.TOWNSHIP)
    below: dict[str, list[Unit]] = {}
    for unit in Unit.objects.filter(kind__in=kinds).order_by("path"):
        below.setdefault(unit.path[: unit.steplen * 2], []).append(unit)
    for units in below.values():
        units.sort(key=lambda unit: kinds.index(UnitKind(unit.kind)))
    home = below.pop(Unit.objects.get(kind=UnitKind.DISTRICT, name=HOME_DISTRICT).path)
    municipal = list(Unit.objects.filter(kind=UnitKind.MUNICIPAL_DEPARTMENT).order_by("path"))
    elsewhere = [unit for layer in zip_longest(*below.values()) for unit in layer if unit]
    first = len(DEPARTMENTS)
    ordered = home[:first] + municipal + home[first:HOME_UNITS] + elsewhere + home[HOME_UNITS:]
    return ordered[: max(1, min(len(ordered), plan.learners // LEARNERS_A_UNIT))]
