"""Covers: a calm gradient in the topic's colours, with hills or circles of its own for each course."""

from __future__ import annotations

import math
import random
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter

from yuanjiao.demonstration import films, pictures
from yuanjiao.demonstration.courses import Title
from yuanjiao.demonstration.pictures import Palette
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.media.public import make_now, take_in

WIDTH, HEIGHT = 640, 360


def cover_of(title: Title, now: datetime) -> Asset:
    """The cover of a course as an asset, made when it is not there yet."""
    key = films.key("cover", title.title)
    found = Asset.objects.filter(key=key, state=AssetState.READY).first()
    if found:
        return found
    with films.scratch() as folder:
        file = Path(folder) / "cover.png"
        draw(films.topic_palette(title.topic), random.Random(title.title)).save(file, compress_level=1)  # noqa: S311 -- a picture
        asset = take_in(actor_id=None, kind=AssetKind.PICTURE, name=f"{title.title}.png", file=file, now=now, key=key)
    make_now(asset.pk, timezone.now)
    asset.refresh_from_db()
    return asset


def draw(palette: Palette, chance: random.Random) -> Image.Image:
    """One cover."""
    glow = (chance.uniform(0.55, 0.9), chance.uniform(0.1, 0.45))
    picture = pictures.gradient(palette, WIDTH, HEIGHT, glow=glow)
    shapes = chance.choice((hills, circles, paths))
    return Image.alpha_composite(picture.convert("RGBA"), shapes(palette, chance)).convert("RGB")


def layer() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """An empty transparent sheet."""
    sheet = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    return sheet, ImageDraw.Draw(sheet)


def hills(palette: Palette, chance: random.Random) -> Image.Image:
    """Three ranges of hills, the nearest darkest."""
    sheet, draw_on = layer()
    for depth in range(3):
        base = HEIGHT * (0.56 + depth * 0.15)
        waves = [(chance.uniform(0.5, 2.2), chance.uniform(0, 6.3), chance.uniform(9, 30)) for _ in range(3)]
        points = [
            (x, base + sum(size * math.sin(x / WIDTH * 6.3 * speed + phase) for speed, phase, size in waves))
            for x in range(0, WIDTH + 8, 8)
        ]
        draw_on.polygon([*points, (WIDTH, HEIGHT), (0, HEIGHT)], fill=(*palette.dark, 60 + depth * 35))
    return sheet.filter(ImageFilter.GaussianBlur(1.2))


def circles(palette: Palette, chance: random.Random) -> Image.Image:
    """Large soft circles that overlap."""
    sheet, _draw = layer()
    for place in range(4):
        single, draw_on = layer()
        radius = chance.uniform(60, 160)
        x, y = chance.uniform(0.1, 1.0) * WIDTH, chance.uniform(0.1, 1.0) * HEIGHT
        colour = palette.light if place % 2 else palette.dark
        draw_on.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*colour, 46))
        sheet = Image.alpha_composite(sheet, single)
    return sheet.filter(ImageFilter.GaussianBlur(2))


def paths(palette: Palette, chance: random.Random) -> Image.Image:
    """Bands that cross the picture like fields seen from above."""
    sheet, draw_on = layer()
    lean = chance.uniform(-0.5, 0.5)
    x = -WIDTH * 0.4
    while x < WIDTH * 1.4:
        width = chance.uniform(34, 112)
        shift = lean * HEIGHT
        if chance.random() < 0.55:
            colour = palette.light if chance.random() < 0.5 else palette.dark
            draw_on.polygon(
                [(x, 0), (x + width, 0), (x + width + shift, HEIGHT), (x + shift, HEIGHT)], fill=(*colour, 34)
            )
        x += width
    return sheet.filter(ImageFilter.GaussianBlur(1.5))
