"""The questions to each lecture."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "quizzes.txt"


@dataclass
class Written:
    """One question as written: choices in the order shown, the right ones marked."""

    kind: str
    text: str
    explanation: str = ""
    choices: list[tuple[str, bool]] = field(default_factory=list)


def of(lecture: str) -> list[Written]:
    """The questions to a lecture; none when there are none."""
    return bank().get(lecture, [])


@cache
def bank() -> dict[str, list[Written]]:
    """All questions by the names of their lectures."""
    found: dict[str, list[Written]] = {}
    questions: list[Written] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        mark, _space, words = line.partition(" ")
        if mark == "==":
            questions = found.setdefault(words, [])
        elif mark == "?":
            kind, _space, text = words.partition(" ")
            questions.append(Written(kind, text))
        elif mark in {"+", "-"}:
            questions[-1].choices.append((words, mark == "+"))
        elif mark == "!":
            questions[-1].explanation = words
            turn(questions[-1])
    return found


def turn(question: Written) -> None:
    """Put the choices in an order that does not give the answer away, the same for everyone."""
    question.choices.sort(key=lambda choice: (question.kind != "true_false", len(choice[0]) * 7 % 5, choice[0]))
    if question.kind == "true_false":
        question.choices.sort(key=lambda choice: choice[0] != "正确")
