"""Colours and drawing that slides and covers share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from yuanjiao.kernel import fonts

Colour = tuple[int, int, int]
PAPER: Colour = (250, 248, 244)
INK: Colour = (32, 36, 42)
SOFT: Colour = (92, 100, 112)
LINE: Colour = (233, 228, 218)
WHITE: Colour = (255, 255, 255)
CINNABAR: Colour = (179, 52, 31)


@dataclass(frozen=True)
class Palette:
    """A calm run of colour from a dark corner over a middle to a light one."""

    dark: Colour
    middle: Colour
    light: Colour


@dataclass(frozen=True)
class Style:
    """A face, its colour, and its line distance as a multiple of its size."""

    face: ImageFont.FreeTypeFont
    fill: Colour
    leading: float = 1.5


PALETTES = (
    Palette((111, 45, 34), (178, 82, 54), (226, 174, 132)),
    Palette((36, 62, 100), (66, 112, 168), (164, 194, 224)),
    Palette((31, 75, 58), (62, 128, 96), (168, 206, 168)),
    Palette((92, 74, 32), (158, 132, 60), (224, 210, 150)),
    Palette((44, 54, 84), (92, 98, 148), (184, 182, 214)),
    Palette((104, 54, 28), (184, 108, 48), (234, 194, 140)),
    Palette((28, 72, 82), (58, 126, 136), (166, 208, 206)),
    Palette((84, 42, 72), (146, 88, 124), (216, 178, 198)),
    Palette((48, 66, 40), (104, 130, 72), (200, 210, 156)),
    Palette((66, 58, 54), (126, 112, 100), (208, 196, 182)),
)


@cache
def font(size: int, weight: fonts.Weight = fonts.Weight.REGULAR) -> ImageFont.FreeTypeFont:
    """The Chinese font at a size in pixels.

    :raises fonts.FontMissing: when the front end has not been built.
    """
    return ImageFont.truetype(str(fonts.path(weight)), size)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that is `share` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(palette: Palette, width: int, height: int, *, glow: tuple[float, float] = (0.72, 0.3)) -> Image.Image:
    """A diagonal run of the palette's colours with a soft glow, drawn small and smoothed up."""
    small = Image.new("RGB", (64, 36))
    pixels = small.load()
    if pixels is None:
        raise MemoryError
    for x in range(64):
        for y in range(36):
            along = (x / 63 + y / 35) / 2
            base = (
                blend(palette.dark, palette.middle, along * 2)
                if along < 0.5
                else blend(palette.middle, palette.light, along * 2 - 1)
            )
            away = ((x / 63 - glow[0]) ** 2 + (y / 35 - glow[1]) ** 2) ** 0.5
            pixels[x, y] = blend(base, WHITE, max(0.0, 0.28 - away * 0.7))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Text cut into lines of at most `width` pixels; a closing mark never begins a line."""
    lines = [""]
    for character in text:
        if lines[-1] and face.getlength(lines[-1] + character) > width and character not in "，。；：、！？）》":
            lines.append("")
        lines[-1] += character
    return lines


def write(draw: ImageDraw.ImageDraw, lines: list[str], at: tuple[int, int], style: Style) -> int:
    """Draw lines of text below each other and return where the next would begin."""
    x, y = at
    for line in lines:
        draw.text((x, y), line, font=style.face, fill=style.fill)
        y += round(style.face.size * style.leading)
    return y
