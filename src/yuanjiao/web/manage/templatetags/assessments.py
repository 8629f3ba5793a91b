"""The form that answers an objection, for the page of a unit's scores."""

from __future__ import annotations

from django import template

from yuanjiao.oversight.models import Objection
from yuanjiao.web.manage import assessments
from yuanjiao.web.manage.forms.assessments import AnswerObjectionForm

register = template.Library()


@register.simple_tag
def answer_form(objection: Objection) -> AnswerObjectionForm:
    """The form that answers an objection, filled with the points as they are."""
    return assessments.answer_form(objection)
