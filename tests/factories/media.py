"""Assets for tests, and small real films made with the ffmpeg binary."""

from __future__ import annotations

import subprocess
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

import imageio_ffmpeg

from yuanjiao.media.models import Asset, AssetKind, AssetState

numbers = count(1)
CODECS = {
    "mp4": ("libx264", "aac"),
    "mov": ("libx264", "aac"),
    "mkv": ("libx264", "aac"),
    "webm": ("libvpx", "libopus"),
    "avi": ("mpeg4", "libmp3lame"),
    "flv": ("flv", "libmp3lame"),
    "ts": ("libx264", "aac"),
    "wmv": ("wmv2", "wmav2"),
}
CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def make_asset(kind: str = AssetKind.VIDEO, **fields: Any) -> Asset:
    """An asset that is ready, though nothing of it lies in the store."""
    defaults: dict[str, Any] = {"state": AssetState.READY, "original_name": f"示例{next(numbers)}.mp4"}
    if kind == AssetKind.VIDEO:
        defaults |= {"duration_ms": 600_000, "width": 1280, "height": 720}
    return Asset.objects.create(kind=kind, **(defaults | fields))


def ffmpeg(*arguments: str) -> None:
    """Run the binary."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-y", *arguments]
    subprocess.run(command, check=True, timeout=60)


def make_film(path: Path, *extra: str, seconds: float = 2, size: str = "320x240", sound: bool = True) -> Path:
    """A real film of moving colours and a tone, in the container of the path's ending."""
    picture, tone = CODECS[path.suffix[1:]]
    inputs = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=25:d={seconds}"]
    if sound:
        inputs += ["-f", "lavfi", "-i", f"sine=frequency=330:r=48000:d={seconds}"]
    speed = {"libx264": ("-preset", "ultrafast"), "libvpx": ("-deadline", "realtime", "-cpu-used", "8")}
    outputs = ["-c:v", picture, *speed.get(picture, ()), *(["-c:a", tone] if sound else [])]
    ffmpeg(*inputs, *outputs, *extra, str(path))
    return path


def make_book(path: Path, *chapters: str, extra: dict[str, bytes] | None = None) -> Path:
    """A small EPUB of these chapter bodies."""
    names = [f"c{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = "".join(f'<item id="i{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names)
    spine = "".join(f'<itemref idref="i{name}"/>' for name in names)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>示例书</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", package)
        for name, body in zip(names, chapters, strict=True):
            archive.writestr(f"OEBPS/{name}", f"<html><head><style>p{{}}</style></head><body>{body}</body></html>")
        for name, raw in (extra or {}).items():
            archive.writestr(name, raw)
    return path


def make_pdf(path: Path, *, pages: int = 2, password: str = "") -> Path:
    """A PDF of empty pages, locked when a password is given."""
    import pypdf  # noqa: PLC0415 -- slow to load, and few tests want it

    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=300, height=400)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(path)
    return path
