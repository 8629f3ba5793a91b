"""Money, licences and hours as lists show them."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import Contract

register = template.Library()
HOUR_MS = 3_600_000


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as people write yuan: 12,300 or 12,300.50; a dash where there is nothing to say."""
    if fen is None:
        return "—"
    whole, part = divmod(fen, 100)
    return f"{whole:,}.{part:02d}" if part else f"{whole:,}"


@register.filter
def hours(milliseconds: int | None) -> str:
    """Milliseconds as whole hours: 1,204."""
    return f"{round((milliseconds or 0) / HOUR_MS):,}"


@register.simple_tag
def licence_badge(contract: Contract, today: date, soon: int) -> SafeString:
    """How a licence stands, as a badge; one that ends within `soon` days says how many are left."""
    tone, words = _standing(contract, today, soon)
    return format_html('<span class="badge badge-{}">{}</span>', tone, words)


def _standing(contract: Contract, today: date, soon: int) -> tuple[str, str]:
    left = (contract.licence_to - today).days
    if hasattr(contract, "renewed_by"):
        return "slate", _("已续签")
    if left < 0:
        return "cinnabar", _("已到期")
    if contract.licence_from > today:
        return "slate", _("还没开始")
    if left <= soon:
        return "amber", ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    return "pine", _("在授权期内")
