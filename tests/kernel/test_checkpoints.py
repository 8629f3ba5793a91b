"""Checkpoints that fail are said once, not twice a second."""

from __future__ import annotations

import sqlite3

from yuanjiao.kernel.sqlite.checkpoints import Checkpointer, put_away


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


def test_after_the_end_the_file_alone_holds_everything(tmp_path, caplog):
    path, copy = tmp_path / "database", tmp_path / "copy"
    with sqlite3.connect(path) as still_open:
        still_open.execute("PRAGMA journal_mode=WAL")
        still_open.execute("PRAGMA wal_autocheckpoint=0")
        still_open.execute("CREATE TABLE learned (seconds)")
        still_open.execute("INSERT INTO learned VALUES (15)")
        still_open.commit()
        put_away(str(path))
        copy.write_bytes(path.read_bytes())
        assert (tmp_path / "database-wal").stat().st_size == 0
    with sqlite3.connect(copy) as alone:
        assert alone.execute("SELECT seconds FROM learned").fetchall() == [(15,)]
    put_away(str(tmp_path / "no folder" / "database"))
    assert caplog.messages == ["the log stays beside the database: unable to open database file"]
