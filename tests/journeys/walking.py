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
RULES_OF_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""What the size of the text can change: names, labels and structure are the same in both sizes."""


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
    # Without motion: half way from light to dark a button has the colours of neither.
    page.emulate_media(color_scheme=dress.scheme, reduced_motion="reduce")
    page.context.add_cookies([{"name": "text", "value": "large" if dress.large else "plain", "url": address}])


def change_into(page: Page, address: str, dress: Dress) -> None:
    """Let the page that is shown look so without asking for it again: of the text's size the server says no more."""
    put_on(page, address, dress)
    page.evaluate("size => document.documentElement.dataset.text = size", "large" if dress.large else "plain")


def faults(page: Page, rules: list[str]) -> list[str]:
    """What axe-core finds against rules or whole standards, a line each."""
    # Of what rules may have loaded beforehand, only films are for ours; the style sheets took a seventh of the time.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
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
    wrong = [f"{dress.name}: {fault}" for fault in faults(page, RULES_OF_LOOK if dress.large else STANDARDS)]
    if sideways(page) > 0:
        wrong.append(f"{dress.name}: {sideways(page)} px wider than the screen")
    return wrong


def seen_in_every_dress(page: Page, address: str, first: Dress) -> list[str]:
    """What is wrong in any dress with a page that is shown in its first, a line each."""
    wrong = wrong_with(page, first)
    for dress in DRESSES:
        if dress != first:
            change_into(page, address, dress)
            wrong += wrong_with(page, dress)
    change_into(page, address, first)
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
