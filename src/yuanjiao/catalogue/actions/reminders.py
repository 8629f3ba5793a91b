"""Remembering which licence reminders were given."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yuanjiao.catalogue.models import LicenceReminder
from yuanjiao.catalogue.supply import Reminder


@transaction.atomic
def note_reminder(*, due: Reminder, now: datetime) -> bool:
    """Note that a reminder is given now; whether it had not been before, perhaps by another worker."""
    contract = due.contract
    _row, new = LicenceReminder.objects.get_or_create(
        contract=contract, licence_to=contract.licence_to, days=due.days, defaults={"told_at": now}
    )
    return new
