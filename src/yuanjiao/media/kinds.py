"""What may be uploaded as what: endings, sizes and the first bytes a file must have; no Django."""

from __future__ import annotations

from typing import NamedTuple

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30
HEAD_BYTES = 512
# An MP4 or MOV begins with a box; old cameras write these before or instead of ``ftyp``.
BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
TRANSPORT_PACKETS = (188, 192, 204)


class Allowed(NamedTuple):
    """The endings and the greatest size of one kind of asset."""

    endings: tuple[str, ...]
    size_max: int


KINDS = {
    "video": Allowed(
        ("mp4", "m4v", "mov", "mkv", "webm", "avi", "flv", "ts", "mts", "m2ts", "mpg", "wmv", "asf"), 8 * GIBIBYTE
    ),
    "document": Allowed(("pdf", "epub"), 300 * MEBIBYTE),
    "captions": Allowed(("vtt", "srt"), 4 * MEBIBYTE),
    "picture": Allowed(("jpg", "jpeg", "png", "webp"), 20 * MEBIBYTE),
}
WRONG_CONTENT = {
    "video": "not_a_video",
    "document": "not_a_document",
    "captions": "not_captions",
    "picture": "bad_picture",
}


def ending(name: str) -> str:
    """What follows a file name's last dot, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def fits(kind: str, head: bytes) -> bool:
    """Whether a file that begins so can be of a kind, whatever its name says."""
    if kind == "video":
        return _is_film(head)
    if kind == "document":
        return b"%PDF-" in head or head.startswith(b"PK\x03\x04")
    if kind == "picture":
        return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or head[:4] + head[8:12] == b"RIFFWEBP"
    # Captions are text in one of several encodings; UTF-16 has zero bytes, but says so at its start.
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in head


def _is_film(head: bytes) -> bool:
    if head[4:8] in BOXES or head.startswith((b"\x1a\x45\xdf\xa3", b"FLV\x01", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11")):
        return True
    if head[:4] + head[8:12] == b"RIFFAVI " or head.startswith(b"\x00\x00\x01\xba"):
        return True
    return any(
        head[offset : offset + 1] == head[offset + length : offset + length + 1] == b"G"
        for length in TRANSPORT_PACKETS
        for offset in (0, 4)
    )
