"""Open a document in a confined process: ``python -m …opening <path> <folder>`` prints one JSON.

A PDF is only looked at. An EPUB is unpacked, cleaned and written as plain chapters with their pictures.
"""

from __future__ import annotations

import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
from pypdf.errors import PyPdfError

from yuanjiao.media.documents import book

FAULTS = (zipfile.BadZipFile, zlib.error, ET.ParseError, PyPdfError, LookupError, EOFError, RuntimeError, ValueError)
ODD_FAULTS = (TypeError, AttributeError, MemoryError)


def look(path: Path) -> dict[str, Any]:
    """The number of a PDF's pages."""
    reader = pypdf.PdfReader(path, strict=False)
    # An empty password opens files whose owner only forbade printing: the reader opens those too.
    if reader.is_encrypted and not reader.decrypt(""):
        raise book.Encrypted
    if not reader.pages:
        raise ValueError("a document without pages")
    return {"form": "pdf", "parts": len(reader.pages)}


def answer(path: Path, folder: Path) -> dict[str, Any]:
    """What a document is, by its first bytes, or its problem."""
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        return {"problem": "empty"}
    try:
        if b"%PDF-" in head:
            return look(path)
        if not head.startswith(b"PK\x03\x04"):
            raise book.NoBook
        return book.unpack(path, folder)
    except book.Refused as refused:
        return {"problem": refused.code}
    except (*FAULTS, *ODD_FAULTS):
        return {"problem": "broken_document"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(Path(sys.argv[1]), Path(sys.argv[2]))) + "\n")
