"""Forms of the quiz editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.learning.models import Question, QuestionKind
from yuanjiao.learning.public import MOST_CHOICES, QuestionDraft

CONTROL = {"class": "form-control"}
LETTERS = "ABCDEF"


class QuizForm(forms.Form):
    """How many questions are drawn, how often one may try, what passes."""

    draw = forms.IntegerField(label=_("每次抽题数"), min_value=1, max_value=100, widget=forms.NumberInput(CONTROL))
    tries = forms.IntegerField(label=_("每天可做次数"), min_value=1, max_value=20, widget=forms.NumberInput(CONTROL))
    pass_mark = forms.IntegerField(
        label=_("及格线（%）"), min_value=1, max_value=100, widget=forms.NumberInput(CONTROL)
    )


class QuestionForm(forms.Form):
    """One question with up to six choices; which are right is ticked beside them."""

    kind = forms.ChoiceField(
        label=_("题型"), choices=QuestionKind.choices, widget=forms.Select({"class": "form-select"})
    )
    text = forms.CharField(label=_("题干"), max_length=2000, widget=forms.Textarea(CONTROL | {"rows": 3}))
    truth = forms.ChoiceField(
        label=_("判断题的答案"),
        required=False,
        choices=[("true", _("对")), ("false", _("错"))],
        widget=forms.Select({"class": "form-select"}),
    )
    explanation = forms.CharField(
        label=_("解析（选填）"), required=False, max_length=2000, widget=forms.Textarea(CONTROL | {"rows": 2})
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for letter in LETTERS[:MOST_CHOICES]:
            self.fields[f"choice_{letter}"] = forms.CharField(
                label=_("选项 %(letter)s") % {"letter": letter},
                required=False,
                max_length=300,
                widget=forms.TextInput(CONTROL),
            )
            self.fields[f"right_{letter}"] = forms.BooleanField(
                label=_("%(letter)s 正确") % {"letter": letter},
                required=False,
                widget=forms.CheckboxInput,
            )

    @property
    def choices(self) -> list[tuple[str, Any, Any]]:
        """The choices as (letter, text field, right field)."""
        return [(letter, self[f"choice_{letter}"], self[f"right_{letter}"]) for letter in LETTERS[:MOST_CHOICES]]

    def draft(self) -> QuestionDraft:
        """The question as typed; its soundness is the action's matter."""
        given = self.cleaned_data
        if given["kind"] == QuestionKind.TRUE_FALSE:
            choices = (("对", given["truth"] != "false"), ("错", given["truth"] == "false"))
            return QuestionDraft(given["kind"], given["text"], choices, given["explanation"])
        marked = tuple(
            (given[f"choice_{letter}"], given[f"right_{letter}"])
            for letter in LETTERS[:MOST_CHOICES]
            if given[f"choice_{letter}"]
        )
        return QuestionDraft(given["kind"], given["text"], marked, given["explanation"])


def given_of(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    choices = list(question.choices.all())
    given: dict[str, Any] = {"kind": question.kind, "text": question.text, "explanation": question.explanation}
    if question.kind == QuestionKind.TRUE_FALSE:
        return given | {"truth": "true" if choices and choices[0].correct else "false"}
    for letter, choice in zip(LETTERS, choices, strict=False):
        given |= {f"choice_{letter}": choice.text, f"right_{letter}": choice.correct}
    return given


class QuestionSheetForm(forms.Form):
    """An Excel file of questions, or the checked questions of one that was looked at before."""

    file = forms.FileField(
        label=_("Excel 文件"),
        required=False,
        widget=forms.FileInput(CONTROL | {"accept": ".xlsx,.xls,.ods"}),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)
