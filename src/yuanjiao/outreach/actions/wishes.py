"""Telling learners that a course they wished for is there, or why it is not (A7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yuanjiao.catalogue.models import CourseWish
from yuanjiao.catalogue.public import mark_told, untold
from yuanjiao.outreach.actions.notices import notify_many

KIND = "outreach.wish"
VOTES_AT_ONCE = 500


def tell_wishers(*, wish: CourseWish, page: str, now: datetime) -> Iterator[int]:
    """Tell those who wished for it, some hundred in a transaction, each once; gives how many were told so far.

    :param page: the path of the page that the answer leads to.
    """
    told = 0
    while True:
        number = _tell_some(wish, page, now)
        if not number:
            return
        told += number
        yield told


@transaction.atomic
def _tell_some(wish: CourseWish, page: str, now: datetime) -> int:
    votes = list(untold(wish).values_list("pk", "person_id", "person__language")[:VOTES_AT_ONCE])
    for language in sorted({language for _vote, _person, language in votes}):
        with override(language):
            notify_many(
                person_ids=[person for _vote, person, theirs in votes if theirs == language],
                kind=KIND,
                title=_title(wish),
                body=wish.answer,
                link=page,
                now=now,
            )
    mark_told(vote_ids=[vote for vote, _person, _language in votes], now=now)
    return len(votes)


def _title(wish: CourseWish) -> str:
    if wish.course is None:
        return _("您想学的“%(words)s”有答复了") % {"words": wish.words}
    return _("您想学的“%(words)s”有课了：《%(title)s》") % {"words": wish.words, "title": wish.course.title}
