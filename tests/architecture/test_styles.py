"""A class means one thing: no two style sheets give it a block of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT

SHEETS = ROOT / "frontend" / "css"
OF_EVERYTHING = {"_base.scss", "_tokens.scss", "_tabler.scss"}
"""They set what many classes share, such as the shape of figures."""
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
TOKEN = re.compile(r"[{};]|[^{};]+")
COMMA = re.compile(r",(?![^(]*\))")
A_CLASS = re.compile(r"\.([\w-]+)")


def blocks(text: str) -> Iterator[str]:
    """The selectors of a sheet's outermost rules, those within a condition too."""
    above: list[str] = []
    said = ""
    for token in TOKEN.findall(COMMENT.sub("", text)):
        if token == "{":
            if all(each.startswith("@") for each in above):
                yield said
            above.append(said)
        elif token == "}":
            above.pop()
        said = token.strip()


def classes_of(sheet: Path) -> set[str]:
    """The classes that have a block of their own in a sheet."""
    selectors = [part.strip() for block in blocks(sheet.read_text(encoding="utf-8")) for part in COMMA.split(block)]
    return {found[1] for found in map(A_CLASS.fullmatch, selectors) if found}


def test_no_class_has_a_block_in_two_sheets():
    places: defaultdict[str, list[str]] = defaultdict(list)
    for sheet in sorted(SHEETS.rglob("*.*css")):
        if sheet.name not in OF_EVERYTHING:
            for name in classes_of(sheet):
                places[name].append(sheet.name)
    assert "card" in places
    assert {name: sheets for name, sheets in places.items() if len(sheets) > 1} == {}


def test_what_a_card_says_before_a_figure_is_drawn():
    templates = (ROOT / "src" / "yuanjiao" / "web").rglob("*.html")
    assert any("data-label" in path.read_text(encoding="utf-8") for path in templates)
    assert any("attr(data-label)" in sheet.read_text(encoding="utf-8") for sheet in SHEETS.rglob("*.scss"))
