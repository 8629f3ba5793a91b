"""Fetching a course for its reader in one call."""

from __future__ import annotations

from django.http import Http404

from yuanjiao.catalogue.models import Course
from yuanjiao.web.learner.course_page import visible_course


def shown_course(course_id: int) -> Course:
    """A course whose page learners may open.

    :raises Http404: when there is none, or it is a draft.
    """
    try:
        return visible_course(course_id)
    except Course.DoesNotExist as missing:
        raise Http404 from missing
