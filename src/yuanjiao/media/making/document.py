"""A document: a PDF as it is, an EPUB as clean chapters."""

from __future__ import annotations

import shutil
import sys
from typing import Any

import msgspec

from yuanjiao.kernel import storage
from yuanjiao.media import kinds
from yuanjiao.media.making.bench import Bench
from yuanjiao.media.problems import MediaProblem
from yuanjiao.media.transcoding import child

PROGRAM = "yuanjiao.media.documents.opening"
LIMITS = child.Limits(
    seconds=180, processor_seconds=120, memory=2 * child.GIBIBYTE, file_size=64 << 20, output_size=500 << 20
)


def make(bench: Bench) -> dict[str, Any]:
    """Open a document in a confined process and put what the reader shows into the store."""
    folder = bench.scratch / "book"
    folder.mkdir()
    lines: list[str] = []
    command = [sys.executable, "-P", "-m", PROGRAM, str(bench.original), str(folder)]
    ended = child.run(command, limits=LIMITS, folder=folder, line=lines.append, tick=bench.alive)
    if ended.stopped:
        raise MediaProblem("unsafe_document" if ended.stopped == "too_large" else ended.stopped)
    if not lines:
        raise MediaProblem("broken_document", ended.complaints[-400:])
    answer = msgspec.json.decode(lines[-1], type=dict[str, Any])
    if "problem" in answer:
        raise MediaProblem(str(answer["problem"]))
    if answer["form"] != kinds.ending(bench.asset.original_name):
        raise MediaProblem("not_a_document")
    if answer["form"] == "pdf":
        copy = bench.scratch / "document.pdf"
        shutil.copyfile(bench.original, copy)
        storage.media().take_file(copy, f"{bench.asset.key}/document.pdf")
    else:
        storage.media().take_folder(folder, bench.asset.key)
    return {"parts": int(answer["parts"])}
