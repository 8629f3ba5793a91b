"""People who use pages: sign in by the form, like, write on boards; each request is timed."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any

import requests


class Visitor:
    """One person in one browser, without the browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.browser = requests.Session()
        self._secret = ""

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

    def post(self, path: str, data: dict[str, Any]) -> tuple[float, requests.Response]:
        """Post a form; milliseconds and the answer."""
        headers = {"X-CSRFToken": self._secret, "Referer": self.address + path}
        began = time.monotonic()
        answer = self.browser.post(
            self.address + path, data={**data, "csrfmiddlewaretoken": self._secret}, headers=headers, timeout=60
        )
        return (time.monotonic() - began) * 1000, answer

    def get(self, path: str) -> tuple[float, requests.Response]:
        """Get a page; milliseconds and the answer."""
        began = time.monotonic()
        answer = self.browser.get(self.address + path, timeout=60)
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
