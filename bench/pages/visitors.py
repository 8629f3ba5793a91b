"""People who use pages: sign in by the form, like, write on boards; each request is timed."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

import requests

PASSWORD = "a password for measuring"  # noqa: S105 -- of people who do not exist
TWIN = "x" * 32
"""What a signed-in browser repeats in its cookie and its form; any text will do, as long as both are the same."""


class Visitor:
    """One person in one browser, without the browser; signed in already when she brings a session."""

    def __init__(self, address: str, session: str = "") -> None:
        self.address = address
        self.browser = requests.Session()
        self._secret = TWIN
        self.written: list[float] = []
        """The milliseconds of each request that wrote, without the page that came after."""
        if session:
            self.browser.cookies.update({"sessionid": session, "csrftoken": TWIN})

    def sign_in(self, number: str, password: str) -> float:
        """Sign in; how many milliseconds the form's answer took.

        :raises RuntimeError: when it is refused.
        """
        page = self.browser.get(f"{self.address}/account/login/", timeout=60)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        self._secret = found[1] if found else ""
        milliseconds, answer = self.post("/account/login/", {"login": number, "password": password})
        if "/account/login" in answer.url:
            raise RuntimeError(f"{number} could not sign in: {answer.status_code}")
        self._secret = self.browser.cookies.get("csrftoken", "")
        return milliseconds

    def post(self, path: str, data: dict[str, Any], *, part: bool = False) -> tuple[float, requests.Response]:
        """Post a form; milliseconds and the answer, which is only a part of the page when htmx asks for it."""
        headers = {"X-CSRFToken": self._secret, "Referer": self.address + path}
        if part:
            headers["HX-Request"] = "true"
        began = time.monotonic()
        answer = self.browser.post(
            self.address + path, data={**data, "csrfmiddlewaretoken": self._secret}, headers=headers, timeout=60
        )
        self.written.append([*answer.history, answer][0].elapsed.total_seconds() * 1000)
        return (time.monotonic() - began) * 1000, answer


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """The middle, the 99th of a hundred, and the longest."""
    ordered = sorted(milliseconds)
    last = len(ordered) - 1
    return {
        "p50_ms": round(ordered[last // 2], 1),
        "p99_ms": round(ordered[last * 99 // 100], 1),
        "max_ms": round(ordered[last], 1),
    }
