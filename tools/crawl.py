"""Find the pages of a running academy by following links, one example of each named address."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from playwright.sync_api import Error as BrowserError

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--autoplay-policy=no-user-gesture-required"]  # fmt: skip
NEVER = frozenset({"account_logout", "account:logout"})
MOST_PAGES = 1200


class TooManyPages(RuntimeError):
    """There is more to look at than a walk takes on; it says so, since pages left out would go unseen."""


@dataclass(frozen=True)
class Found:
    """One page: its address's name and where it was found."""

    name: str
    path: str


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, without a window and without talking to anybody."""
    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    return playwright.chromium.launch(executable_path=program, args=QUIET)


def name_of(path: str) -> str | None:
    """The name of the address that a path belongs to; none when it is no page of Django's."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def links(page: Page) -> list[str]:
    """The paths of this site that a page links to, downloads left out."""
    hrefs: list[str] = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
    here = urlsplit(page.url).netloc
    return [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == here]


def crawl(page: Page, address: str, starts: list[str]) -> Iterator[Found]:
    """Every named page reachable from the starts, first example each; the browser shows it when it is given."""
    waiting, seen = deque(starts), set(starts)
    names: set[str] = set()
    tried = 0
    while waiting:
        path = waiting.popleft()
        name = name_of(path)
        if name is None or name in names or name in NEVER:
            continue
        tried += 1
        if tried > MOST_PAGES:
            raise TooManyPages(path)
        try:
            response = page.goto(address + path, wait_until="load")
        except BrowserError:
            continue  # a download or an answer without content: not a page
        kind = response.headers.get("content-type", "") if response else ""
        if response is None or response.status >= 400 or "html" not in kind:
            continue
        arrived = name_of(urlsplit(page.url).path)
        if arrived != name and (arrived is None or arrived in names):
            continue
        names |= {name, arrived or name}
        yield Found(arrived or name, urlsplit(page.url).path)
        fresh = [link for link in dict.fromkeys(links(page)) if link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def sign_in(context: BrowserContext, address: str, number: str, password: str) -> Page:
    """A page in which a person is signed in by the form."""
    page = context.new_page()
    page.goto(f"{address}/account/login/")
    page.fill("#id_login", number)
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    return page
