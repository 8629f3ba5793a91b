"""Words in a text that stand for a learner's own name and figures, and their filling in."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

HUNDRED = 100


class Standing(Protocol):
    """What is read of a learner's year."""

    @property
    def hundredths(self) -> int:
        """Earned so far."""

    @property
    def due_total_hundredths(self) -> int:
        """Due in the year."""


class Named(Protocol):
    """Somebody with a name."""

    full_name: str


class Signing(Named, Protocol):
    """Somebody with a name and a unit."""

    unit: Any


class Wording(NamedTuple):
    """What the words stand for, as people read it."""

    name: str
    earned: str
    due: str
    missing: str

    @classmethod
    def of(cls, person: Named, stands: Standing | None) -> Wording:
        """A learner's name and figures; whoever owes nothing has noughts."""
        earned, due = (stands.hundredths, stands.due_total_hundredths) if stands else (0, 0)
        return cls(person.full_name, *(_credit(each) for each in (earned, due, max(0, due - earned))))


MARKS = {
    "zh-hans": {"name": "{姓名}", "earned": "{已得}", "due": "{要求}", "missing": "{还差}"},
    "en": {"name": "{name}", "earned": "{earned}", "due": "{due}", "missing": "{missing}"},
}
"""How a writer marks the places, in each language; a text may use either."""


def marks(language: str | None) -> dict[str, str]:
    """The marks in a writer's language, by what they stand for."""
    return MARKS.get(language or "", MARKS["zh-hans"])


def filled(text: str, wording: Wording) -> str:
    """The text with every mark replaced; anything else in braces stays as it was written."""
    for words in MARKS.values():
        for field, mark in words.items():
            text = text.replace(mark, getattr(wording, field))
    return text


def signed(text: str, sender: Signing | None) -> str:
    """A text with who sends it, and from where; nothing is added for the installation itself."""
    return f"{text}\n— {sender.full_name}，{sender.unit}" if sender else text


def _credit(hundredths: int) -> str:
    whole, part = divmod(hundredths, HUNDRED)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)
