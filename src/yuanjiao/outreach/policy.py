"""The outreach rules that are dated data (C3): boards and recommendations, by academy and by channel.

How names appear is the academy's one disclosure setting, kept with the rankings.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from yuanjiao.credits.public import Channel
from yuanjiao.kernel import policy

APPEALS = "appeals"
BOARDS = "boards"
RECOMMENDATIONS = "recommendations"


def on_pages() -> list[Channel]:
    """The channels that have boards and recommendations at all: neither a big screen nor the API shows them."""
    return [Channel.DESKTOP, Channel.PHONE]


class Moderation(StrEnum):
    """When a message is looked at: after it is shown, or before."""

    AFTER = "after"
    BEFORE = "before"


class BoardRules(msgspec.Struct, frozen=True):
    """Policy kind ``boards``: where boards are open, when messages are looked at, how many one may write an hour."""

    channels: list[Channel] = msgspec.field(default_factory=on_pages)
    moderation: Moderation = Moderation.AFTER
    messages_an_hour: int = 20


class RecommendationRules(msgspec.Struct, frozen=True):
    """Policy kind ``recommendations``: where they are open, how many a day, how many colleague searches a minute."""

    channels: list[Channel] = msgspec.field(default_factory=on_pages)
    a_day: int = 20
    searches_a_minute: int = 60


class AppealRules(msgspec.Struct, frozen=True):
    """Policy kind ``appeals``: how soon an appeal is answered, and how long after the fact one may appeal, in days."""

    term_days: int = 15
    open_days: int = 180


def appeal_rules(now: datetime) -> tuple[int, AppealRules]:
    """The number and the rules of appeals in force; one query."""
    return policy.rules(APPEALS, AppealRules, now)


def board_rules(now: datetime) -> BoardRules:
    """The board rules in force; one query."""
    return policy.rules(BOARDS, BoardRules, now)[1]


def recommendation_rules(now: datetime) -> RecommendationRules:
    """The recommendation rules in force; one query."""
    return policy.rules(RECOMMENDATIONS, RecommendationRules, now)[1]
