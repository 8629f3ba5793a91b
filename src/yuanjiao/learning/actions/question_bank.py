"""Editing a course's quiz and its questions. Attempts already opened keep what they drew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Course
from yuanjiao.catalogue.public import STUDIED, note_author
from yuanjiao.kernel import audit
from yuanjiao.learning.failures import LearningFailure
from yuanjiao.learning.models import Choice, Question, Quiz
from yuanjiao.learning.questions import QuestionDraft, faults
from yuanjiao.organisation.models import Person


class QuestionFaulty(LearningFailure):
    """A question cannot be asked like this; the sentences say why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences

    @property
    def sentence(self) -> str:
        """All of them."""
        return " ".join(self.sentences)


class TooFewLeft(LearningFailure):
    """A course that is online keeps as many questions as its quiz draws."""

    @property
    def sentence(self) -> str:
        """What to do first."""
        return _("课程已上线，题库不能少于抽题数。请先加题，或减少抽题数。")


@transaction.atomic
def set_quiz(*, actor: Person | None, course: Course, draw: int, tries: int, pass_mark: int, now: datetime) -> Quiz:
    """Give a course its quiz, or change its settings; they hold for attempts opened from now on.

    :param tries: attempts a day.
    :param pass_mark: per cent.
    :raises TooFewLeft: when the course is online and its bank holds fewer than `draw` questions.
    """
    values = {"draw": draw, "tries": tries, "pass_mark": pass_mark}
    quiz, _created = Quiz.objects.update_or_create(course=course, defaults=values)
    _enough(quiz)
    _record(actor, course, "learning.set_quiz", now, values)
    return quiz


@transaction.atomic
def remove_quiz(*, actor: Person | None, course: Course, now: datetime) -> None:
    """Take the quiz away with its bank and attempts; completed courses stay completed."""
    Quiz.objects.filter(course=course).delete()
    _record(actor, course, "learning.remove_quiz", now, {})


@transaction.atomic
def add_questions(
    *, actor: Person | None, quiz: Quiz, drafts: Iterable[QuestionDraft], now: datetime
) -> list[Question]:
    """Add questions at the end of the bank, all of them or none.

    :raises QuestionFaulty: when one of them cannot be asked.
    """
    last = quiz.questions.aggregate(last=Max("position"))["last"] or 0
    added: list[Question] = []
    for position, draft in enumerate(drafts, start=last + 1):
        _sound(draft)
        question = Question.objects.create(
            quiz=quiz, kind=draft.kind, text=draft.text, explanation=draft.explanation, position=position
        )
        _give_choices(question, draft)
        added.append(question)
    _record(actor, quiz.course, "learning.add_questions", now, {"number": len(added)})
    return added


@transaction.atomic
def change_question(*, actor: Person | None, question: Question, draft: QuestionDraft, now: datetime) -> Question:
    """Change a question and its choices.

    :raises QuestionFaulty: when it cannot be asked like this.
    """
    _sound(draft)
    question.kind, question.text, question.explanation = draft.kind, draft.text, draft.explanation
    question.save()
    question.choices.all().delete()
    _give_choices(question, draft)
    _record(actor, question.quiz.course, "learning.change_question", now, {"question": question.pk})
    return question


@transaction.atomic
def remove_question(*, actor: Person | None, question: Question, now: datetime) -> None:
    """Remove a question from the bank.

    :raises TooFewLeft: when a course that is online would draw more than there are.
    """
    quiz, number = question.quiz, question.pk
    question.delete()
    _enough(quiz)
    _record(actor, quiz.course, "learning.remove_question", now, {"question": number})


def _sound(draft: QuestionDraft) -> None:
    sentences = faults(draft)
    if sentences:
        raise QuestionFaulty(sentences)


def _enough(quiz: Quiz) -> None:
    if quiz.course.state in STUDIED and quiz.questions.count() < quiz.draw:
        raise TooFewLeft


def _give_choices(question: Question, draft: QuestionDraft) -> None:
    Choice.objects.bulk_create(
        Choice(question=question, text=text, correct=correct, position=position)
        for position, (text, correct) in enumerate(draft.choices, start=1)
    )


def _record(actor: Person | None, course: Course, verb: str, now: datetime, detail: dict[str, int]) -> None:
    note_author(actor, course)
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=verb,
        subject=("course", course.pk),
        unit_path=str(course.unit.path) if course.unit else "",
        detail=dict(detail),
    )
