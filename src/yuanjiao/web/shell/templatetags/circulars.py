"""How the tables of a circular show changes."""

from __future__ import annotations

from django import template

from yuanjiao.oversight.document import gain_text, points_text

register = template.Library()
register.filter("points", points_text)
register.filter("gained", gain_text)
