"""Every page that can be reached, as each kind of visitor: no accessibility fault, no error, no sideways scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page
from tests.architecture.source import ROOT
from tests.journeys.conftest import NARROW
from tools.crawl import crawl

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STARTS = {
    "": ["/account/login/", "/help/"],
    "LIN": ["/"],
    "WU": ["/manage/", "/"],
    "EDITOR": ["/manage/courses/"],
    "ADMIN": ["/manage/"],
}


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, a line each."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("tags => axe.run(document, {runOnly: tags})", STANDARDS)
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


@pytest.mark.parametrize("number", STARTS, ids=lambda number: number or "nobody")
@pytest.mark.parametrize("dress", ["wide and light", "narrow and dark"])
def test_every_page_can_be_used_by_everyone(academy, visit, number, dress):
    options = {"viewport": NARROW, "color_scheme": "dark"} if dress == "narrow and dark" else {"color_scheme": "light"}
    page = visit(number, **options)
    said = complaints(page)
    found: dict[str, list[str]] = {}
    visited = 0
    for each in crawl(page, academy.address, STARTS[number]):
        visited += 1
        wrong = faults(page) + said
        if sideways(page) > 0:
            wrong.append(f"{sideways(page)} px wider than the screen")
        if wrong:
            found[f"{each.name} {each.path}"] = wrong
        said.clear()
    assert visited
    assert found == {}
