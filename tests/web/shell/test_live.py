"""The online count obeys its policy on every channel (C3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from yuanjiao.credits.public import Channel
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.pulse.live import LiveFigures, LiveTokens
from yuanjiao.pulse.presence import presence
from yuanjiao.web.shell.figures import Keeper

pytestmark = pytest.mark.django_db


def published(monkeypatch, *channels: str) -> LiveFigures:
    monkeypatch.setattr(presence, "closed", presence.closed)
    body = {"channels": list(channels)}
    since = timezone.now() - timedelta(minutes=1)
    PolicyVersion.objects.create(kind="live_figures", number=1, valid_from=since, body=body)
    live = LiveFigures(LiveTokens("made for tests"), lambda: 0)
    Keeper(live).publish()
    return live


def test_a_closed_channel_has_no_count_and_its_pulses_tell_none(monkeypatch):
    live = published(monkeypatch, "desktop")
    assert "online" in live.figures(Channel.DESKTOP)
    assert "online" not in live.figures(Channel.PHONE)
    assert presence.closed == {channel.number for channel in Channel if channel != Channel.DESKTOP}


def test_open_everywhere_it_is_told_everywhere(monkeypatch):
    live = published(monkeypatch, *Channel)
    assert all("online" in live.figures(channel) for channel in Channel)
    assert presence.closed == frozenset()
