"""Telling editors in time that a licence ends (A12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from yuanjiao.catalogue.models import Contract
from yuanjiao.catalogue.public import Reminder, note_reminder, reminders_due
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
    editors: dict[str, list[int]] = {}
    for unit in _keepers(due.contract):
        people = who_may(Permission.COURSES_WRITE, unit, now).values_list("language", "pk")
        for language, number in people:
            editors.setdefault(language, []).append(number)
    told = 0
    for language, numbers in editors.items():
        with override(language):
            title, body = _words(due)
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
