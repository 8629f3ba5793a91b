"""A viewer without a browser: signs in by the form, opens a lesson, and sends pulses as the player does."""

from __future__ import annotations

import re
from typing import Any

import requests


class Viewer:
    """One signed-in person on one device."""

    def __init__(self, address: str, number: str, password: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.sequence = 0
        self.opened: dict[str, Any] = {}
        page = self.session.get(f"{address}/account/login/", timeout=20)
        answer = self.post("/account/login/", {"login": number, "password": password}, token=page.text)
        assert "/account/login" not in answer.url, "sign-in was refused"

    def post(self, path: str, data: dict[str, Any] | None = None, *, token: str = "") -> requests.Response:
        """Post a form with its CSRF token, as a page would."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', token)
        secret = found[1] if found else self.session.cookies.get("csrftoken", "")
        headers = {"X-CSRFToken": secret, "Referer": self.address + path}
        return self.session.post(self.address + path, data=data or {}, headers=headers, timeout=20)

    def open(self, lesson: int) -> dict[str, Any]:
        """Open a lesson; what the server says of it."""
        answer = self.post(f"/learn/lessons/{lesson}/watch")
        assert answer.status_code == 200, answer.text[:300]
        self.opened = answer.json()
        self.sequence = 0
        return self.opened

    def pulse(self, *spans: tuple[float, float], to: str = "", **more: Any) -> requests.Response:
        """Send what played; without a cookie, as the token is the authority.

        :param to: the node to send it to, another than one's own.
        """
        self.sequence += 1
        body = {"t": self.opened["token"], "n": self.sequence, "s": spans, "p": spans[-1][1] if spans else 0, **more}
        return requests.post(f"{to or self.address}/pulse", json=body, timeout=20)
