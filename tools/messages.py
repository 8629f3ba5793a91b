"""The message catalogues: the sentences of the source are Chinese, their English is in ``locale/en`` of each app.

``update`` collects the sentences into the catalogues, ``check`` fails on one without English or with two
that differ (a context tells two meanings apart), ``compile`` makes the files that the running program reads. Words can
be joined: ``messages.py update compile``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "yuanjiao"
SHARED = PACKAGE / "kernel"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# English of this app's sentences.\n"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def apps() -> list[Path]:
    """The folders that hold a catalogue each: every Django app."""
    return sorted(path.parent for path in PACKAGE.rglob("apps.py"))


def home_of(source: Path, folders: list[Path]) -> Path:
    """The app whose catalogue a source file's sentences belong to; what is in no app goes to the kernel."""
    homes = [folder for folder in folders if source.is_relative_to(folder)]
    return max(homes, key=lambda folder: len(folder.parts), default=SHARED)


def sources() -> Iterator[Path]:
    """Every file that may hold a sentence."""
    for path in sorted(PACKAGE.rglob("*")):
        if "migrations" in path.parts or "static" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt", ".webmanifest"} and "templates" in path.parts):
            yield path


def text_of(path: Path) -> bytes:
    """The file as Python that Babel can read; templates are put into that form by Django."""
    if path.suffix == ".py":
        return path.read_bytes()
    from django.conf import settings  # noqa: PLC0415 -- compiling runs where Django is not yet set up
    from django.utils.translation.template import templatize  # noqa: PLC0415 -- as above

    if not settings.configured:
        settings.configure()
    python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in python.splitlines()).encode()


def collect() -> dict[Path, Catalog]:
    """The sentences of the whole source, by app."""
    folders = apps()
    catalogues: dict[Path, Catalog] = {}
    for path in sources():
        catalogue = catalogues.setdefault(home_of(path, folders), empty())
        where = path.relative_to(PACKAGE).as_posix()
        for line, message, _comments, context in extract("python", BytesIO(text_of(path)), KEYWORDS):
            catalogue.add(message, locations=[(where, line)], context=context)
    return {folder: catalogue for folder, catalogue in catalogues.items() if len(catalogue)}


def empty() -> Catalog:
    """A catalogue without sentences, whose dates never change."""
    return Catalog(
        locale="en",
        header_comment=HEADER,
        project="yuanjiao",
        version="1",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )


def file_of(folder: Path) -> Path:
    """Where an app keeps its English."""
    return folder / "locale" / "en" / "LC_MESSAGES" / "django.po"


def stored(folder: Path) -> Catalog:
    """What an app has in English so far."""
    path = file_of(folder)
    if not path.exists():
        return empty()
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Bring the catalogues up to the source: new sentences come in untranslated, gone ones go out."""
    everywhere = known()
    for folder, fresh in collect().items():
        old = stored(folder)
        result = empty()
        for message in fresh:
            if not message.id:
                continue
            earlier = old.get(message.id, message.context)
            english = earlier.string if earlier and not earlier.fuzzy else ""
            english = english or everywhere.get((key_of(message), message.context), "")
            result.add(message.id, english, message.locations, message.flags, context=message.context)
        path = file_of(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, result, width=120, sort_output=True, include_lineno=False)
    return 0


def known() -> dict[tuple[str, str | None], object]:
    """English that any app already has, so that one sentence is translated once."""
    return {
        (key_of(message), message.context): message.string
        for folder in apps()
        for message in stored(folder)
        if message.id and message.string and isinstance(message.id, str)
    }


def key_of(message: Message) -> str:
    """The Chinese of a sentence (of its singular, where it has two forms)."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translated(message: Message | None) -> bool:
    """Whether a sentence has its English in every form."""
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, (tuple, list)) else bool(message.string)


def faults() -> Iterator[str]:
    """What is wrong with the English, a line each."""
    for folder, fresh in collect().items():
        old = stored(folder)
        for message in fresh:
            if not message.id:
                continue
            english = old.get(message.id, message.context)
            where = message.locations[0][0] if message.locations else folder.name
            if not translated(english):
                yield f"{where}: no English for “{key_of(message)}”"
                continue
            assert english is not None  # noqa: S101 -- `translated` has said so; this tells the type checker
            forms = [english.string] if isinstance(english.string, str) else list(english.string)
            if any(CHINESE.search(form) for form in forms) and CHINESE.search(key_of(message)):
                yield f"{where}: the English of “{key_of(message)}” holds Chinese"
            if names(key_of(message)) != names(forms[-1]):
                yield f"{where}: “{key_of(message)}” and its English name different values"


def contradictions() -> Iterator[str]:
    """Sentences that two apps put into different English: the program would show one of them in both places."""
    said: dict[tuple[str, str | None, bool], tuple[object, str]] = {}
    for folder in apps():
        for message in stored(folder):
            if not message.id or not translated(message):
                continue
            key = (key_of(message), message.context, message.pluralizable)
            english, first = said.setdefault(key, (message.string, folder.name))
            if english != message.string:
                yield f"{folder.name}: “{key_of(message)}” is “{message.string}”, but “{english}” in {first}"


def names(sentence: str) -> set[str]:
    """The values that a sentence puts in, by name."""
    return set(re.findall(r"%\((\w+)\)", sentence)) | set(re.findall(r"\{(\w+)\}", sentence))


def check() -> int:
    """Print what is wrong; 1 when anything is."""
    found = [*faults(), *contradictions()]
    print("\n".join(found) or "messages: every sentence has its English")
    if found:
        print(f"messages: {len(found)} to mend; `make messages` brings new sentences into the catalogues")
    return 1 if found else 0


def compile_() -> int:
    """Make the compiled catalogue beside each one."""
    for path in sorted(PACKAGE.rglob("django.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="en")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def main(words: list[str]) -> int:
    """Do what the words say, in their order; the first failure ends it."""
    steps = {"update": update, "check": check, "compile": compile_}
    if not words or set(words) - set(steps):
        print("usage: messages.py update|check|compile …", file=sys.stderr)
        return 2
    return next((code for code in (steps[word]() for word in words) if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
