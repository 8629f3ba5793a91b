"""Big screens, made by the action itself."""

from __future__ import annotations

from datetime import UTC, datetime

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import Screen
from yuanjiao.oversight.public import address_part, make_screen

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def a_screen(actor: Person, unit: Unit, name: str = "一楼大厅") -> Screen:
    """A screen whose address opens."""
    return make_screen(actor=Scope.of(actor, NOW), unit=unit, name=name, now=NOW)


def arguments_of_a_screen(unit: Unit, actor: Person) -> dict[str, object]:
    """What addresses name of a screen."""
    screen = a_screen(actor, unit)
    return {"screen_id": screen.pk, "screen_part": address_part(screen)}
