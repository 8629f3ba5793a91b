"""What course cards and the catalogue draw."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course
from yuanjiao.media.public import picture_address

register = template.Library()

TONES = 6
WORD = 4


@register.simple_tag
def course_cover(course: Course) -> SafeString:
    """The course's cover, or one drawn from its topic and title; silent beside the title that is its name."""
    address = picture_address(course.cover)
    if address:
        return format_html('<img src="{}" alt="" loading="lazy" width="320" height="180">', address)
    return format_html(
        '<svg class="cover-drawn" viewBox="0 0 320 180" aria-hidden="true" preserveAspectRatio="xMidYMid slice">'
        '<rect class="cover-tone-{}" width="320" height="180"></rect>'
        '<circle class="cover-shape" cx="{}" cy="30" r="110"></circle>'
        '<circle class="cover-shape" cx="{}" cy="170" r="80"></circle>'
        '<text x="24" y="106" font-size="40">{}</text></svg>',
        course.topic_id % TONES,
        220 + course.pk % 5 * 20,
        20 + course.pk % 7 * 20,
        course.title[:WORD],
    )


@register.simple_tag(takes_context=True)
def toggled(context: Context, facet: str, value: str) -> str:
    """This address with one value of a facet chosen or given up, from the first page on."""
    words = context["request"].GET.copy()
    chosen = words.getlist(facet)
    words.setlist(facet, [name for name in chosen if name != value] if value in chosen else [*chosen, value])
    words.pop("page", None)
    return f"?{words.urlencode()}"


@register.simple_tag
def reason_for(course: Course) -> str:
    """Why the course is shown, in words."""
    return catalogue.reason_for(course)


@register.filter
def minutes(milliseconds: int | None) -> int:
    """Whole minutes, at least one for anything that has a length."""
    whole = round((milliseconds or 0) / 60_000)
    return max(1, whole) if milliseconds else 0


@register.filter
def seconds(milliseconds: int | None) -> int:
    """Whole seconds."""
    return (milliseconds or 0) // 1000


@register.filter
def stars(rating: float | None) -> str:
    """A mean rating with one decimal."""
    return f"{rating:.1f}" if rating else ""
