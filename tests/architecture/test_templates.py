"""Templates hold no style, no script and no untranslated sentence of their own."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, tracked

INLINE_STYLE = re.compile(r"""\sstyle\s*=\s*["']|<style\b""", re.IGNORECASE)
INLINE_SCRIPT = re.compile(
    r"""<script(?![^>]*\b(src=|type="application/(?:json|ld\+json)"))[^>]*>|\son\w+\s*=\s*["']""", re.IGNORECASE
)
HX_ON = re.compile(r"\shx-on[:\w-]*=|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE)
BLOCKS = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def templates() -> list[Path]:
    """Every HTML template of the pages."""
    return [path for path in tracked() if path.suffix == ".html" and path.is_relative_to(PACKAGE)]


def matches(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern occurs in a template."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_template_carries_a_style():
    assert [line for line in matches(INLINE_STYLE) if "/pdf/" not in line] == []


def test_no_template_carries_a_script():
    assert matches(INLINE_SCRIPT) + matches(HX_ON) == []


def test_every_sentence_of_a_template_can_be_translated():
    found = []
    for path in templates():
        text = BLOCKS.sub(lambda match: "\n" * match.group().count("\n"), path.read_text(encoding="utf-8"))
        text = TAGS.sub(lambda match: "\n" * match.group().count("\n"), text)
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if CHINESE.search(line)
        ]
    assert found == []


def test_every_day_of_a_template_is_written_as_the_readers_language_does():
    assert matches(re.compile(r"""\|(?:date|time):["'][^"']*[\u4e00-\u9fff]""")) == []
