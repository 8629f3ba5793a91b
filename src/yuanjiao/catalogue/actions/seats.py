"""Keeping count of how many seats of a contract are taken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yuanjiao.catalogue.licence import seats_reached
from yuanjiao.catalogue.models import Contract, SeatUse


@transaction.atomic
def note_seats(*, contract: Contract, used: int, now: datetime) -> int:
    """Write the count down; the share in percent that its editors are to hear of now, each once; 0 when none.

    When there is room again, because seats were bought or the licence began anew, they would hear of it anew.
    """
    fresh = {"used": used, "counted_at": now}
    known, _new = SeatUse.objects.select_for_update().get_or_create(contract=contract, defaults=fresh)
    reached = seats_reached(used, contract.seats)
    SeatUse.objects.filter(pk=known.pk).update(**fresh, warned=reached)
    return reached if reached > known.warned else 0
