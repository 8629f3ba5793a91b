"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import pytest
from tests.architecture.source import ROOT, length, modules, tracked

pytestmark = pytest.mark.slow  # the whole source is read

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_VIEW = 25
LONGEST_STYLE_SHEET = 200
LONGEST_TEMPLATE = 130
EVERYWHERE = ("src", "tests", "bench", "tools", "deploy")


def test_no_python_file_is_longer_than_its_limit():
    too_long = [f"{each.name}: {len(each.lines)}" for each in modules(*EVERYWHERE) if len(each.lines) > LONGEST_FILE]
    assert too_long == []


def test_no_function_is_longer_than_its_limit():
    too_long = [
        f"{each.name}:{function.lineno} {function.name}: {length(function)}"
        for each in modules(*EVERYWHERE)
        for function in each.functions()
        if length(function) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_view_is_longer_than_its_limit():
    too_long = [
        f"{each.name}:{function.lineno} {function.name}: {length(function)}"
        for each in modules("src/yuanjiao/web")
        if "views" in each.path.parts
        for function in each.functions()
        if length(function) > LONGEST_VIEW
    ]
    assert too_long == []


def test_no_script_template_or_style_sheet_is_longer_than_its_limit():
    limits = {".ts": LONGEST_FILE, ".css": LONGEST_STYLE_SHEET, ".scss": LONGEST_STYLE_SHEET, ".html": LONGEST_TEMPLATE}
    too_long = []
    for path in tracked():
        limit = limits.get(path.suffix)
        if (limit and path.is_relative_to(ROOT / "src")) or path.is_relative_to(ROOT / "frontend"):
            lines = len(path.read_text(encoding="utf-8").splitlines()) if limit else 0
            if limit and lines > limit:
                too_long.append(f"{path.relative_to(ROOT)}: {lines}")
    assert too_long == []
