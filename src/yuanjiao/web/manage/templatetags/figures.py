"""Figures as lists show them: with a sign, or in columns of two decimals."""

from __future__ import annotations

from django import template

from yuanjiao.web.manage.period_words import signed

register = template.Library()
register.filter(signed)


@register.filter
def two_decimals(hundredths: int) -> str:
    """Hundredths of a point with both decimals, so that a column of them stands in line: 79.50, 73.00."""
    return f"{hundredths / 100:.2f}"
