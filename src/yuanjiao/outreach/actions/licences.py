"""Telling editors in time that a licence ends, or that its seats run out (A12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from yuanjiao.catalogue.models import Contract
from yuanjiao.catalogue.public import Reminder, courses_taking_seats, note_reminder, note_seats, reminders_due, seated
from yuanjiao.learning.public import number_who_began
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, who_may
from yuanjiao.outreach.actions.notices import notify_many

KIND = "outreach.licence"


def remind_of_licences(*, now: datetime, page_of: Callable[[int], str]) -> int:
    """Give every reminder that is due, each once; how many notices were left.

    :param page_of: the path of a contract's page.
    """
    return sum(_remind(due, now, page_of(due.contract.pk)) for due in reminders_due(now))


@transaction.atomic
def _remind(due: Reminder, now: datetime, page: str) -> int:
    if not note_reminder(due=due, now=now):
        return 0
    return _tell(due.contract, lambda: _words(due), page, now)


def count_seats(*, now: datetime, page_of: Callable[[int], str]) -> int:
    """Count how many seats of every licence are taken, and warn its editors; how many notices were left.

    It reads all progress of the licensed courses, so it is for the worker.

    :param page_of: the path of a contract's page.
    """
    return sum(_warn(contract, _used(contract), now, page_of(contract.pk)) for contract in seated(now))


def _used(contract: Contract) -> int:
    # Not within the transaction that follows: counting takes its time, and no pulse is to wait for it.
    began = timezone.make_aware(datetime.combine(contract.licence_from, time.min))
    return number_who_began(courses_taking_seats(contract).values_list("pk", flat=True), began)


@transaction.atomic
def _warn(contract: Contract, used: int, now: datetime, page: str) -> int:
    reached = note_seats(contract=contract, used=used, now=now)
    return _tell(contract, lambda: _seat_words(contract, used), page, now) if reached else 0


def _seat_words(contract: Contract, used: int) -> tuple[str, str]:
    words = {"title": contract.title, "seats": f"{contract.seats:,}", "used": f"{used:,}"}
    left = (contract.seats or 0) - used
    if left < 0:
        title = _("学“%(title)s”的人已超过授权人数") % words
    elif left == 0:
        title = _("“%(title)s”的授权人数已用完") % words
    else:
        title = _("“%(title)s”的授权人数快用完了") % words
    body = _("授权 %(seats)s 人，授权期内已有 %(used)s 人开始学。请向供应商增购，或换一门课推给学员。") % words
    return title, body


def _tell(contract: Contract, say: Callable[[], tuple[str, str]], page: str, now: datetime) -> int:
    editors: dict[str, list[int]] = {}
    for unit in _keepers(contract):
        people = who_may(Permission.COURSES_WRITE, unit, now).values_list("language", "pk")
        for language, number in people:
            editors.setdefault(language, []).append(number)
    told = 0
    for language, numbers in editors.items():
        with override(language):
            title, body = say()
            told += notify_many(
                person_ids=dict.fromkeys(numbers), kind=KIND, title=title, body=body, link=page, now=now
            )
    return told


def _keepers(contract: Contract) -> Iterator[Unit]:
    """The unit that keeps a contract; the academy's are kept by its topmost units."""
    if contract.unit is not None:
        yield contract.unit
    else:
        yield from Unit.objects.filter(depth=1)


def _words(due: Reminder) -> tuple[str, str]:
    words = {"title": due.contract.title, "days": due.left, "day": date_format(due.contract.licence_to)}
    title = ngettext(
        "“%(title)s”的授权还有 %(days)s 天到期", "“%(title)s”的授权还有 %(days)s 天到期", due.left
    ) % words  # fmt: skip
    body = _("授权到 %(day)s 为止，之后学员不能再学这份合同里的课程。请续签，或安排好正在学的学员。") % words
    return title, body
