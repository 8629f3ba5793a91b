"""The snapshot of live figures, made once a second for everyone (A2, A14)."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from yuanjiao.catalogue.public import browse_shelf
from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import Channel
from yuanjiao.kernel import identifiers, policy
from yuanjiao.kernel.clock import steady
from yuanjiao.learning.public import curve, keep_curve, share_presence
from yuanjiao.pulse.live import LiveFigures
from yuanjiao.pulse.presence import presence

logger = logging.getLogger(__name__)

CURVE_EVERY = 15
"""The day's curve and the policy are looked at every so many rounds."""


LIVE_FIGURES = "live_figures"


class LiveRules(msgspec.Struct, frozen=True):
    """Policy kind ``live_figures``: on which channels the online count is shown (C3); the API has none to show."""

    channels: list[Channel] = msgspec.field(default_factory=lambda: [Channel.DESKTOP, Channel.PHONE, Channel.SCREEN])

    @property
    def closed(self) -> frozenset[Channel]:
        """The channels that do not show it."""
        return frozenset(Channel) - frozenset(self.channels)


class Keeper:
    """Counts presence, shares it between nodes, keeps the curve, and publishes the snapshot."""

    def __init__(self, live: LiveFigures) -> None:
        self._live = live
        self._round = 0
        self._today: list[int] = []
        self._rules = LiveRules()
        self._many_nodes = settings.PROFILE == "cluster"
        self._away = False

    def run(self, stop: threading.Event, every: float) -> None:
        """Work until told to stop; a failing database only makes the figures older."""
        while True:
            try:
                if self._round == 0:
                    browse_shelf()  # loaded before the first reader asks for it
                self.publish()
                self._away = False
            except (OperationalError, InterfaceError) as error:
                # Once a second for as long as the database is away would bury what else is said.
                if not self._away:
                    logger.warning("live figures stand still until the database is back: %s", error)
                self._away = True
                connection.close()
            except Exception:
                logger.exception("live figures were not renewed")
                connection.close()
            if stop.wait(every):
                connection.close()
                return

    def publish(self) -> None:
        """Count, and make the snapshot anew for everyone."""
        now_ms = steady()
        now = datetime.fromtimestamp(now_ms / 1000, UTC)
        if self._many_nodes:
            seen, studying = presence.share()
            presence.others(
                *share_presence(node=identifiers.process_name(), seen=seen, studying=studying, now_ms=now_ms)
            )
        online, studying = presence.counts()
        if self._round % CURVE_EVERY == 0:
            keep_curve(online=online, studying=studying, now=now)
            self._today = curve(now)
            _, self._rules = policy.rules(LIVE_FIGURES, LiveRules, now)
            presence.closed = frozenset(channel.number for channel in self._rules.closed)
        self._round += 1
        version = LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        today = [*self._today[:-1], max(self._today[-1], online)]
        open_figures: dict[str, Any] = {"version": version}
        figures = {**open_figures, "online": online, "studying": studying, "today": today}
        self._live.publish(figures, open_figures, self._rules.closed)
