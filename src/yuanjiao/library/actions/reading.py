"""Counting who opens what."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from yuanjiao.library.models import Reading, ReadingDay, ResourceKind
from yuanjiao.library.queries import MODELS


@transaction.atomic
def record_opening(*, learner_id: int, kind: ResourceKind, item_id: int, now: datetime) -> None:
    """Count one opening of a resource; it earns nothing, and no time is kept."""
    day = timezone.localdate(now)
    mine = Reading.objects.filter(learner_id=learner_id, kind=kind, item_id=item_id)
    first_today = False
    if not mine.filter(day=day).update(opens=F("opens") + 1):
        _reading, first_today = Reading.objects.get_or_create(
            learner_id=learner_id, kind=kind, item_id=item_id, day=day
        )
        if not first_today:
            mine.filter(day=day).update(opens=F("opens") + 1)
    newcomer = first_today and mine.count() == 1
    _count_day(kind, item_id, day, newcomer=first_today)
    figures = {"open_count": F("open_count") + 1} | ({"reader_count": F("reader_count") + 1} if newcomer else {})
    MODELS[kind]._default_manager.filter(pk=item_id).update(**figures)  # noqa: SLF001 -- Django documents it


def _count_day(kind: ResourceKind, item_id: int, day: date, *, newcomer: bool) -> None:
    total = ReadingDay.objects.filter(kind=kind, item_id=item_id, day=day)
    figures = {"opens": F("opens") + 1, "readers": F("readers") + int(newcomer)}
    if not total.update(**figures):
        ReadingDay.objects.get_or_create(kind=kind, item_id=item_id, day=day)
        total.update(**figures)
