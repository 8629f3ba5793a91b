"""Slides of a lecture as pictures of 1280 × 720: the point that is being spoken to is lit."""

from __future__ import annotations

from PIL import Image, ImageDraw

from yuanjiao.demonstration import pictures
from yuanjiao.demonstration.lectures.script import Lecture, Section
from yuanjiao.demonstration.pictures import CINNABAR, INK, LINE, PAPER, SOFT, WHITE, Palette, Style
from yuanjiao.kernel.fonts import Weight

WIDTH, HEIGHT = 1280, 720
MARGIN = 96
MARK = "演示影片 · 语音由程序合成"


def title_slide(lecture: Lecture, palette: Palette) -> Image.Image:
    """The opening picture: title, topic, lecturer."""
    picture = pictures.gradient(palette, WIDTH, HEIGHT)
    draw = ImageDraw.Draw(picture)
    face = pictures.font(76, Weight.BOLD)
    lines = pictures.wrap(lecture.title, face, WIDTH - 2 * MARGIN)
    draw.text((MARGIN, 150), lecture.facts["topic"], font=pictures.font(30), fill=WHITE)
    below = pictures.write(draw, lines, (MARGIN, 215), Style(face, WHITE, 1.4))
    draw.rectangle((MARGIN, below + 20, MARGIN + 84, below + 26), fill=WHITE)
    draw.text((MARGIN, below + 56), lecture.facts["lecturer"], font=pictures.font(32), fill=WHITE)
    draw.text((MARGIN, HEIGHT - 80), MARK, font=pictures.font(24), fill=WHITE)
    return picture


def slide(lecture: Lecture, number: int, lit: int, palette: Palette, *, share: float) -> Image.Image:
    """Section `number` (from 1) with its points so far; point `lit` is being spoken to.

    :param share: how much of the lecture is over when this slide appears, 0 to 1.
    """
    section = lecture.sections[number - 1]
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 20, HEIGHT), fill=palette.middle)
    draw.text((MARGIN, 62), f"{number:02}", font=pictures.font(30, Weight.BOLD), fill=palette.middle)
    heading = pictures.font(54, Weight.BOLD)
    lines = pictures.wrap(section.heading, heading, WIDTH - 2 * MARGIN)
    below = pictures.write(draw, lines, (MARGIN, 106), Style(heading, INK, 1.35))
    draw.rectangle((MARGIN, below + 8, WIDTH - MARGIN, below + 9), fill=LINE)
    draw_points(draw, section, lit, below + 56)
    draw.text((MARGIN, HEIGHT - 62), lecture.title, font=pictures.font(22), fill=SOFT)
    draw.text((WIDTH - MARGIN, HEIGHT - 62), MARK, font=pictures.font(22), fill=SOFT, anchor="ra")
    draw.rectangle((0, HEIGHT - 8, WIDTH, HEIGHT), fill=LINE)
    draw.rectangle((0, HEIGHT - 8, round(WIDTH * share), HEIGHT), fill=palette.middle)
    return picture


def draw_points(draw: ImageDraw.ImageDraw, section: Section, lit: int, top: int) -> None:
    """The points up to the lit one; earlier ones step back in grey."""
    y = top
    for place, point in enumerate(section.points[: lit + 1]):
        now = place == lit
        face = pictures.font(42, Weight.BOLD) if now else pictures.font(38)
        colour = CINNABAR if now else SOFT
        draw.ellipse((MARGIN, y + 20, MARGIN + 16, y + 36), fill=colour if now else pictures.blend(SOFT, PAPER, 0.4))
        lines = pictures.wrap(point.text, face, WIDTH - 2 * MARGIN - 50)
        y = pictures.write(draw, lines, (MARGIN + 46, y), Style(face, INK if now else SOFT)) + 26
