"""The line between the process of the pages and the process of the pulses, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.factories.intercom import answering

from yuanjiao.pulse.intercom import Asked, Caller, Intercom
from yuanjiao.pulse.live import LiveFigures, LiveTokens
from yuanjiao.pulse.presence import Presence, bits_of

LEARNERS_OF_A_LARGE_ACADEMY = 1_500_000


@pytest.fixture
def live() -> LiveFigures:
    return LiveFigures(LiveTokens("made for tests"), lambda: 0)


@pytest.fixture
def settled() -> list[int]:
    return []


@pytest.fixture
def presence(monkeypatch) -> Presence:
    own = Presence()
    monkeypatch.setattr("yuanjiao.pulse.intercom.presence", own)
    return own


@pytest.fixture
def path(tmp_path, live, settled, presence) -> Iterator[Path]:
    """Where an intercom answers."""
    found = tmp_path / "pulses"
    with answering(Intercom(settled.append, live), found):
        yield found


def test_a_learner_is_settled_before_the_answer_comes(path, settled):
    caller = Caller(path)
    caller.ask(Asked(settle=7))
    assert settled == [7]
    caller.ask(Asked(settle=8))
    assert settled == [7, 8]
    caller.close()


def test_whom_the_pages_saw_is_online_and_the_figures_come_back(path, live, presence):
    live.publish({"version": 4, "online": 9}, {"version": 4}, frozenset({"phone"}))
    caller = Caller(path)
    told = caller.ask(Asked(seen=bits_of({3, LEARNERS_OF_A_LARGE_ACADEMY}).to_bytes(200_000, "little")))
    assert (told.figures, told.open_figures, told.closed) == ({"version": 4, "online": 9}, {"version": 4}, ["phone"])
    presence.counted(3)
    assert presence.counts() == (2, 1)
    caller.close()


def test_nobody_there_is_said_and_the_next_question_is_asked_anew(tmp_path, path, settled):
    with pytest.raises(OSError, match="No such file"):
        Caller(tmp_path / "nobody").ask(Asked(settle=1))
    caller = Caller(path)
    caller.ask(Asked(settle=1))
    caller._line.shutdown(2)
    with pytest.raises(OSError):  # noqa: PT011 -- which of them depends on who notices first
        caller.ask(Asked(settle=2))
    caller.ask(Asked(settle=3))
    assert settled[0] == 1
    assert settled[-1] == 3
    caller.close()
