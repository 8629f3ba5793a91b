"""A provider of single sign-on on the loopback, and a browser without a window that goes through it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import requests
from tests.server.running import environment, free_port, process, wait_for


@contextmanager
def provider(folder: Path, *, port: int | None = None) -> Iterator[str]:
    """A provider with nobody in it yet, on a free port unless told which; its address."""
    port = port or free_port()
    log = folder / f"provider-{port}.log"
    command: list[str | Path] = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with process(command, env=environment(folder), log=log) as child:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration", child, log)
        yield f"http://127.0.0.1:{port}"


def knows(address: str, subject: str, **claims: object) -> None:
    """Let the provider know a person, and what it asserts of her."""
    requests.put(f"{address}/users/{subject}", json=claims, timeout=20).raise_for_status()


class Visitor:
    """Somebody at the sign-in page who takes the button of single sign-on."""

    def __init__(self, academy: str) -> None:
        self.academy = academy
        self.session = requests.Session()

    def secret(self) -> dict[str, str]:
        """The secret of the page's forms."""
        page = self.session.get(f"{self.academy}/account/login/", timeout=20).text
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        # Signed in already, the sign-in page leads on to one without a form.
        return {"csrfmiddlewaretoken": found[1] if found else self.session.cookies.get("csrftoken", "")}

    def leave(self, **query: str) -> requests.Response:
        """Take the button; the page that leads on to the provider."""
        path = f"{self.academy}/account/oidc/single-sign-on/login/"
        headers = {"Referer": f"{self.academy}/account/login/"}
        return self.session.post(path, data=self.secret(), params=query, headers=headers, timeout=20)

    def agree(self, leaving: requests.Response, subject: str, **form: str) -> requests.Response:
        """Sign in at the provider as somebody, and come back; the academy's answer, not followed further."""
        there = leaving.headers["Refresh"].partition("url=")[2]
        answer = requests.post(there, data={"sub": subject, **form}, allow_redirects=False, timeout=20)
        assert answer.is_redirect, answer.text[:300]
        return self.session.get(answer.headers["Location"], allow_redirects=False, timeout=20)

    def sign_in(self, subject: str, **query: str) -> requests.Response:
        """The whole way; where it ends."""
        back = self.agree(self.leave(**query), subject)
        onward = back.headers.get("Location")
        return self.session.get(self.academy + urlsplit(onward).path, timeout=20) if onward else back

    def name_shown(self) -> str:
        """As whom the academy sees this visitor, by the staff number on her settings; empty when as nobody."""
        page = self.session.get(f"{self.academy}/account/settings/", timeout=20)
        found = re.search(r"<dd>(LIN|ZHOU|GONE|WU)</dd>", unescape(page.text))
        return found[1] if found and page.url.endswith("/settings/") else ""
