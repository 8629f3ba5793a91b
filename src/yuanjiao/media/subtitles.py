"""Reading WebVTT and SRT captions and writing WebVTT; pure text."""

from __future__ import annotations

import re
from typing import NamedTuple

MOMENT = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING = re.compile(rf"\s*{MOMENT}\s*-->\s*{MOMENT}\s*(.*)", re.ASCII)
SETTING = re.compile(r"(?:vertical|line|position|size|align):[\w%,.-]+", re.ASCII)
# Old caption tools write GB18030 (or GBK, its part); UTF-16 marks itself at its start.
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
TAGS = re.compile(r"</?(?:font|span)\b[^>]*>|\{\\[^}]*\}", re.IGNORECASE)
KEPT_TAG = re.compile(r"</?(?:b|i|u|c|v|ruby|rt|lang)(?:[ .][^<>]*)?>", re.IGNORECASE)


class Cue(NamedTuple):
    """One caption: begin and end in milliseconds, its text and its WebVTT settings."""

    begin_ms: int
    end_ms: int
    text: str
    settings: str = ""


class Fault(NamedTuple):
    """A line, counted from 1, and what is wrong with it."""

    line: int
    code: str


def decoded(raw: bytes) -> str:
    """The text of a captions file: by its mark, else UTF-8, else GB18030."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def read(text: str) -> tuple[list[Cue], list[Fault]]:
    """The captions of a file and its faulty lines; either form, told by its content."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    faults: list[Fault] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith(("NOTE", "STYLE", "REGION")):
            number = _past(lines, number)
        elif "-->" in line:
            number = _cue(lines, number, cues, faults)
        else:
            number += 1
    return cues, faults


def _cue(lines: list[str], number: int, cues: list[Cue], faults: list[Fault]) -> int:
    end = _past(lines, number)
    timing = TIMING.fullmatch(lines[number])
    if timing is None:
        faults.append(Fault(number + 1, "timing"))
        return end
    begin_ms, end_ms = _moment(timing.groups()[:4]), _moment(timing.groups()[4:8])
    if end_ms <= begin_ms:
        faults.append(Fault(number + 1, "reversed"))
    elif cues and begin_ms < cues[-1].begin_ms:
        faults.append(Fault(number + 1, "disorder"))
    else:
        words = _clean("\n".join(lines[number + 1 : end]))
        if words:
            cues.append(Cue(begin_ms, end_ms, words, " ".join(SETTING.findall(timing.group(9)))))
    return end


def _past(lines: list[str], number: int) -> int:
    while number < len(lines) and lines[number].strip():
        number += 1
    return number


def _moment(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def _clean(text: str) -> str:
    pieces = []
    position = 0
    plain = TAGS.sub("", text).strip()
    for tag in KEPT_TAG.finditer(plain):
        pieces += [_escaped(plain[position : tag.start()]), tag.group()]
        position = tag.end()
    return "".join([*pieces, _escaped(plain[position:])])


def _escaped(text: str) -> str:
    ampersands = re.sub(r"&(?!(?:amp|lt|gt|nbsp|lrm|rlm);)", "&amp;", text)
    return ampersands.replace("-->", "→").replace("<", "&lt;").replace(">", "&gt;")


def write(cues: list[Cue]) -> str:
    """The captions as WebVTT."""
    blocks = [f"{_stamp(cue.begin_ms)} --> {_stamp(cue.end_ms)} {cue.settings}".rstrip() for cue in cues]
    return "WEBVTT\n\n" + "\n".join(f"{block}\n{cue.text}\n" for block, cue in zip(blocks, cues, strict=True))


def _stamp(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
