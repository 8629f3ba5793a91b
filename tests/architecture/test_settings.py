"""Every setting that the program reads is in the how-to and in the example that operators copy."""

from __future__ import annotations

import re

from tests.architecture.source import ROOT

NAME = re.compile(r'"(YUANJIAO_[A-Z0-9_]+)"')
ONE_MACHINE_ONLY = {"YUANJIAO_INLINE_CHECKPOINT_PAGES", "YUANJIAO_DEMONSTRATION"}


def settings_read() -> set[str]:
    """The environment variables that the profiles of an installation read."""
    folder = ROOT / "src" / "yuanjiao" / "settings"
    files = [path for path in folder.glob("*.py") if path.name != "test.py"]
    return {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}


def test_the_how_to_names_every_setting():
    text = (ROOT / "docs" / "howto" / "run-on-one-machine.md").read_text(encoding="utf-8")
    assert sorted(name for name in settings_read() if f"`{name}`" not in text) == []


def test_the_example_names_every_setting_of_a_node():
    text = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?(YUANJIAO_[A-Z0-9_]+)=", text, re.MULTILINE))
    assert settings_read() - ONE_MACHINE_ONLY <= named
    assert named - settings_read() == {"YUANJIAO_MEDIA_SECRET"}
