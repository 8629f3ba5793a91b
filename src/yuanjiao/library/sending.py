"""The background work of an issue that has been sent: notices in chunks, then one message to each who wants mail.

It may be begun again at any moment: whoever has a delivery is passed over, and a message is marked as sent
before it leaves.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.kernel import jobs
from yuanjiao.library import events
from yuanjiao.library.models import Delivery, Digest, DigestItem, MailState, Subscription
from yuanjiao.organisation.models import Person

logger = logging.getLogger(__name__)

NOTICES_AT_ONCE = 500
MAILS_AT_ONCE = 50
"""Messages that share one connection to the mail server."""


def told_of(*, to_everyone: bool) -> QuerySet[Person]:
    """The people who get a notice: subscribers, or every learner but those who want none."""
    active = Person.objects.filter(is_active=True)
    mine = Subscription.objects.filter(person=OuterRef("pk"))
    if to_everyone:
        return active.filter(~Exists(mine.filter(by_notice=False)))
    return active.filter(Exists(mine.filter(by_notice=True)))


def mailed() -> QuerySet[Person]:
    """The people who get a message by mail."""
    wants = Subscription.objects.filter(person=OuterRef("pk"), by_mail=True)
    return Person.objects.filter(Exists(wants), is_active=True, email__isnull=False).exclude(email="")


def send(running: jobs.Running) -> str | None:
    """Tell everyone of an issue; a sentence on how many."""
    digest = Digest.objects.get(pk=running.arguments["digest"])
    people = Person.objects.filter(is_active=True)
    if not digest.to_everyone:
        people = people.filter(subscription__isnull=False)
    whole = people.count()
    noticed = _leave_notices(digest, people, running, whole)
    sent = _send_mails(digest, running, whole)
    Digest.objects.filter(pk=digest.pk, delivered_at__isnull=True).update(delivered_at=timezone.now())
    said = ngettext("通知了 %(number)s 人", "通知了 %(number)s 人", noticed) % {"number": noticed}
    return said + _("，发出邮件 %(number)s 封。") % {"number": sent}


class Wanted(NamedTuple):
    """One person as the sending sees her; `notice` and `mail` are None while she has not been asked."""

    person_id: int
    email: str | None
    notice: bool | None
    mail: bool | None

    def by_notice(self, digest: Digest) -> bool:
        """Whether she gets a notice."""
        return self.notice is not False if digest.to_everyone else bool(self.notice)

    @property
    def by_mail(self) -> bool:
        """Whether she gets a message."""
        return bool(self.mail and self.email)


def _leave_notices(digest: Digest, people: QuerySet[Person], running: jobs.Running, whole: int) -> int:
    last = seen = noticed = 0
    fields = ("pk", "email", "subscription__by_notice", "subscription__by_mail")
    while True:
        rows = people.filter(pk__gt=last).order_by("pk").values_list(*fields)[:NOTICES_AT_ONCE]
        chunk = [Wanted(*row) for row in rows]
        if not chunk:
            return noticed
        last, seen = chunk[-1].person_id, seen + len(chunk)
        noticed += _deliver(digest, [each for each in chunk if each.by_mail or each.by_notice(digest)])
        running.step(seen, max(whole, seen))


@transaction.atomic
def _deliver(digest: Digest, chunk: Sequence[Wanted]) -> int:
    numbers = [each.person_id for each in chunk]
    had = set(Delivery.objects.filter(digest=digest, person__in=numbers).values_list("person", flat=True))
    new = [each for each in chunk if each.person_id not in had]
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(
            person_id=each.person_id,
            digest=digest,
            at=now,
            mail=MailState.WAITING if each.by_mail else MailState.NONE,
        )
        for each in new
    )
    title = _("舆情手机报第 %(number)s 期：%(title)s") % {"number": digest.number, "title": digest.title}
    whom = [each.person_id for each in new if each.by_notice(digest)]
    for leave in events.notices:
        leave(events.ToTell(whom, title, digest.opening, f"/digest/{digest.number}/", now))
    return len(whom)


def _send_mails(digest: Digest, running: jobs.Running, whole: int) -> int:
    items = list(digest.items.select_related("article"))
    waiting = Delivery.objects.filter(digest=digest, mail=MailState.WAITING)
    sent = 0
    while batch := list(waiting.select_related("person__subscription").order_by("pk")[:MAILS_AT_ONCE]):
        try:
            with mail.get_connection() as connection:
                sent += sum(_send_one(digest, items, delivery, connection) for delivery in batch)
        except (OSError, smtplib.SMTPException) as problem:
            logger.warning("mail server away: %s", type(problem).__name__)
            raise jobs.JobFailed(
                _("邮件服务器连不上，已发出 %(number)s 封。恢复后请到这一期的页面接着发。") % {"number": sent}
            ) from problem
        running.step(whole, whole)
    return sent


def _send_one(digest: Digest, items: Sequence[DigestItem], delivery: Delivery, connection: BaseEmailBackend) -> int:
    mine = Delivery.objects.filter(pk=delivery.pk, mail=MailState.WAITING)
    wanted = delivery.person.subscription.by_mail  # she may have ended it in the meantime
    if not mine.update(mail=MailState.SENT if wanted else MailState.NONE) or not wanted:
        return 0
    try:
        message(digest, items, delivery.person, connection).send()
    except smtplib.SMTPServerDisconnected:
        Delivery.objects.filter(pk=delivery.pk).update(mail=MailState.WAITING)
        raise
    except smtplib.SMTPException:
        Delivery.objects.filter(pk=delivery.pk).update(mail=MailState.FAILED)
        return 0
    return 1


def message(
    digest: Digest,
    items: Sequence[DigestItem],
    person: Person,
    connection: BaseEmailBackend | None = None,
) -> mail.EmailMultiAlternatives:
    """The message of an issue to one person, in her language, with the way to end it."""
    site = settings.PUBLIC_ADDRESS.rstrip("/")
    leave = site + reverse("learner:digest_unsubscribe", args=[person.subscription.key])
    with translation.override(person.language):
        words = {
            "digest": digest,
            "items": items,
            "person": person,
            "address": f"{site}/digest/{digest.number}/",
            "site": site,
            "leave": leave,
        }
        subject = _("舆情手机报第 %(number)s 期：%(title)s") % {"number": digest.number, "title": digest.title}
        made = mail.EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("library/mail/digest.txt", words),
            to=[str(person.email)],
            headers={"List-Unsubscribe": f"<{leave}>"},
            connection=connection,
        )
        made.attach_alternative(render_to_string("library/mail/digest.html", words), "text/html")
    return made


def sent_of(digest: Digest) -> dict[str, int]:
    """How many people were told of an issue, and what became of the messages."""
    return Delivery.objects.filter(digest=digest).aggregate(
        told=Count("pk"),
        mailed=Count("pk", filter=Q(mail=MailState.SENT)),
        waiting=Count("pk", filter=Q(mail=MailState.WAITING)),
        failed=Count("pk", filter=Q(mail=MailState.FAILED)),
    )


def will_be_told(*, to_everyone: bool) -> tuple[int, int]:
    """How many would get a notice and how many a message, were an issue sent now."""
    return told_of(to_everyone=to_everyone).count(), mailed().count()
