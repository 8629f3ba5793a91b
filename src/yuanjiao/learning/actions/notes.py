"""Writing and taking back notes; nobody but their writer sees them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Lesson
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.models import Note
from yuanjiao.organisation.models import Person

MOST_NOTES_A_LESSON = 500


class TooManyNotes(LearningFailure):
    """A lesson's notes are full; a bound keeps the page quick."""

    @property
    def sentence(self) -> str:
        """What to do."""
        return _("这一讲的笔记已满 500 条，删去几条就能继续记。")


@transaction.atomic
def write_note(*, actor: Person, lesson: Lesson, at_ms: int, text: str, now: datetime) -> Note:
    """Keep a note at a moment of a lesson; a moment past the end is the end.

    :param at_ms: the moment in milliseconds from the beginning.
    :raises TooManyNotes: when the lesson has its most notes already.
    """
    if Note.objects.filter(learner_id=actor.pk, lesson=lesson).count() >= MOST_NOTES_A_LESSON:
        raise TooManyNotes
    moment = min(max(0, at_ms), lesson.duration_ms)
    return Note.objects.create(learner_id=actor.pk, lesson=lesson, at_ms=moment, text=text, written_at=now)


@transaction.atomic
def delete_note(*, actor: Person, note_id: int, now: datetime) -> bool:  # noqa: ARG001 -- every action takes the clock
    """Delete one of the actor's notes; false when it is not hers or gone already."""
    deleted, _by_table = Note.objects.filter(pk=note_id, learner_id=actor.pk).delete()
    return deleted > 0
