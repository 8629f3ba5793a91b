"""Drawing and scoring a quiz: pure arithmetic over what was drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TypedDict

MIXED_KINDS = frozenset({"single", "multiple"})
"""Kinds whose choices are shuffled; true and false keep their usual order."""

READING_CHARACTERS_A_SECOND = 25
"""Nobody reads Chinese faster: quick readers reach 8 to 12 characters a second."""

CHOOSING_SECONDS = 0.7
"""The least time that reaching for one answer takes."""


class DrawnChoice(TypedDict):
    """One choice as it was when the attempt opened."""

    id: int
    text: str
    correct: bool


class DrawnQuestion(TypedDict):
    """One question as it was when the attempt opened, so that later edits change no score."""

    id: int
    kind: str
    text: str
    explanation: str
    choices: list[DrawnChoice]


Answers = Mapping[str, Sequence[int]]
"""The chosen choice ids by question id (as text, because JSON keys are)."""


def draw(bank: Sequence[DrawnQuestion], count: int, randomness: Random) -> list[DrawnQuestion]:
    """`count` questions of the bank (all of a smaller one) in random order, their choices shuffled too."""
    drawn = randomness.sample(list(bank), min(count, len(bank)))
    return [
        {
            **question,
            "choices": randomness.sample(question["choices"], len(question["choices"]))
            if question["kind"] in MIXED_KINDS
            else list(question["choices"]),
        }
        for question in drawn
    ]


def right(question: DrawnQuestion, chosen: Iterable[int]) -> bool:
    """Whether exactly the correct choices were chosen."""
    return {choice["id"] for choice in question["choices"] if choice["correct"]} == set(chosen)


def right_count(drawn: Iterable[DrawnQuestion], answers: Answers) -> int:
    """How many of the drawn questions are answered right; an unanswered one is not."""
    return sum(right(question, answers.get(str(question["id"]), ())) for question in drawn)


def score(drawn: Sequence[DrawnQuestion], answers: Answers) -> int:
    """Per cent of the drawn questions answered right, rounded down so that 59.9 does not pass 60."""
    return right_count(drawn, answers) * 100 // len(drawn) if drawn else 0


def quickest_seconds(drawn: Iterable[DrawnQuestion]) -> float:
    """The least time in which a person can read all that was drawn and answer it."""
    characters = 0
    questions = 0
    for question in drawn:
        questions += 1
        characters += len(question["text"]) + sum(len(choice["text"]) for choice in question["choices"])
    return characters / READING_CHARACTERS_A_SECOND + questions * CHOOSING_SECONDS
