"""``yuanjiao audit`` reads with as many processes as it is told to, and finds the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.architecture.source import ROOT
from tests.server.running import BIN, installed

from yuanjiao.commands.exits import Exit


@pytest.mark.slow
def test_several_processes_read_every_entry_and_find_the_altered_one(tmp_path: Path, migrated: Path) -> None:
    script = Path(__file__).with_name("seed_ledger.py")
    env, known = installed(tmp_path, migrated, script, PYTHONPATH=str(ROOT))
    command = [BIN / "yuanjiao", "audit", "--json", "--processes", "2"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.FOUND, done.stderr
    told = json.loads(done.stdout)
    assert (told["entries"], told["learners"], told["difference_count"]) == (known["entries"], 5, 1)
    assert told["differences"][0].startswith(f"hash {known['altered']}")
