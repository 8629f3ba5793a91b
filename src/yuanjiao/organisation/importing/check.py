"""Checking rows: every fault of a row is found, and what the row would change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from yuanjiao.organisation.importing.columns import LEVEL_WORDS, RANK_WORDS, YES_NO
from yuanjiao.organisation.importing.faults import Fault
from yuanjiao.organisation.importing.known import AMBIGUOUS, Known, KnownPerson
from yuanjiao.organisation.models import RowOutcome

STAFF_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,31}")
PHONE = re.compile(r"1[3-9]\d{9}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
LONGEST = {"full_name": 60, "position": 80, "email": 254}
WORDS: dict[str, Mapping[str, Any]] = {"post_level": LEVEL_WORDS, "rank": RANK_WORDS, "is_learner": YES_NO}
TAG_LENGTH = 40


class CheckedRow(NamedTuple):
    """A row with its values (only those that are given) or its faults."""

    number: int
    outcome: RowOutcome
    values: dict[str, Any]
    faults: list[Fault]


class Checker:
    """Checks the rows of one file in their order; remembers staff numbers, phones and e-mails for duplicates."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._seen: dict[str, dict[str, int]] = {"staff_number": {}, "phone": {}, "email": {}}

    def check(self, number: int, texts: Mapping[str, str]) -> CheckedRow:
        """What one row means for the table."""
        faults: list[Fault] = []
        values = {
            key: value for key, text in texts.items() if text and (value := self._value(key, text, faults)) is not None
        }
        faults.extend(Fault(key, "missing") for key in ("staff_number", "full_name", "unit") if not texts.get(key))
        person = self.known.people.get(values.get("staff_number", ""))
        self._check_duplicates(number, values, faults)
        if person is not None:
            self._check_person(person, faults)
        if faults:
            return CheckedRow(number, RowOutcome.WRONG, values, faults)
        if person is None:
            return CheckedRow(number, RowOutcome.NEW, values, faults)
        outcome = RowOutcome.CHANGED if self._changes(person, values) else RowOutcome.SAME
        return CheckedRow(number, outcome, values, faults)

    def _value(self, key: str, text: str, faults: list[Fault]) -> Any:
        if len(text) > LONGEST.get(key, 1000):
            faults.append(Fault(key, "too_long", text[:20], str(LONGEST.get(key, 1000))))
            return None
        if key == "unit":
            return self._unit(text, faults)
        if key in WORDS:
            return _word(key, text, faults)
        if key == "appointed_on":
            return _day(text, faults)
        if key == "tags":
            return _tags(text, faults)
        return _pattern(key, text, faults)

    def _unit(self, text: str, faults: list[Fault]) -> int | None:
        unit = self.known.units.get(text)
        if unit is None:
            unit = self.known.units.get("/".join(part.strip() for part in re.split(r"[/／>＞\\]", text)))
        kind = ""
        if unit is None:
            kind = "unknown_unit"
        elif unit == AMBIGUOUS:
            kind = "ambiguous_unit"
        elif unit not in self.known.within_scope:
            kind = "outside_scope"
        elif unit in self.known.closed:
            kind = "closed_unit"
        if kind:
            faults.append(Fault("unit", kind, text[:60]))
            return None
        return unit

    def _check_duplicates(self, number: int, values: Mapping[str, Any], faults: list[Fault]) -> None:
        staff_number = values.get("staff_number", "")
        for key, taken in (("phone", self.known.phones), ("email", self.known.emails)):
            value = values.get(key)
            owner = taken.get(value) if value else None
            if owner is not None and owner != staff_number:
                faults.append(Fault(key, "taken", str(value), self._told(owner)))
        for key, seen in self._seen.items():
            value = values.get(key)
            if value:
                first = seen.setdefault(value, number)
                if first != number:
                    faults.append(Fault(key, "twice_in_file", value, str(first)))

    def _told(self, owner: str) -> str:
        # Whoever imports learns no staff numbers of units that she may not see.
        visible = self.known.people[owner].unit_id in self.known.within_scope
        return owner if visible else "其他单位人员"

    def _check_person(self, person: KnownPerson, faults: list[Fault]) -> None:
        if person.unit_id not in self.known.within_scope:
            faults.append(Fault("staff_number", "person_outside_scope"))
        elif not person.is_active:
            faults.append(Fault("staff_number", "person_left"))

    def _changes(self, person: KnownPerson, values: Mapping[str, Any]) -> bool:
        for key, value in values.items():
            if key == "tags":
                if frozenset(value) != self.known.tags.get(person.id, frozenset()):
                    return True
            elif getattr(person, "unit_id" if key == "unit" else key) != value:
                return True
        return False


def _word(key: str, text: str, faults: list[Fault]) -> Any:
    words = WORDS[key]
    if text not in words:
        faults.append(Fault(key, "bad_word", text[:20], "、".join(words)))
        return None
    return words[text]


def _day(text: str, faults: list[Fault]) -> str | None:
    match = DAY.fullmatch(text)
    if match:
        with suppress(ValueError):
            return date(*map(int, match.groups())).isoformat()
    faults.append(Fault("appointed_on", "bad_date", text[:20]))
    return None


def _tags(text: str, faults: list[Fault]) -> list[str]:
    tags = sorted({part.strip() for part in re.split(r"[;；,，、]", text)} - {""})
    faults.extend(Fault("tags", "too_long", tag[:20], str(TAG_LENGTH)) for tag in tags if len(tag) > TAG_LENGTH)
    return tags


def _pattern(key: str, text: str, faults: list[Fault]) -> str | None:
    if key == "staff_number" and not STAFF_NUMBER.fullmatch(text):
        faults.append(Fault(key, "bad_staff_number", text[:40]))
        return None
    if key == "phone":
        text = text.replace(" ", "").replace("-", "").removeprefix("+86")
        if not PHONE.fullmatch(text):
            faults.append(Fault(key, "bad_phone", text[:20]))
            return None
    if key == "email":
        text = text.lower()
        if not EMAIL.fullmatch(text):
            faults.append(Fault(key, "bad_email", text[:60]))
            return None
    return text
