"""The answer sheet of a quiz attempt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from yuanjiao.learning.models import QuestionKind, QuizAttempt


class AnswerSheet(forms.Form):
    """One field a drawn question, in the order drawn; it knows no right answers."""

    def __init__(self, attempt: QuizAttempt, data: Any = None) -> None:
        super().__init__(data, prefix="answer", label_suffix="")
        self._questions = {f"q{question['id']}": str(question["id"]) for question in attempt.drawn}
        for number, question in enumerate(attempt.drawn, 1):
            self.fields[f"q{question['id']}"] = _field(number, question)

    def answers(self) -> dict[str, list[int]]:
        """The chosen choice ids by question id, once the form is valid."""
        return {
            question: [int(choice) for choice in _as_list(self.cleaned_data[field])]
            for field, question in self._questions.items()
        }


def _field(number: int, question: dict[str, Any]) -> forms.Field:
    choices = [(str(choice["id"]), choice["text"]) for choice in question["choices"]]
    shared: dict[str, Any] = {
        "label": question["text"],
        "choices": choices,
        "help_text": QuestionKind(question["kind"]).label,
        "error_messages": {
            "required": _("第 %(number)d 题还没有作答。") % {"number": number},
            "invalid_choice": _("第 %(number)d 题的选项不在卷面上，请重新选择。") % {"number": number},
        },
    }
    if question["kind"] == QuestionKind.MULTIPLE:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **shared)
    return forms.ChoiceField(widget=forms.RadioSelect, **shared)


def _as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
