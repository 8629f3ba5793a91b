"""Text with headings, lists and links, cleaned before it is kept. Imports neither Django nor the clock."""

from __future__ import annotations

import html
import re

import nh3

WORDS = "a b blockquote br code em h2 h3 h4 hr i li ol p pre s strong sub sup table tbody td th thead tr u ul"
TAGS = frozenset(WORDS.split())
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
HEADINGS = re.compile(r"<(/?)h1\b[^>]*>", re.IGNORECASE)
BLOCKS = re.compile(r"<(/?)(div|section|article)\b[^>]*>", re.IGNORECASE)
ANY_TAG = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)
EMPTY = re.compile(r"<(p|h[2-4]|li|blockquote)>(\s|&nbsp;|<br>)*</\1>")
BREAKS = re.compile(r"</(p|h[1-6]|li|tr|blockquote|pre)>|<br\s*/?>", re.IGNORECASE)


def clean(text: str) -> str:
    """What an editor typed or a feed brought, as HTML in which nothing runs, styles or fetches.

    Plain text becomes paragraphs. Pictures are left out: those of other sites would tell them who reads.
    """
    if not ANY_TAG.search(text):
        lines = (line.strip() for line in text.splitlines())
        return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)
    kept = BLOCKS.sub(r"<\1p>", HEADINGS.sub(r"<\1h2>", text))
    cleaned = nh3.clean(
        kept,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return EMPTY.sub("", cleaned).strip()


def plain(text: str) -> str:
    """The words of cleaned HTML alone, one line a paragraph."""
    words = html.unescape(nh3.clean(BREAKS.sub("\n", text), tags=set()))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def shortened(text: str, length: int) -> str:
    """The beginning of a text, with an ellipsis where something is left out."""
    words = " ".join(text.split())
    return words if len(words) <= length else f"{words[: length - 1]}…"
