"""Looking at every page that somebody can reach, on a desk and in a hand, light and dark, in large text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import ConsoleMessage, Page, ViewportSize
from tests.architecture.source import ROOT
from tests.journeys.screens import NARROW, WIDE
from tools.crawl import crawl

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Dress:
    """One way in which a page can look."""

    name: str
    size: ViewportSize
    scheme: Literal["light", "dark"] = "light"
    large: bool = False


WIDE_AND_LIGHT = Dress("wide and light", WIDE)
NARROW_AND_DARK = Dress("narrow and dark", NARROW, "dark")
DRESSES = [
    WIDE_AND_LIGHT,
    NARROW_AND_DARK,
    Dress("narrow, in large text", NARROW, large=True),
    Dress("wide and dark, in large text", WIDE, "dark", large=True),
]


class Wardrobe:
    """Remembers, for all processes of the run, which pages somebody has seen in every dress; later ones wear one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def takes(self, name: str) -> bool:
        """Whether a page has yet to be seen in every dress; whoever asks first sees to it."""
        try:
            (self._folder / name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def put_on(page: Page, address: str, dress: Dress) -> None:
    """Let the pages that are loaded from here look so: the device's screen and scheme, the reader's size of text."""
    page.set_viewport_size(dress.size)
    page.emulate_media(color_scheme=dress.scheme)
    page.context.add_cookies([{"name": "text", "value": "large" if dress.large else "plain", "url": address}])


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, a line each."""
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", STANDARDS
    )
    return [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def complaints(page: Page) -> list[str]:
    """Collects what the browser itself complains about: script errors, refused content."""
    lines: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            lines.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: lines.append(str(error)))
    return lines


def wrong_with(page: Page, dress: Dress) -> list[str]:
    """What is wrong with the page that is shown, a line each."""
    wrong = [f"{dress.name}: {fault}" for fault in faults(page)]
    if sideways(page) > 0:
        wrong.append(f"{dress.name}: {sideways(page)} px wider than the screen")
    return wrong


def seen_in_every_dress(page: Page, address: str, first: Dress) -> list[str]:
    """What is wrong in any dress with a page that is shown in its first, a line each."""
    wrong = wrong_with(page, first)
    for dress in DRESSES:
        if dress != first:
            put_on(page, address, dress)
            page.reload(wait_until="load")
            wrong += wrong_with(page, dress)
    put_on(page, address, first)
    return wrong


def walk(page: Page, address: str, wardrobe: Wardrobe, starts: list[str], first: Dress) -> dict[str, list[str]]:
    """Look at every page that can be reached from the starts; by page, what is wrong with it.

    The first to come to a page sees it in every dress, whoever comes later in one.
    """
    page.add_init_script(AXE)
    put_on(page, address, first)
    said = complaints(page)
    found: dict[str, list[str]] = {}
    visited = 0
    for each in crawl(page, address, starts):
        visited += 1
        every = wardrobe.takes(each.name)
        wrong = seen_in_every_dress(page, address, first) if every else wrong_with(page, first)
        if wrong + said:
            found[f"{each.name} {each.path}"] = wrong + said
        said.clear()
    assert visited
    return found
