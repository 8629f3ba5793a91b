"""Suppressions say why, and nothing names a machine or a registry (docstrings are ruff's business: its D rules)."""

from __future__ import annotations

import re

from tests.architecture.source import ROOT, tracked

SUPPRESSION = re.compile(r"#\s*(noqa|type:\s*ignore|nosec|pragma)|(//|/\*)\s*(@ts-|eslint-disable|biome-ignore)")
WITH_REASON = re.compile(
    r"#\s*noqa: [A-Z0-9, ]+ -- \S|#\s*type: ignore\[[\w, -]+\]\s+# \S|@ts-expect-error[ :-]+\S|biome-ignore .+: \S"
)
SUFFIXES = {
    ".py",
    ".ts",
    ".html",
    ".css",
    ".scss",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".txt",
    ".sh",
    ".conf",
    ".mjs",
}
HOSTS = re.compile(
    "|".join(("registry" + r"\.npmjs", "pypi" + r"\.org", "files" + r"\.pythonhosted", "deb" + r"\.debian"))
)
PLACES = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w+/", "/opt/" + "(wheels|pypi)")))


def test_every_suppression_has_its_reason():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".ts"} and path != ROOT / "tests/architecture/test_words.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SUPPRESSION.search(line) and not WITH_REASON.search(line)
    ]
    assert found == []


def test_no_file_names_a_registry_or_a_place_on_one_machine():
    found = []
    for path in tracked():
        if path.suffix in SUFFIXES or path.name in {"Makefile", "Dockerfile", ".npmrc", "run"}:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if HOSTS.search(line) or PLACES.search(line):
                    found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_nobody_is_spoken_to_as_a_familiar():
    """The product says 您; made-up colleagues and lectures of the demonstration speak as people do."""
    spoken = [path for path in tracked() if path.suffix in {".py", ".html", ".po", ".ts", ".typ"}]
    ours = [path for path in spoken if {"src", "frontend"} & set(path.relative_to(ROOT).parts[:1])]
    assert len(ours) > 1000
    familiar = [path for path in ours if "demonstration" not in path.parts and "你" in path.read_text(encoding="utf-8")]
    assert familiar == []


def test_every_sentence_is_collected_for_the_catalogues():
    """`tools/messages.py` knows the functions by their usual names; under another one a sentence stays Chinese."""
    renamed = re.compile(r"\b(gettext|gettext_lazy|ngettext|ngettext_lazy|pgettext|pgettext_lazy) as (?!_\b)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "src")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if renamed.search(line)
    ]
    assert found == []
