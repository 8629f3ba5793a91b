"""The command as an operator meets it: help, exit codes, sentences."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import load_workbook

from yuanjiao.cli import COMMANDS, main
from yuanjiao.commands import address, bench, serve
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.migrating import Migrating
from yuanjiao.commands.telling import Count, bar

EVERYONE = "0.0.0.0"  # noqa: S104 -- asked about, never listened on


def run(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUANJIAO", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-m", "yuanjiao.cli", *words],
        env={**kept, "YUANJIAO_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_list_of_commands_names_the_exit_codes() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    assert all(name in output for name in COMMANDS)
    assert all(f"  {int(code)} " in output for code in Exit)


def test_an_unknown_command_is_a_wrong_call() -> None:
    assert CliRunner().invoke(main, ["fly"]).exit_code == 2


@pytest.mark.slow
def test_a_malformed_setting_is_named(tmp_path: Path) -> None:
    ended = run(tmp_path, "migrate", "--check", YUANJIAO_DEMONSTRATION="perhaps")
    assert ended.returncode == Exit.NOT_READY
    assert "YUANJIAO_DEMONSTRATION='perhaps' is not a switch" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_only_a_demonstration_does_without_second_factors(tmp_path: Path) -> None:
    ended = run(tmp_path, "migrate", "--check", YUANJIAO_SECOND_FACTOR="off")
    assert ended.returncode == Exit.NOT_READY
    assert "YUANJIAO_SECOND_FACTOR='off' is not possible outside a demonstration" in ended.stderr
    made_up = run(tmp_path, "migrate", "--check", YUANJIAO_SECOND_FACTOR="off", YUANJIAO_DEMONSTRATION="on")
    assert made_up.returncode == Exit.FOUND


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    ended = run(
        tmp_path,
        "migrate",
        DJANGO_SETTINGS_MODULE="yuanjiao.settings.cluster",
        YUANJIAO_DATABASE="postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2",
        YUANJIAO_SECRET="s" * 40,
    )
    assert ended.returncode == Exit.NOT_READY, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_fresh_academy_is_prepared_founded_and_audited(tmp_path: Path, migrated: Path) -> None:
    assert run(tmp_path, "migrate", "--check").returncode == Exit.FOUND
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)  # made by `yuanjiao migrate`, which takes long
    assert run(tmp_path, "migrate", "--check").returncode == Exit.DONE
    assert "nothing to change" in run(tmp_path, "migrate").stderr
    founded = run(tmp_path, "found", "--name", "Wu", "--staff-number", "wu-1")
    assert (founded.returncode, founded.stdout.split()[0]) == (Exit.DONE, "wu-1")
    assert run(tmp_path, "found", "--name", "Qin", "--staff-number", "qin-1").returncode == Exit.NOT_READY
    audited = run(tmp_path, "audit", "--json")
    assert (audited.returncode, json.loads(audited.stdout)["difference_count"]) == (Exit.DONE, 0)


@pytest.mark.slow
def test_a_file_of_people_is_checked_and_then_brought_in(tmp_path: Path, migrated: Path) -> None:
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    people = tmp_path / "people.csv"
    people.write_text("学号,姓名,单位\nlin-1,Lin,重庆市\nzhou-1,Zhou,没有的单位\n", encoding="utf-8")
    run(tmp_path, "found", "--name", "Wu", "--staff-number", "wu-1")
    checked = run(tmp_path, "import-people", str(people))
    assert checked.returncode == Exit.FOUND, checked.stderr
    assert "zhou-1" in checked.stdout
    assert "No unit “没有的单位”" in checked.stdout
    assert run(tmp_path, "import-people", str(people), "--apply").returncode == Exit.FOUND
    kept = run(tmp_path, "import-people", str(people), "--apply", "--accept-faults")
    assert "1 new" in kept.stderr, kept.stderr
    codes = tmp_path / "people.codes.xlsx"
    assert f"Their one-time codes: {codes}" in kept.stderr
    assert stat.S_IMODE(codes.stat().st_mode) == 0o600
    told = load_workbook(str(codes)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in told[1:]] == ["lin-1"]
    assert told[1][3], "Lin has no code"
    again = run(tmp_path, "import-people", str(people), "--apply", "--accept-faults")
    assert "1 unchanged" in again.stderr, again.stderr


def test_a_port_in_use_has_its_own_exit_code() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Stop, match="choose another port") as stopped:
            address.demand_free("127.0.0.1", other.getsockname()[1])
    assert stopped.value.exit_code == Exit.ADDRESS_IN_USE


def test_an_address_of_another_machine_is_not_taken_for_one_in_use() -> None:
    with pytest.raises(Stop, match="not an address of this machine") as stopped:
        address.demand_free("192.0.2.7", 8000)
    assert stopped.value.exit_code == Exit.NOT_READY


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), (EVERYONE, False), ("academy.example", False)],
)
def test_only_loopback_counts_as_this_machine(host: str, alone: object) -> None:
    assert address.is_loopback(host) is alone


def test_a_demonstration_never_listens_to_others(tmp_path: Path, settings: object) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings take any name
    serve.demonstration_stays_home(EVERYONE)
    (tmp_path / "demonstration.json").write_text("{}")
    serve.demonstration_stays_home("127.0.0.1")
    with pytest.raises(Stop, match="this machine only"):
        serve.demonstration_stays_home(EVERYONE)


def test_a_bar_says_how_far_pieces_have_come() -> None:
    drawn: list[str] = []
    count = Count(lambda done, total: drawn.append(bar(done, total)), 4)
    count.more()
    count.more(3)
    count.more()  # more than was thought at first
    assert drawn == ["██████░░░░░░░░░░░░░░░░░░  25%", "█" * 24 + " 100%", "█" * 24 + " 100%"]


def test_changes_of_the_database_are_told_once_they_are_made() -> None:
    told: list[tuple[int, int]] = []
    command = Migrating(lambda done, total: told.append((done, total)), 2)
    command.verbosity = 0
    for action in ("render_start", "apply_start", "apply_success", "apply_start", "apply_success"):
        command.migration_progress_callback(action)
    assert told == [(1, 2), (2, 2)]


def test_measurements_need_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("yuanjiao.__file__", str(tmp_path / "lib" / "python" / "yuanjiao" / "__init__.py"))
    with pytest.raises(Stop) as stopped:
        bench.folder()
    assert stopped.value.exit_code == Exit.PART_MISSING
