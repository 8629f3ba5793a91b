"""What the pages of digital resources draw."""

from __future__ import annotations

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yuanjiao.library.models import App, Article, Book
from yuanjiao.media.public import picture_address

register = template.Library()

TONES = 6
LINE = 7
LINES = 4


@register.simple_tag
def book_cover(book: Book) -> SafeString:
    """A book's cover, or one drawn with its title and author; silent beside the title that is its name."""
    address = picture_address(book.cover)
    if address:
        return format_html('<img src="{}" alt="" loading="lazy" width="240" height="320">', address)
    title = [book.title[start : start + LINE] for start in range(0, len(book.title), LINE)][:LINES]
    return format_html(
        '<svg class="cover-drawn" viewBox="0 0 240 320" aria-hidden="true" preserveAspectRatio="xMidYMid slice">'
        '<rect class="cover-tone-{}" width="240" height="320"></rect>'
        '<circle class="cover-shape" cx="{}" cy="270" r="120"></circle>'
        '<rect class="cover-shape" width="16" height="320"></rect>{}'
        '<text x="36" y="288" font-size="15">{}</text></svg>',
        book.shelf_id % TONES,
        200 - book.pk % 5 * 22,
        format_html_join(
            "", '<text x="36" y="{}" font-size="25">{}</text>', ((72 + 36 * n, line) for n, line in enumerate(title))
        ),
        book.author[:12],
    )


@register.simple_tag
def article_picture(article: Article) -> SafeString | str:
    """An article's picture; nothing while it has none."""
    address = picture_address(article.cover)
    return format_html('<img src="{}" alt="" loading="lazy" width="320" height="180">', address) if address else ""


@register.simple_tag
def app_icon(app: App) -> SafeString:
    """An app's icon, or its first character on a ground of its own."""
    address = picture_address(app.icon)
    if address:
        return format_html('<img src="{}" alt="" loading="lazy" width="48" height="48">', address)
    return format_html(
        '<svg class="cover-drawn" viewBox="0 0 48 48" aria-hidden="true"><rect class="cover-tone-{}" width="48" '
        'height="48"></rect><text x="24" y="33" font-size="24" text-anchor="middle">{}</text></svg>',
        app.pk % TONES,
        app.name[:1],
    )


@register.filter
def shown_now(article: Article | None) -> bool:
    """Whether readers see an article at this moment."""
    return article is not None and article.shown_at(timezone.now())
