"""Reads of message boards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.public import Channel, Disclosure, ranking_rules, shown_name
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import BoardMessage, MessageLike
from yuanjiao.outreach.policy import board_rules

MESSAGES_A_PAGE = 20
AT_ONCE = 500


class ShownMessage(NamedTuple):
    """A message as one reader sees it."""

    message: BoardMessage
    name: str
    unit: str
    liked: bool
    own: bool


def visible(viewer: Person) -> QuerySet[BoardMessage]:
    """The messages she sees: those neither hidden nor waiting, and her own that wait."""
    return BoardMessage.objects.filter(hidden_at__isnull=True).filter(Q(waiting=False) | Q(author=viewer))


def on_board(viewer: Person, course: Course | None) -> QuerySet[BoardMessage]:
    """What she sees of a course's board, or the academy's, newest first."""
    return visible(viewer).filter(course=course).select_related("author__unit").order_by("-written_at", "-id")


def messages(
    viewer: Person,
    course: Course | None,
    names: Disclosure,
    number: int | str = 1,
    rows: QuerySet[BoardMessage] | None = None,
) -> tuple[Page[BoardMessage], list[ShownMessage]]:
    """One page of a board as she sees it. Three queries for any number of messages."""
    asked = on_board(viewer, course) if rows is None else rows
    page = Paginator(asked, MESSAGES_A_PAGE).get_page(number)
    return page, shown(viewer, list(page.object_list), names)


def told(viewer: Person, rows: QuerySet[BoardMessage], now: datetime) -> Iterator[ShownMessage]:
    """All of these messages as she sees them; one query for every five hundred beside their own."""
    waiting, names = rows.iterator(chunk_size=AT_ONCE), ranking_rules(now).names
    while part := list(islice(waiting, AT_ONCE)):
        yield from shown(viewer, part, names)


def shown(viewer: Person, rows: list[BoardMessage], names: Disclosure) -> list[ShownMessage]:
    """Messages with their authors' names by the disclosure setting, and what she has liked. One query."""
    liked = set(MessageLike.objects.filter(person_id=viewer.pk, message__in=rows).values_list("message_id", flat=True))
    return [
        ShownMessage(
            message,
            shown_name(message.author, viewer, names),
            "" if names is Disclosure.HIDDEN else str(message.author.unit),
            message.pk in liked,
            message.author_id == viewer.pk,
        )
        for message in rows
    ]


class Board(NamedTuple):
    """One page of a board; `unit` and names follow the disclosure setting."""

    page: Page[BoardMessage]
    messages: list[ShownMessage]


def board(
    viewer: Person,
    course: Course | None,
    now: datetime,
    number: int | str = 1,
    channel: Channel = Channel.DESKTOP,
    rows: QuerySet[BoardMessage] | None = None,
) -> Board | None:
    """One page of a board as she sees it; none where the policy closes boards on this channel (C3).

    :param rows: those of the board's messages that she asked for, when not all of them.
    """
    if channel not in board_rules(now).channels:
        return None
    return Board(*messages(viewer, course, ranking_rules(now).names, number, rows))
