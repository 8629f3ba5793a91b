"""Long work for tests."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from yuanjiao.kernel.models import BackgroundJob, JobState
from yuanjiao.kernel.storage import originals
from yuanjiao.organisation.models import Person

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


def make_job(owner: Person, *, file: bytes = b"", **fields: Any) -> BackgroundJob:
    """A job of someone, done unless said otherwise, with a result if a file is given."""
    fields = {"kind": "test.work", "title": "示例任务", "state": JobState.DONE, "created_at": NOW} | fields
    if fields["state"] not in {JobState.WAITING, JobState.RUNNING}:
        fields.setdefault("finished_at", NOW)
    job = BackgroundJob.objects.create(owner_id=owner.pk, file_name="示例.txt" if file else "", **fields)
    if file:
        with tempfile.NamedTemporaryFile(delete=False) as written:
            written.write(file)
        originals().take_file(Path(written.name), job.stored_as)
    return job
