"""Lowering what short courses are worth, as a rule of the academy says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yuanjiao.catalogue import shelf
from yuanjiao.catalogue.models import Course
from yuanjiao.kernel import audit


@transaction.atomic
def lower_credits(*, longest_first: Sequence[tuple[int, int]], now: datetime) -> int:
    """Let every course of at most a length be worth no more than a number of hundredths; how many were lowered.

    What was earned with them stays as it was.

    :param longest_first: lengths in milliseconds with hundredths.
    """
    lowered: set[int] = set()
    for duration_ms, hundredths in longest_first:
        above = Course.objects.filter(duration_ms__gt=0, duration_ms__lte=duration_ms, credit_hundredths__gt=hundredths)
        numbers = set(above.values_list("pk", flat=True))
        Course.objects.filter(pk__in=numbers).update(credit_hundredths=hundredths, updated_at=now)
        lowered |= numbers
    if lowered:
        detail = {"courses": sorted(lowered)}
        audit.record(at=now, actor_id=None, verb="catalogue.lower_credits", subject=("courses", ""), detail=detail)
        transaction.on_commit(shelf.forget)
    return len(lowered)
