"""Setting up a big screen, and closing its address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yuanjiao.kernel import audit
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import Screen


@transaction.atomic
def make_screen(*, actor: Scope, unit: Unit, name: str, now: datetime) -> Screen:
    """Make an address that shows a unit's figures on a big screen until it is revoked.

    :raises OutOfScope: when the actor may not show the unit's figures.
    """
    actor.demand(Permission.SCREENS_WRITE, unit)
    screen = Screen.objects.create(unit=unit, name=name, made_by_id=actor.actor_id, made_at=now)
    _record(actor, "make_screen", screen, now)
    return screen


@transaction.atomic
def revoke_screen(*, actor: Scope, screen_id: int, now: datetime) -> Screen:
    """Close a screen's address for good; closing it again changes nothing.

    :raises OutOfScope: when the actor may not show the unit's figures.
    """
    screen = Screen.objects.select_for_update(of=("self",)).select_related("unit").get(pk=screen_id)
    actor.demand(Permission.SCREENS_WRITE, screen.unit)
    if screen.revoked_at is None:
        screen.revoked_at = now
        screen.save(update_fields=["revoked_at"])
        _record(actor, "revoke_screen", screen, now)
    return screen


def _record(actor: Scope, act: str, screen: Screen, now: datetime) -> None:
    audit.record(
        at=now,
        actor_id=actor.actor_id,
        verb=f"oversight.{act}",
        subject=("screen", screen.pk),
        unit_path=str(screen.unit.path),
        detail={"name": screen.name},
    )
