"""Tags that every page may use: icons, assets, small plots as SVG, addresses that keep their filters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Course
from yuanjiao.media.public import picture_address
from yuanjiao.web.shell import assets, navigation, plots

register = template.Library()


@register.simple_tag
def shell_assets() -> SafeString:
    """The style sheet and script of every page."""
    return assets.links()


@register.simple_tag
def shell_styles() -> SafeString:
    """The style sheet alone, for pages that must work when nothing else does."""
    return assets.styles()


@register.simple_tag
def address(name: str, *numbers: int) -> str:
    """As ``url``, for pages that are asked for most: an address is looked up once."""
    return navigation.address(name, *numbers)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; silent for screen readers unless it has a label."""
    return _icon(assets.sprite(), name, str(label))


@lru_cache(maxsize=1024)
def _icon(sprite: str, name: str, label: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {} width="24" height="24"><use href="{}#{}"></use></svg>', said, sprite, name)


@register.simple_tag
def bar(value: float, whole: float, tone: str = "pine", label: str = "") -> SafeString:
    """A slim bar filled to value of whole, as SVG, so that no style attribute is needed."""
    return plots.bar(value, whole, tone=tone, label=str(label))


@register.simple_tag
def donut(value: float, whole: float, label: str = "") -> SafeString:
    """A ring filled to value of whole; its label says so in words."""
    return plots.donut(value, whole, label=str(label))


@register.simple_tag
def sparkline(values: Iterable[float | None], label: str = "", kind: str = "") -> SafeString:
    """A small filled line over equally spaced values; missing ones are left out."""
    return plots.sparkline(list(values), label=str(label), name=kind)


@register.simple_tag
def stacked_bar(parts: Iterable[tuple[float, str]], label: str = "") -> SafeString:
    """One bar cut into parts: a value and a tone each."""
    return plots.stacked(list(parts), label=str(label))


@register.simple_tag
def diverging_bar(left: float, right: float, top: float, label: str = "") -> SafeString:
    """What went and what came, from the middle to both sides."""
    return plots.diverging(left, right, top, label=str(label))


@register.simple_tag
def trend(now: Iterable[float], before: Iterable[float], expected: float, steps: int, label: str = "") -> SafeString:
    """A year's share so far, its expected end, and the year before behind it."""
    return plots.trend(list(now), list(before), expected, steps=steps, label=str(label))


@register.simple_tag
def covered_bar(spans: Iterable[tuple[float, float]], whole: float, label: str = "") -> SafeString:
    """A bar whose watched seconds are filled."""
    return plots.covered(list(spans), whole, label=str(label))


@register.simple_tag
def day_bar(parts: Iterable[tuple[float, float, str]], label: str = "") -> SafeString:
    """Stretches of a day: where each begins and how long it is, as shares of the day, and its tone."""
    return plots.day_bar(list(parts), label=str(label))


@register.simple_tag(takes_context=True)
def keep(context: Context, **changes: Any) -> str:
    """This address with some of its words changed; an empty word is taken out."""
    words = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            words.pop(name, None)
        else:
            words[name] = str(value)
    return f"?{words.urlencode()}"


@register.simple_tag
def elided(page: Page[Any]) -> list[int | str]:
    """The page numbers worth showing around this one."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as 12:40 or 1:02:40."""
    whole = int(seconds or 0)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@register.filter
def credit(hundredths: int | None) -> str:
    """Hundredths of a credit as people write them: 38.5, 12, 0.25."""
    whole, part = divmod(int(hundredths or 0), 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")


@register.filter
def clock_ms(milliseconds: int | None) -> str:
    """Milliseconds as 12:40 or 1:02:40."""
    return clock((milliseconds or 0) / 1000)


@register.filter
def spoken_ms(milliseconds: int | None) -> str:
    """Milliseconds in words: 12 分 40 秒."""
    hours, rest = divmod((milliseconds or 0) // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    words = {"hours": hours, "minutes": minutes, "seconds": seconds}
    if hours:
        return _("%(hours)s 小时 %(minutes)s 分") % words
    return _("%(minutes)s 分 %(seconds)s 秒") % words if minutes else _("%(seconds)s 秒") % words


@register.filter
def minutes_ms(milliseconds: int | None) -> str:
    """Milliseconds as whole minutes, at least one: 32 分钟."""
    return _("%(minutes)s 分钟") % {"minutes": max(1, round((milliseconds or 0) / 60_000))}


@register.filter
def day(moment: datetime | None) -> str:
    """A moment's day: 7 月 3 日, with the year where it is not this one."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localdate().year
    return date_format(local, "MONTH_DAY_FORMAT" if this_year else "SHORT_DATE_FORMAT")


@register.simple_tag
def cover(course: Course) -> SafeString:
    """A course's picture, or a drawn one with its topic while there is none."""
    picture = picture_address(course.cover)
    if picture:
        return format_html('<img src="{}" alt="" loading="lazy" width="320" height="180">', picture)
    return plots.drawn_cover(str(course.topic), course.topic_id)


@register.filter
def narrowing(form: BaseForm) -> int:
    """How many filters of a list, its search and its order aside, hold something."""
    return sum(bool(field.data) for field in form.visible_fields() if field.name not in {"q", "sort"})


@register.filter
def percent(share: float | None) -> str:
    """A share of one as 76.4%."""
    return f"{(share or 0) * 100:.1f}%"


@register.filter
def signed_credit(hundredths: int | None) -> str:
    """As `credit`, with a true minus sign before what was taken back."""
    whole = int(hundredths or 0)
    return f"−{credit(-whole)}" if whole < 0 else credit(whole)


@register.filter
def device(agent: str) -> str:
    """A browser's own description in two words: Chrome · Windows."""
    browsers = {"MicroMessenger": _("微信"), "QQBrowser": "QQ", "Edg/": "Edge", "Firefox": "Firefox"}
    browsers |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}
    systems |= {"Linux": "Linux"}
    browser = next((name for sign, name in browsers.items() if sign in agent), _("浏览器"))
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return f"{browser} · {system}" if system else browser
