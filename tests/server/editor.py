"""An editor without a browser: uploads a film by the tus protocol and puts it into a lesson by the form."""

from __future__ import annotations

import base64
import re
import time
from pathlib import Path

from tests.server.viewer import Viewer

PATIENCE_SECONDS = 120


class Editor(Viewer):
    """A course editor at her desk."""

    def upload(self, film: Path, *, pieces: int = 2) -> int:
        """Send a film in so many pieces; the number of the asset it becomes."""
        content = film.read_bytes()
        facts = {"filename": film.name, "kind": "video"}
        said = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in facts.items())
        tus = {"Tus-Resumable": "1.0.0"}
        begun = self.session.post(
            f"{self.address}/uploads/",
            headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": said},
            timeout=20,
        )
        assert begun.status_code == 201, begun.text
        place = self.address + begun.headers["Location"]
        step = -(-len(content) // pieces)
        for start in range(0, len(content), step):
            headers = {**tus, "Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"}
            answer = self.session.patch(place, data=content[start : start + step], headers=headers, timeout=60)
            assert answer.status_code == 204, answer.text
        return int(answer.headers["Upload-Asset"])

    def wait_until_made(self, asset: int) -> None:
        """Look at the asset, as its page does by itself, until it is ready."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        state = ""
        while state != "ready":
            page = self.session.get(f"{self.address}/manage/assets/{asset}/", timeout=20)
            found = re.search(r'data-asset-state="(\w+)"', page.text)
            state = found[1] if found else page.text[:300]
            assert state in {"waiting", "processing", "ready"}, state
            assert time.monotonic() < deadline, state
            time.sleep(0.3)

    def put(self, asset: int, course: int, lesson: int) -> None:
        """Give a lesson its film."""
        answer = self.post(f"/manage/courses/{course}/lessons/{lesson}/", {"title": "第1讲", "asset": asset})
        assert answer.status_code == 200, answer.text[:300]
