"""What makes a question of a quiz sound, and a quiz enough for its course."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Course
from yuanjiao.learning.models import QuestionKind, Quiz

MOST_CHOICES = 6
LONGEST_CHOICE = 300
LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as an editor writes it: its choices with whether each is right."""

    kind: str
    text: str
    choices: tuple[tuple[str, bool], ...]
    explanation: str = ""


def faults(draft: QuestionDraft) -> list[str]:
    """What is wrong with a question, one sentence each; empty when nothing."""
    found: list[str] = []
    texts = [text for text, _right in draft.choices]
    right = sum(correct for _text, correct in draft.choices)
    if draft.kind not in QuestionKind.values:
        return [_("题型只能是单选、多选或判断。")]
    if not draft.text.strip():
        found.append(_("题干是空的。"))
    if len(draft.text) > LONGEST_TEXT:
        found.append(_("题干最多 2,000 字。"))
    if any(len(text) > LONGEST_CHOICE for text in texts):
        found.append(_("每个选项最多 300 字。"))
    if len(set(texts)) != len(texts):
        found.append(_("有两个选项一样。"))
    return found + _faults_of_answers(draft.kind, len(texts), right)


def _faults_of_answers(kind: str, choices: int, right: int) -> list[str]:
    """What is wrong with the number of choices or of right ones."""
    if kind == QuestionKind.TRUE_FALSE:
        return [] if (choices, right) == (2, 1) else [_("判断题的答案写“对”或“错”。")]
    if not 2 <= choices <= MOST_CHOICES:
        return [_("选项应有 2 到 6 个。")]
    if kind == QuestionKind.SINGLE and right != 1:
        return [_("单选题要有且只有一个正确答案。")]
    if kind == QuestionKind.MULTIPLE and right < 2:
        return [_("多选题至少要有两个正确答案。")]
    return []


def missing_in_quiz(course: Course) -> list[str]:
    """What the course's quiz lacks before the course comes online; a course may have none."""
    quiz = Quiz.objects.filter(course=course).first()
    if quiz is None:
        return []
    number = quiz.questions.count()
    if number >= quiz.draw:
        return []
    return [
        _("测验每次抽 %(draw)d 题，题库只有 %(number)d 题。请再加题，或减少抽题数。")
        % {"draw": quiz.draw, "number": number}
    ]
