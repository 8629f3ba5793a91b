"""The process of the pages asks that of the pulses: for a learner's rows, and for the live figures."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from tests.factories.intercom import answering

from yuanjiao.pulse.intercom import Caller, Intercom
from yuanjiao.pulse.live import LiveFigures, LiveTokens
from yuanjiao.web.shell.following import Following


@pytest.fixture
def figures() -> LiveFigures:
    return LiveFigures(LiveTokens("made for tests"), lambda: 0)


@pytest.fixture
def outside(monkeypatch):
    monkeypatch.setattr("yuanjiao.web.shell.following.connection", SimpleNamespace(in_atomic_block=False))


def test_a_learner_is_settled_by_the_other_process(tmp_path, figures, outside):
    settled: list[int] = []
    with answering(Intercom(settled.append, figures), tmp_path / "pulses"):
        Following(tmp_path / "pulses", figures).settle(7)
    assert settled == [7]


def test_within_a_transaction_nobody_is_asked(tmp_path, figures, monkeypatch):
    monkeypatch.setattr("yuanjiao.web.shell.following.connection", SimpleNamespace(in_atomic_block=True))
    settled: list[int] = []
    with answering(Intercom(settled.append, figures), tmp_path / "pulses"):
        Following(tmp_path / "pulses", figures).settle(7)
    assert settled == []


def test_a_page_goes_on_when_nobody_answers(tmp_path, figures, outside, caplog):
    with caplog.at_level(logging.WARNING):
        Following(tmp_path / "nobody", figures).settle(7)
    assert "learner 7" in caplog.text


def test_pages_show_the_figures_of_the_other_process(tmp_path, figures):
    there = LiveFigures(LiveTokens("made for tests"), lambda: 0)
    there.publish({"version": 3, "online": 5}, {"version": 3}, frozenset({"phone"}))
    caller = Caller(tmp_path / "pulses")
    with answering(Intercom(lambda _learner: None, there), tmp_path / "pulses"):
        Following(tmp_path / "pulses", figures).look(caller)
    caller.close()
    assert figures.figures("desktop") == {"version": 3, "online": 5}
    assert figures.figures("phone") == {"version": 3}
