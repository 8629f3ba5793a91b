"""Children that read hostile files are held within limits and die with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yuanjiao.media.transcoding import child

LIMITS = child.Limits(seconds=20, processor_seconds=10, memory=child.GIBIBYTE, file_size=1 << 20)
pytestmark = pytest.mark.slow


def python(code: str, limits: child.Limits = LIMITS, folder: Path | None = None) -> child.Ended:
    return child.run([sys.executable, "-c", code], limits=limits, folder=folder)


def test_memory_is_bounded() -> None:
    ended = python("x = bytearray(2 << 30)")
    assert ended.code != 0
    assert "MemoryError" in ended.complaints


def test_processor_time_is_bounded() -> None:
    ended = python("while True: pass", LIMITS._replace(processor_seconds=1))
    assert ended.code == -signal.SIGXCPU


def test_wall_clock_time_is_bounded() -> None:
    ended = python("import time; time.sleep(60)", LIMITS._replace(seconds=1))
    assert ended.stopped == "out_of_time"


def test_one_file_and_all_output_are_bounded(tmp_path: Path) -> None:
    ended = python(f"open({str(tmp_path / 'a')!r}, 'wb').write(bytes(2 << 20))")
    assert "File too large" in ended.complaints
    each = "open(folder + str(n), 'wb').write(bytes(1 << 19)); time.sleep(.1)"
    code = f"import time; folder = {str(tmp_path)!r} + '/'\nfor n in range(40): {each}"
    assert python(code, LIMITS._replace(output_size=4 << 20), tmp_path).stopped == "too_large"


def test_a_child_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUANJIAO_SECRET", "s" * 40)
    said: list[str] = []
    code = "import os; print(sorted(os.environ))"
    child.run([sys.executable, "-c", code], limits=LIMITS, line=said.append)
    assert "YUANJIAO_SECRET" not in said[0]


def test_a_child_dies_with_its_parent() -> None:
    code = (
        "import sys; from yuanjiao.media.transcoding import child;"
        "child.run([sys.executable, '-c', 'import os, time; print(os.getpid(), flush=True); time.sleep(60)'],"
        " limits=child.Limits(60, 60), line=lambda words: print(words, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        number = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
    for _ in range(100):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("the child outlived its parent")
