"""An EPUB as plain chapters: unzipped within bounds, its HTML cleaned, its scripts and styles left out.

Runs in the confined child only.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import nh3

ENTRIES_MAX = 5000
TOTAL_MAX = 400 << 20
ENTRY_MAX = 64 << 20
RATIO_MAX = 200
RATIO_FROM = 1 << 20
PICTURES = {".jpg": ".jpg", ".jpeg": ".jpg", ".png": ".png", ".gif": ".gif", ".webp": ".webp"}
WORDS = (
    "a abbr article aside b blockquote br caption cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong "
    "sub sup table tbody td tfoot th thead tr u ul var"
)
TAGS = frozenset(WORDS.split())
ATTRIBUTES = {
    "*": {"id", "lang", "title", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
HEADING = re.compile(r"<h[1-3][^>]*>(.*?)</h[1-3]>", re.DOTALL)
STYLE = """:root { color-scheme: light; --ground: #fffdf9; --ink: #20242a; --soft: #5c6470; --line: #e9e4da; }
:root.dark { color-scheme: dark; --ground: #1b1e22; --ink: #e8e6e1; --soft: #a3a8b0; --line: #363b42; }
:root.large { font-size: 125%; }
body { margin: 0 auto; max-width: 42em; padding: 1.5rem 1.25rem 4rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.85 "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.4; margin: 1.6em 0 .8em; } p { margin: 0 0 1em; }
body > :first-child { margin-top: 0; }
img { max-width: 100%; height: auto; } table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid var(--line); padding: .3em .6em; } a { color: inherit; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--soft); }
pre { overflow-x: auto; }
"""


class Refused(Exception):
    """The document is not taken; `code` is one of `media.problems`."""

    code = "broken_document"


class Unsafe(Refused):
    """The archive reaches outside itself or unpacks to far more than it is."""

    code = "unsafe_document"


class Encrypted(Refused):
    """The book is protected."""

    code = "encrypted_document"


class NoBook(Refused):
    """A ZIP file, but no EPUB."""

    code = "not_a_document"


def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Write the chapters, pictures, style and ``book.json`` of an EPUB into a folder."""
    with zipfile.ZipFile(path) as archive:
        check(archive)
        if "META-INF/container.xml" not in archive.namelist():
            raise NoBook
        check_protection(archive)
        package = package_of(archive)
        book = Book(archive, package, folder)
        chapters = book.write()
    if not chapters:
        raise ValueError("a book without chapters")
    facts = {"title": book.title, "chapters": chapters}
    (folder / "book.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    (folder / "book.css").write_text(STYLE, encoding="utf-8")
    return {"form": "epub", "parts": len(chapters)}


def check(archive: zipfile.ZipFile) -> None:
    """Refuse bombs, traversal, links and passwords before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > ENTRIES_MAX or sum(entry.file_size for entry in entries) > TOTAL_MAX:
        raise Unsafe
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        is_link = entry.external_attr >> 28 == 0xA
        if ".." in parts or entry.filename.startswith("/") or ":" in parts[0] or is_link:
            raise Unsafe
        if entry.file_size > ENTRY_MAX:
            raise Unsafe
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO_MAX * max(1, entry.compress_size):
            raise Unsafe
        if entry.flag_bits & 1:
            raise Encrypted


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry's bytes; a head that lied about its size does not get past the bound."""
    with archive.open(name) as entry:
        raw = entry.read(ENTRY_MAX + 1)
    if len(raw) > ENTRY_MAX:
        raise Unsafe
    return raw


def xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """One entry as XML; entities of its own are refused, since they multiply."""
    raw = read(archive, name)
    if b"<!ENTITY" in raw:
        raise Unsafe
    return ET.fromstring(raw)  # noqa: S314 -- confined, and without entities


def check_protection(archive: zipfile.ZipFile) -> None:
    """Refuse a book whose contents are encrypted; scrambled fonts alone do no harm."""
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    methods = xml(archive, "META-INF/encryption.xml").iter("{http://www.w3.org/2001/04/xmlenc#}EncryptionMethod")
    if any(method.get("Algorithm") not in FONT_SCRAMBLING for method in methods):
        raise Encrypted


def package_of(archive: zipfile.ZipFile) -> str:
    """The name of the package document."""
    for element in xml(archive, "META-INF/container.xml").iter():
        if element.tag.endswith("}rootfile") and element.get("full-path"):
            return str(element.get("full-path"))
    raise NoBook


class Book:
    """One book on its way into a folder."""

    def __init__(self, archive: zipfile.ZipFile, package: str, folder: Path) -> None:
        self.archive, self.folder = archive, folder
        self.names = set(archive.namelist())
        self.root = posixpath.dirname(package)
        tree = xml(archive, package)
        self.title = next((element.text or "" for element in tree.iter() if element.tag.endswith("}title")), "").strip()
        manifest = {
            str(element.get("id")): self.inside(self.root, str(element.get("href")))
            for element in tree.iter()
            if element.tag.endswith("}item") and element.get("href")
        }
        spine = [manifest.get(str(element.get("idref"))) for element in tree.iter() if element.tag.endswith("}itemref")]
        self.spine = [name for name in spine if name and name in self.names]
        self.files = {name: f"{number:04}.html" for number, name in enumerate(self.spine, 1)}
        self.pictures: dict[str, str] = {}

    @staticmethod
    def inside(folder: str, address: str) -> str:
        """The archive's name of an address inside it; empty for one that leads out."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return ""
        name = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        return "" if name.startswith(("..", "/")) else name

    def write(self) -> list[dict[str, str]]:
        """Write every chapter; tells their files and titles in order."""
        chapters = []
        for number, name in enumerate(self.spine, 1):
            body = self.cleaned(name)
            heading = HEADING.search(body)
            words = html.unescape(nh3.clean(heading.group(1), tags=set())).strip() if heading else ""
            title = re.sub(r"\s+", " ", words)[:80] or f"{number}"
            page = (
                '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
                '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="book.css">'
                f"<title>{html.escape(title)}</title></head><body>{body}</body></html>"
            )
            (self.folder / self.files[name]).write_text(page, encoding="utf-8")
            chapters.append({"file": self.files[name], "title": title})
        return chapters

    def cleaned(self, name: str) -> str:
        """A chapter's body with nothing in it that runs, styles or fetches."""
        source = read(self.archive, name).decode("utf-8", errors="replace")
        found = re.search(r"<body[^>]*>(.*)</body>", source, re.DOTALL | re.IGNORECASE)
        folder = posixpath.dirname(name)

        def address(_tag: str, attribute: str, value: str) -> str | None:
            if attribute == "src":
                return self.picture(self.inside(folder, value))
            if attribute == "href":
                return self.link(name, folder, value)
            return value

        return nh3.clean(
            found.group(1) if found else source,
            tags=set(TAGS),
            attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
            attribute_filter=address,
            url_schemes=set(),
            link_rel=None,
        )

    def link(self, name: str, folder: str, value: str) -> str | None:
        """A link within the book, to its new place; links that lead out are dropped."""
        fragment = urlsplit(value).fragment
        anchor = f"#{fragment}" if re.fullmatch(r"[\w.:-]{1,80}", fragment) else ""
        if value.startswith("#"):
            return anchor or None
        target = self.files.get(self.inside(folder, value) or name)
        return f"{target}{anchor}" if target else None

    def picture(self, name: str) -> str | None:
        """A picture of the book, written out under a number; none for what is no picture."""
        ending = PICTURES.get(posixpath.splitext(name)[1].lower())
        if ending is None or name not in self.names:
            return None
        if name not in self.pictures:
            self.pictures[name] = f"picture-{len(self.pictures) + 1:04}{ending}"
            (self.folder / self.pictures[name]).write_bytes(read(self.archive, name))
        return self.pictures[name]
