"""Taking files in as evidence: few kinds, small, told by their content and never by their name.

Uploads are hostile. A picture is drawn anew, so that only its pixels are kept; a PDF is kept as it came and is
only ever handed out as a download.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from yuanjiao.credits.models import EvidenceFile, EvidenceKind, Exemption, Training
from yuanjiao.kernel import storage

LARGEST_EVIDENCE = 10 << 20
MOST_FILES = 8
SIDE_MAX = 2400
PIXELS_MAX = 60_000_000
PDF_SIGN = b"%PDF-"
PICTURE_FORMATS = ("JPEG", "PNG")
NAME_LENGTH = 160


class EvidenceRefused(Exception):
    """A file that is not taken; the sentence names it and says what to do."""


class EvidenceMissing(Exception):
    """Nothing proves what is claimed."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("请至少上传一份签到表或其他证明材料。"))


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as it was sent."""

    kind: EvidenceKind
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that may be kept."""

    kind: EvidenceKind
    name: str
    suffix: str
    content: bytes


def sound(offered: Sequence[Offered]) -> list[Sound]:
    """The files as they may be kept.

    :raises EvidenceRefused: when one is too large, too many, or neither PDF, JPG nor PNG by its content.
    """
    if len(offered) > MOST_FILES:
        raise EvidenceRefused(_("一次最多上传 %(most)s 个文件。") % {"most": MOST_FILES})
    return [_sound(each) for each in offered]


def _sound(offered: Offered) -> Sound:
    name = PurePath(offered.name.replace("\\", "/")).name[-NAME_LENGTH:]
    if len(offered.content) > LARGEST_EVIDENCE:
        raise EvidenceRefused(_("“%(name)s”超过 10 MB，请压缩或拍小一些。") % {"name": name})
    if offered.content.startswith(PDF_SIGN):
        return Sound(offered.kind, name, "pdf", offered.content)
    try:
        return Sound(offered.kind, name, "jpg", _drawn_anew(offered.content))
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError, OSError):
        raise EvidenceRefused(
            _("“%(name)s”不是 PDF、JPG 或 PNG 文件，或者已损坏。请另存后再传。") % {"name": name}
        ) from None


def _drawn_anew(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=PICTURE_FORMATS) as picture:
        if picture.width * picture.height > PIXELS_MAX:
            raise ValueError
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    drawn = io.BytesIO()
    upright.save(drawn, "JPEG", quality=85)
    return drawn.getvalue()


def keep(files: Sequence[Sound], about: Training | Exemption, now: datetime) -> list[EvidenceFile]:
    """Store files and hang them on what they prove; within the caller's transaction."""
    owner = {"training": about} if isinstance(about, Training) else {"exemption": about}
    kept = []
    for each in files:
        row = EvidenceFile.objects.create(
            kind=each.kind,
            name=each.name,
            suffix=each.suffix,
            size=len(each.content),
            fingerprint=sha256(each.content).hexdigest(),
            stored_at=now,
            **owner,
        )
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(each.content)
        storage.originals().take_file(Path(file.name), row.stored_as)
        kept.append(row)
    return kept


def content_of(file: EvidenceFile) -> bytes:
    """What a file holds."""
    return storage.originals().read(file.stored_as)


def told_in_ledger(training: Training) -> list[dict[str, str]]:
    """The files behind a training as a ledger entry's evidence names them."""
    rows = training.evidence.order_by("pk").values_list("kind", "key", "fingerprint")
    return [{"kind": kind, "file": key, "sha256": fingerprint} for kind, key, fingerprint in rows]
