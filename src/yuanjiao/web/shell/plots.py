"""Small plots as SVG by attributes alone: the content policy allows no style attribute."""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

RADIUS = 42
ROUND = 2 * pi * RADIUS
WIDTH = 240
HEIGHT = 64
TONES = 6


def share(value: float, whole: float) -> float:
    """Value of whole as a number from 0 to 1; nothing required counts as met."""
    if whole <= 0:
        return 1.0
    return min(max(value / whole, 0.0), 1.0)


def bar(value: float, whole: float, *, tone: str, label: str) -> SafeString:
    """A slim bar with the part `value` of `whole` filled."""
    return format_html(
        '<svg class="bar bar-{}" role="img" aria-label="{} {}%" width="100%" height="6" preserveAspectRatio="none">'
        '<rect class="bar-track" width="100%" height="6" rx="3"></rect>'
        '<rect class="bar-fill" width="{}%" height="6" rx="3"></rect></svg>',
        tone,
        label,
        round(share(value, whole) * 100),
        f"{share(value, whole) * 100:.2f}",
    )


def donut(value: float, whole: float, *, label: str) -> SafeString:
    """A ring with the part `value` of `whole` filled, from the top clockwise."""
    filled = share(value, whole) * ROUND
    return format_html(
        '<svg class="donut{}" role="img" aria-label="{}" viewBox="0 0 100 100">'
        '<circle class="donut-track" cx="50" cy="50" r="{}"></circle>'
        '<circle class="donut-fill" cx="50" cy="50" r="{}" stroke-dasharray="{} {}" transform="rotate(-90 50 50)">'
        "</circle></svg>",
        " donut-met" if whole > 0 and value >= whole else " donut-none" if value <= 0 else "",
        label,
        RADIUS,
        RADIUS,
        f"{filled:.2f}",
        f"{ROUND:.2f}",
    )


def points(values: Sequence[float | None]) -> list[tuple[float, float]]:
    """Values as places in a box of WIDTH by HEIGHT, the largest near the top; missing ones are left out."""
    top = max((value for value in values if value is not None), default=0) or 1
    step = WIDTH / max(len(values) - 1, 1)
    return [
        (round(number * step, 1), round(HEIGHT - 2 - value / top * (HEIGHT - 8), 1))
        for number, value in enumerate(values)
        if value is not None
    ]


def sparkline(values: Sequence[float | None], *, label: str, name: str) -> SafeString:
    """A filled line; with a name, the live script redraws it when its values change."""
    places = points(values)
    line = " ".join(f"{x},{y}" for x, y in places)
    area = f"{places[0][0]},{HEIGHT} {line} {places[-1][0]},{HEIGHT}" if places else ""
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none"{}>'
        '<polygon class="sparkline-area" points="{}"></polygon>'
        '<polyline class="sparkline-line" points="{}" vector-effect="non-scaling-stroke"></polyline></svg>',
        label,
        WIDTH,
        HEIGHT,
        format_html(' data-live-curve="{}"', name) if name else "",
        area,
        line,
    )


def stacked(parts: Sequence[tuple[float, str]], *, label: str) -> SafeString:
    """One bar cut into parts, each with its tone; parts of nothing are left out."""
    whole = sum(value for value, _tone in parts) or 1
    start, rectangles = 0.0, []
    for value, tone in parts:
        width = value / whole * 100
        if value > 0:
            rectangles.append((tone, f"{start:.2f}", f"{width:.2f}"))
        start += width
    return format_html(
        '<svg class="bar-stack" role="img" aria-label="{}" width="100%" height="12">'
        '<rect class="tone-track" width="100%" height="12"></rect>{}</svg>',
        label,
        format_html_join("", '<rect class="tone-{}" x="{}%" width="{}%" height="12"></rect>', rectangles),
    )


