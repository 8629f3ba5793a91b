"""RSS and Atom documents as entries; imports neither Django nor the clock. What it reads is hostile."""

from __future__ import annotations

import codecs
import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

ENTRIES_MAX = 200
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9._-]{1,40})["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
OWN_DECLARATIONS = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHINESE = frozenset({"gb2312", "gbk", "gb_2312-80"})


class NoFeed(Exception):
    """What came is no RSS or Atom document."""


class Entry(NamedTuple):
    """One entry of a feed: its own identifier (shortened), and what it says; the body is not cleaned yet."""

    key: str
    title: str
    address: str
    body: str
    summary: str
    at: datetime | None


def entries_of(raw: bytes, address: str) -> list[Entry]:
    """The entries of a feed, in its own order; those without a title are left out.

    :param address: where the feed came from: links may be relative to it.
    :raises NoFeed: when it cannot be read as one.
    """
    try:
        root = ET.fromstring(_text(raw))  # noqa: S314 -- documents with declarations of their own have been refused
    except (ET.ParseError, ValueError, LookupError):
        raise NoFeed from None
    if _name(root) not in {"rss", "rdf", "feed"}:
        raise NoFeed
    items = [element for element in root.iter() if _name(element) in {"item", "entry"}]
    found = (_entry(item, address) for item in items[:ENTRIES_MAX])
    return [entry for entry in found if entry.title]


def _text(raw: bytes) -> str:
    declared = DECLARED.match(raw[:200])
    encoding = declared.group(1).decode().lower() if declared else "utf-8"
    encoding = "gb18030" if encoding in CHINESE else encoding
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), encoding)
    text = raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    # Looked for in the decoded text: another encoding would hide it. Declared entities multiply.
    if OWN_DECLARATIONS.search(text):
        raise NoFeed
    return CONTROLS.sub("", DECLARATION.sub("", text)).lstrip()


def _entry(item: ET.Element, base: str) -> Entry:
    said: dict[str, str] = {}
    link = ""
    for child in item:
        name = _name(child)
        words = "".join(child.itertext()).strip()
        if name == "link" and child.get("href"):
            link = link or (str(child.get("href")) if child.get("rel", "alternate") == "alternate" else "")
        elif name == "link":
            link = link or words
        else:
            said.setdefault(name, words)
    body = said.get("encoded") or said.get("content") or said.get("description") or said.get("summary") or ""
    summary = said.get("summary") or said.get("description") or ""
    identity = said.get("guid") or said.get("id") or link or said.get("title", "")
    return Entry(
        key=hashlib.sha256(identity.encode()).hexdigest(),
        title=" ".join(said.get("title", "").split()),
        address=_address(link, base),
        body=body,
        summary=summary,
        at=_moment(said.get("pubdate") or said.get("published") or said.get("date") or said.get("updated") or ""),
    )


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _address(link: str, base: str) -> str:
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) and len(address) <= 400 else ""


def _moment(words: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words) if words[:4].isdigit() else parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
