"""What a person wants of the digest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yuanjiao.library.failures import LibraryFailure
from yuanjiao.library.models import Subscription
from yuanjiao.organisation.models import Person


class NoAddress(LibraryFailure):
    """Mail is wanted, and nobody knows where to."""

    def __init__(self) -> None:
        super().__init__(_("名册里还没有您的邮箱，请告诉单位管理员补上，再来勾选邮件。"))


@transaction.atomic
def subscribe(*, actor: Person, by_notice: bool, by_mail: bool, now: datetime) -> Subscription:
    """Keep what she wants of the digest.

    :raises NoAddress: when she wants mail and has no address.
    """
    if by_mail and not actor.email:
        raise NoAddress
    wanted = {"by_notice": by_notice, "by_mail": by_mail, "changed_at": now}
    return Subscription.objects.update_or_create(person=actor, defaults=wanted)[0]


@transaction.atomic
def end_mail(*, key: str, now: datetime) -> Subscription:
    """Stop the mail of whoever holds the key; doing it again changes nothing.

    :raises Subscription.DoesNotExist: when there is no such key.
    """
    held = Subscription.objects.select_for_update().get(key=key)
    held.by_mail, held.changed_at = False, now
    held.save(update_fields=["by_mail", "changed_at"])
    return held
