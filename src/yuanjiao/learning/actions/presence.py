"""Sharing presence between nodes, and keeping the day's curve."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from yuanjiao.learning.models import PresenceShare
from yuanjiao.learning.queries.presence import SLOT_MINUTES

SILENT_AFTER_MS = 60_000
"""A node that has not shared for a minute has nobody of the last minute."""
FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000
"""Names of processes come and go; their rows need not stay."""


def share_presence(*, node: str, seen: int, studying: int, now_ms: int) -> tuple[int, int]:
    """Leave this node's bit sets with the others' and take up the union of theirs."""
    PresenceShare.objects.update_or_create(
        node=node, defaults={"at_ms": now_ms, "seen": _raw(seen), "studying": _raw(studying)}
    )
    PresenceShare.objects.filter(at_ms__lt=now_ms - FORGOTTEN_AFTER_MS).delete()
    others = PresenceShare.objects.exclude(node=node).filter(at_ms__gt=now_ms - SILENT_AFTER_MS)
    all_seen = all_studying = 0
    for share in others:
        all_seen |= int.from_bytes(share.seen, "little")
        all_studying |= int.from_bytes(share.studying, "little")
    return all_seen, all_studying


@transaction.atomic
def keep_curve(*, online: int, studying: int, now: datetime) -> None:
    """Raise the day's curve at this slot to the present count."""
    local = timezone.localtime(now)
    greatest = "GREATEST" if connection.vendor == "postgresql" else "MAX"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learning_onlineslot (day, slot, online, studying) VALUES (%s, %s, %s, %s) "  # noqa: S608 -- one of two words of ours
            f"ON CONFLICT (day, slot) DO UPDATE SET online = {greatest}(learning_onlineslot.online, excluded.online), "
            f"studying = {greatest}(learning_onlineslot.studying, excluded.studying)",
            [local.date().isoformat(), (local.hour * 60 + local.minute) // SLOT_MINUTES, online, studying],
        )


def _raw(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
