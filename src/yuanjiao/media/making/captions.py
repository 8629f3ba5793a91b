"""Captions: WebVTT, whatever form and encoding they came in."""

from __future__ import annotations

from typing import Any

from yuanjiao.kernel import storage
from yuanjiao.media import subtitles
from yuanjiao.media.making.bench import Bench
from yuanjiao.media.problems import MediaProblem


def make(bench: Bench) -> dict[str, Any]:
    """Read captions, tell every faulty line, and write them as WebVTT."""
    raw = bench.original.read_bytes()
    if not raw.strip():
        raise MediaProblem("empty")
    cues, faults = subtitles.read(subtitles.decoded(raw))
    if faults:
        raise MediaProblem("bad_captions", "\n".join(f"{fault.line} {fault.code}" for fault in faults[:20]))
    if not cues:
        raise MediaProblem("not_captions")
    file = bench.scratch / "captions.vtt"
    file.write_text(subtitles.write(cues), encoding="utf-8")
    storage.media().take_file(file, f"{bench.asset.key}/captions.vtt")
    return {"duration_ms": max(cue.end_ms for cue in cues), "parts": len(cues)}
