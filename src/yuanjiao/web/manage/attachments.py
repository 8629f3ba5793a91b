"""Handing files of oversight out."""

from __future__ import annotations

from django.http import FileResponse

from yuanjiao.kernel.storage import originals
from yuanjiao.oversight.models import Attachment


def as_download(held: Attachment) -> FileResponse:
    """A file as it came, only ever as a download; whether the reader may have it is the caller's matter."""
    with originals().copy_of(held.stored_as) as path:
        # Opened before the copy goes: on a bucket it is deleted here, and stays readable until it is closed.
        kind = "application/octet-stream"
        return FileResponse(path.open("rb"), as_attachment=True, filename=held.name, content_type=kind)
