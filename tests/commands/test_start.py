"""What stops a command before it begins."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.commands.test_cli import run

from yuanjiao.commands import alone, start
from yuanjiao.commands.exits import Exit, Stop


def test_one_server_serves_a_home_and_a_killed_one_keeps_nobody_off(tmp_path: Path) -> None:
    with alone.in_home(tmp_path):
        with pytest.raises(Stop, match=f"process {os.getpid()}") as stopped, alone.in_home(tmp_path):
            pass
        assert stopped.value.exit_code == Exit.NOT_READY
    with alone.in_home(tmp_path):
        assert (tmp_path / "serving").read_text() == f"{os.getpid()}\n"


def test_a_full_disk_takes_no_number_and_the_lock_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(alone.os, "write", full)
    with alone.in_home(tmp_path), pytest.raises(Stop, match="process unknown"), alone.in_home(tmp_path):
        pass


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be written"), alone.in_home(tmp_path / "nobody made it"):
        pass


@pytest.mark.django_db
def test_changes_of_another_version_stop_the_start_and_those_of_libraries_do_not() -> None:
    start.demand_own_changes({("account", "0099_folded")})
    with pytest.raises(Stop, match=r"outreach\.0099_later.*restore the backup") as stopped:
        start.demand_own_changes({("outreach", "0099_later"), ("account", "0099_folded")})
    assert stopped.value.exit_code == Exit.NOT_READY


@pytest.mark.slow
def test_an_older_program_leaves_a_newer_database_alone(tmp_path: Path, migrated: Path) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "yuanjiao.sqlite3") as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('credits', '0099_later', '2030')")
    for words in (["migrate"], ["audit"]):
        ended = run(tmp_path, *words)
        assert (ended.returncode, "credits.0099_later" in ended.stderr) == (Exit.NOT_READY, True), ended.stderr


@pytest.mark.slow
def test_a_home_named_by_mistake_is_no_academy_in_order(tmp_path: Path) -> None:
    ended = run(tmp_path, "audit")
    assert ended.returncode == Exit.NOT_READY
    assert f"There is no academy yet in {tmp_path}" in ended.stderr


@pytest.mark.slow
def test_a_setting_of_no_use_is_named_once_and_a_malformed_messenger_stops(tmp_path: Path) -> None:
    ended = run(tmp_path, "migrate", "--check", YUANJIAO_HOST="academy.example")
    assert ended.returncode == Exit.FOUND
    assert ended.stderr.count("YUANJIAO_HOST is set, but") == 1
    ended = run(tmp_path, "migrate", "--check", YUANJIAO_MESSENGER="no.such.Class")
    assert ended.returncode == Exit.NOT_READY
    assert "YUANJIAO_MESSENGER='no.such.Class' is no class" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_new_home_and_its_database_are_the_owners_alone_to_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run(home, "migrate", "--check")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.glob("*.sqlite3")]}
    assert modes == {"home": 0o711, "yuanjiao.sqlite3": 0o600}


@pytest.mark.slow
def test_a_lost_secret_is_told_and_nodes_do_not_make_their_own(tmp_path: Path, migrated: Path) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    (tmp_path / "secret-key").unlink(missing_ok=True)
    assert "secret-key was missing; another was made" in run(tmp_path, "migrate", "--check").stderr
    assert "was missing" not in run(tmp_path, "migrate", "--check").stderr
    ended = run(tmp_path, "migrate", "--check", DJANGO_SETTINGS_MODULE="yuanjiao.settings.cluster")
    assert ended.returncode == Exit.NOT_READY
    assert "YUANJIAO_SECRET='' is not given, and must be the same on every node" in ended.stderr


def test_a_file_of_another_user_is_named(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME, settings.PROFILE = tmp_path, "embedded"
    foreign = tmp_path / "yuanjiao.sqlite3-door"
    foreign.touch()
    start.demand_writable()
    # Asked for, not tried: the tests may run as root, who may do anything.
    monkeypatch.setattr(start.os, "access", lambda path, _mode: path != foreign)
    with pytest.raises(Stop, match=r"may not write .*door") as stopped:
        start.demand_writable()
    assert stopped.value.exit_code == Exit.NOT_READY


def test_a_full_disk_is_called_so(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME, settings.PROFILE = tmp_path, "embedded"
    assert start.full_or("It does not answer") == "It does not answer"
    monkeypatch.setattr(start, "LEAST_ROOM", 1 << 60)
    assert start.full_or("It does not answer") == f"The disk of {tmp_path} is full"
    settings.PROFILE = "cluster"
    assert start.full_or("It does not answer") == "It does not answer", "the database is on another machine"


@pytest.mark.slow
def test_tables_are_not_changed_under_a_server_that_runs(tmp_path: Path) -> None:
    with alone.in_home(tmp_path):
        ended = run(tmp_path, "migrate")
    assert ended.returncode == Exit.NOT_READY
    assert "Another server" in ended.stderr


@pytest.mark.slow
def test_a_media_secret_of_a_home_that_had_none_is_doubted(tmp_path: Path) -> None:
    first, again = run(tmp_path, "media-secret"), run(tmp_path, "media-secret")
    assert (first.stdout, "was made just now" in first.stderr) == (again.stdout, True)
    assert again.stderr == ""
