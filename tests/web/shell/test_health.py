"""What a load balancer hears of a node."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from django.db import OperationalError

from yuanjiao.web.shell import health
from yuanjiao.web.shell.health import Health


async def nothing() -> dict[str, Any]:
    return {"type": "http.disconnect"}


def asked(*, times: int = 1) -> list[tuple[int, dict[str, str]]]:
    """The answers to so many questions at once."""

    async def ask(node: Health) -> tuple[int, dict[str, str]]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        await node({"type": "http", "method": "GET", "path": "/health"}, nothing, send)
        return sent[0]["status"], json.loads(sent[1]["body"])

    async def run() -> list[tuple[int, dict[str, str]]]:
        node = Health()
        return list(await asyncio.gather(*(ask(node) for _ in range(times))))

    return asyncio.run(run())


@pytest.mark.django_db
def test_the_tables_are_asked(monkeypatch):
    assert health.database() == "ok"

    def refuse() -> None:
        raise OperationalError("nobody listens")

    monkeypatch.setattr(health.connection, "cursor", refuse)
    assert health.database() == "away"


def test_a_node_is_well_when_all_of_it_is(monkeypatch, caplog):
    monkeypatch.setattr(health, "database", lambda: "ok")
    assert asked() == [(200, {"status": "ok", "database": "ok", "disk": "ok"})]
    monkeypatch.setattr(health, "database", lambda: "away")
    assert asked() == [(503, {"status": "unwell", "database": "away", "disk": "ok"})]
    assert caplog.messages == ["health: database away, disk ok"]


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(health, "database", lambda: "ok")
    monkeypatch.setattr(health, "LEAST_ROOM", 1 << 60)
    assert asked() == [(503, {"status": "unwell", "database": "ok", "disk": "full"})]


def test_many_who_ask_at_once_are_one_question(monkeypatch):
    questions: list[int] = []
    monkeypatch.setattr(health, "database", lambda: questions.append(1) or "ok")
    assert {status for status, _ in asked(times=50)} == {200}
    assert len(questions) == 1


def test_a_database_that_hangs_is_not_waited_for(monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.02)
    monkeypatch.setattr(health, "database", lambda: go_on.wait(5) and "ok")
    threading.Timer(0.1, go_on.set).start()
    assert asked() == [(503, {"status": "unwell", "database": "slow"})]
