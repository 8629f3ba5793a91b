"""Checkpoints that fail are said once, not twice a second."""

from __future__ import annotations

import sqlite3

from yuanjiao.kernel.sqlite.checkpoints import Checkpointer


def test_a_full_disk_is_one_line_until_there_is_room(tmp_path, monkeypatch, caplog):
    checkpointer = Checkpointer(str(tmp_path / "database"))
    failing = [True, True, True, False, False, True]

    def checkpoint(_connection: sqlite3.Connection) -> None:
        if failing.pop(0):
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(checkpointer, "_checkpoint", checkpoint)
    with sqlite3.connect(":memory:") as connection:
        while failing:
            checkpointer._try(connection)
    put_off = "checkpoints are put off: database or disk is full"
    assert caplog.messages == [put_off, "checkpoints are made again", put_off]
