"""Taking files in: few kinds, small, told by their content and never by their name.

Uploads are hostile: a file is kept as it came and is only ever handed out as a download.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from yuanjiao.kernel import storage
from yuanjiao.oversight.failures import OversightRefused
from yuanjiao.oversight.models import Attachment

LARGEST = 20 << 20
NAME_LENGTH = 160
PDF_SIGN = b"%PDF-"
PICTURES = {"JPEG": "jpg", "PNG": "png"}
DOCUMENTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class FileRefused(OversightRefused):
    """A file that is not taken; the sentence names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that may be kept."""

    name: str
    suffix: str
    content: bytes


def sound(name: str, content: bytes) -> Sound:
    """A file as it may be kept.

    :raises FileRefused: when it is too large, or none of PDF, JPG, PNG, DOCX, XLSX by its content.
    """
    name = PurePath(name.replace("\\", "/")).name[-NAME_LENGTH:]
    if len(content) > LARGEST:
        raise FileRefused(_("“%(name)s”超过 20 MB，请压缩或拍小一些。") % {"name": name})
    suffix = "pdf" if content.startswith(PDF_SIGN) else _picture(content) or _document(content)
    if not suffix:
        raise FileRefused(_("“%(name)s”不是 PDF、JPG、PNG、DOCX 或 XLSX，请换一种格式。") % {"name": name})
    return Sound(name, suffix, content)


def _picture(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as picture:
            picture.verify()
            return PICTURES[picture.format or ""]
    except (UnidentifiedImageError, OSError, SyntaxError, KeyError, Image.DecompressionBombError):
        return ""


def _document(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    return next((suffix for part, suffix in DOCUMENTS.items() if part in names), "")


def store(attachment: Attachment, file: Sound) -> None:
    """Keep a file and its row, whose owner the caller has set."""
    attachment.name, attachment.suffix, attachment.size = file.name, file.suffix, len(file.content)
    attachment.save()
    with tempfile.NamedTemporaryFile(suffix=f".{file.suffix}", delete=False) as part:
        part.write(file.content)
    storage.originals().take_file(Path(part.name), attachment.stored_as)
