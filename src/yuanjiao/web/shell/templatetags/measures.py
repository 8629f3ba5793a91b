"""From a rule to the chapter of the measures that it carries out."""

from __future__ import annotations

from django import template
from django.utils import timezone

from yuanjiao.credits.public import date_of
from yuanjiao.oversight.models import MeasuresChapter
from yuanjiao.oversight.public import chapter_about

register = template.Library()
RULES = {
    "watching": "watching",
    "credits": "credit",
    "claims": "credit",
    "requirements": "requirement",
    "exemptions": "requirement",
    "appeals": "discipline",
    "talks": "talk",
}
"""The chapters that kinds of rules carry out."""


@register.inclusion_tag("shell/measures_link.html")
def measures_link(kind: str) -> dict[str, MeasuresChapter | None]:
    """The way to the chapter in force about a kind of rule; nothing where there is none."""
    rule = RULES.get(kind, kind)
    return {"chapter": chapter_about(rule, date_of(timezone.now()))}
