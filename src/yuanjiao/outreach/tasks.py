"""The worker's part of the outreach domain."""

from __future__ import annotations

from django_tasks import task

from yuanjiao.catalogue.models import CourseMove
from yuanjiao.outreach.actions.retiring import tell_everybody


@task()
def tell_those_in_the_middle(move_id: int) -> None:
    """Tell everybody in the middle of a course that it is going, or stays."""
    move = CourseMove.objects.select_related("course").filter(pk=move_id).first()
    if move is not None:
        tell_everybody(move)
