"""Files from people, handed out as downloads and never shown in the page's own name."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse

from yuanjiao.credits.models import EvidenceFile
from yuanjiao.credits.public import content_of

CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg"}


def evidence_file(file: EvidenceFile) -> FileResponse:
    """A piece of evidence to save."""
    response = FileResponse(
        BytesIO(content_of(file)),
        as_attachment=True,
        filename=file.download_name,
        content_type=CONTENT_TYPES[file.suffix],
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