def diverging(left: float, right: float, top: float, *, label: str) -> SafeString:
    """What went to the left of the middle and what came to its right, each of the same `top`."""
    gone, come = share(left, top or 1) * 50, share(right, top or 1) * 50
    return format_html(
        '<svg class="bar-diverging" role="img" aria-label="{}" width="100%" height="12">'
        '<rect class="tone-track" width="100%" height="12"></rect>'
        '<rect class="tone-amber" x="{}%" width="{}%" height="12"></rect>'
        '<rect class="tone-pine" x="50%" width="{}%" height="12"></rect></svg>',
        label,
        f"{50 - gone:.2f}",
        f"{gone:.2f}",
        f"{come:.2f}",
    )


def trend(now: Sequence[float], before: Sequence[float], expected: float, *, steps: int, label: str) -> SafeString:
    """Shares of one over the steps of a year: this year's so far and on to its expected end, last year's behind it."""
    this, last = _shares(now, steps), _shares(before, steps)
    ahead = [this[-1], (WIDTH, _height(expected))] if this and len(now) < steps else []
    return format_html(
        '<svg class="trend" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}'
        '<polyline class="trend-before" points="{}" vector-effect="non-scaling-stroke"></polyline>'
        '<polyline class="trend-now" points="{}" vector-effect="non-scaling-stroke"></polyline>'
        '<polyline class="trend-ahead" points="{}" vector-effect="non-scaling-stroke"></polyline></svg>',
        label,
        WIDTH,
        HEIGHT,
        format_html_join(
            "",
            '<line class="trend-rule" x1="0" x2="{}" y1="{}" y2="{}" vector-effect="non-scaling-stroke"></line>',
            ((WIDTH, _height(share), _height(share)) for share in (0, 0.5, 1)),
        ),
        *(" ".join(f"{x},{y}" for x, y in line) for line in (last, this, ahead)),
    )


def _shares(values: Sequence[float], steps: int) -> list[tuple[float, float]]:
    return [(round(WIDTH * number / steps, 1), _height(value)) for number, value in enumerate(values, start=1)]


def _height(value: float) -> float:
    return round(HEIGHT - 1 - share(value, 1) * (HEIGHT - 2), 1)


def covered(spans: Sequence[tuple[float, float]], whole: float, *, label: str) -> SafeString:
    """A bar with its watched spans filled, in their places."""
    length = whole or 1
    rectangles = ((f"{start / length * 100:.2f}", f"{max(end - start, 0) / length * 100:.2f}") for start, end in spans)
    return format_html(
        '<svg class="bar bar-covered" role="img" aria-label="{}" width="100%" height="8">'
        '<rect class="bar-track" width="100%" height="8" rx="2"></rect>{}</svg>',
        label,
        format_html_join("", '<rect class="bar-fill" x="{}%" width="{}%" height="8" rx="2"></rect>', rectangles),
    )


def drawn_cover(word: str, number: int) -> SafeString:
    """A cover for what has no picture: its topic on one of six grounds, always the same for a topic."""
    return format_html(
        '<svg class="cover-drawn" aria-hidden="true" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice">'
        '<rect class="cover-tone-{}" width="320" height="180"></rect>'
        '<circle class="cover-shape" cx="{}" cy="36" r="96"></circle>'
        '<circle class="cover-shape" cx="{}" cy="176" r="64"></circle>'
        '<text x="22" y="56" font-size="{}">{}</text></svg>',
        number % TONES,
        220 + number * 29 % 80,
        150 + number * 53 % 90,
        32 if len(word) <= 6 else 24,
        word[:10],
    )


def day_bar(parts: Sequence[tuple[float, float, str]], *, label: str) -> SafeString:
    """Stretches of a day as shares of it, in their tones."""
    rectangles = ((tone, f"{start * 100:.2f}", f"{max(length * 100, 0.4):.2f}") for start, length, tone in parts)
    return format_html(
        '<svg class="bar day-bar" role="img" aria-label="{}" width="100%" height="10">'
        '<rect class="bar-track" width="100%" height="10"></rect>{}</svg>',
        label,
        format_html_join("", '<rect class="tone-{}" x="{}%" width="{}%" height="10"></rect>', rectangles),
    )
