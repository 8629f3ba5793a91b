"""Text stands out from its ground by at least 4.5 to 1, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[3] / "frontend" / "css" / "_tokens.scss"
PAIRS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "hover"), ("soft", "paper"), ("soft", "card"), ("soft", "hover"),
    ("cinnabar", "card"), ("cinnabar", "paper"), ("cinnabar-deep", "cinnabar-wash"), ("cinnabar", "cinnabar-wash"),
    ("pine", "pine-wash"), ("pine", "card"), ("amber", "amber-wash"), ("slate", "slate-wash"),
    ("on-cinnabar", "cinnabar"), ("on-cinnabar", "cinnabar-deep"), ("on-cinnabar", "pine"),
]  # fmt: skip


def tokens(theme):
    block = re.search(rf"@mixin {theme} {{(.*?)\n}}", TOKENS.read_text(), re.DOTALL).group(1)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme):
    colours = tokens(theme)
    weak = {}
    for text, ground in PAIRS:
        lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
        ratio = (lighter + 0.05) / (darker + 0.05)
        if ratio < 4.5:
            weak[f"{text} on {ground}"] = round(ratio, 2)
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme):
    colours = tokens(theme)
    lighter, darker = sorted((luminance(colours["line-strong"]), luminance(colours["card"])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3
