"""What the acts in the audit trail are called. The kernel knows none: each domain declares its own in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise
Names = Callable[[Collection[str]], Mapping[str, str]]


def nameless(_numbers: Collection[str]) -> Mapping[str, str]:
    """Things without names of their own."""
    return {}


def not_searched(_words: str) -> Iterable[object]:
    """Things that are not looked for by their names."""
    return ()


def none_of_hers(_person_id: int) -> Iterable[object]:
    """Things that concern no single person."""
    return ()


@dataclass(frozen=True, slots=True)
class Area:
    """Acts that belong together, each verb with what it is called."""

    name: str
    label: Words
    acts: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that acts are done to: what it is called, what single ones are, which concern a person.

    `find` gives the numbers of those whose names hold some words, where they can be searched.
    """

    label: Words
    names: Names = nameless
    of_person: Callable[[int], Iterable[object]] = none_of_hers
    find: Callable[[str], Iterable[object]] = not_searched


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an entry tells besides: what it is called, how its value is said, or which subject it names."""

    label: Words
    say: Callable[[Any], str] | None = None
    refers: str = ""


MOST_FOUND = 200
MOST_LISTED = 20

_AREAS: dict[str, Area] = {}
_VERBS: dict[str, Words] = {}
_SUBJECTS: dict[str, Subject] = {}
_DETAILS: dict[str, Detail] = {}


def declare(
    areas: Iterable[Area], subjects: Mapping[str, Subject] | None = None, details: Mapping[str, Detail] | None = None
) -> None:
    """Let verbs, kinds of subjects and details be known by name.

    :param details: by ``key``, ``domain.key`` or ``domain.act.key``; the most exact one holds.
    """
    for area in areas:
        _AREAS[area.name] = area
        _VERBS.update(area.acts)
    _SUBJECTS.update(subjects or {})
    _DETAILS.update(details or {})


def areas() -> tuple[Area, ...]:
    """Every area, in the order of the rooms."""
    return tuple(_AREAS.values())


def act_named(verb: str) -> str:
    """What a verb is called; one that no longer exists by the name it was written with."""
    return str(_VERBS.get(verb, verb))


def subject_of(kind: str) -> Subject:
    """A kind of subject; one that no longer exists by the name it was written with."""
    return _SUBJECTS.get(kind) or Subject(kind)


def subjects() -> Mapping[str, Subject]:
    """Every kind of subject by the name it is written with."""
    return _SUBJECTS


def details() -> Mapping[str, Detail]:
    """Every detail that is told to readers, by the name it was declared with."""
    return _DETAILS


def detail_of(verb: str, key: str) -> Detail | None:
    """How a detail of an entry is told; nothing when it is not for readers, or unknown."""
    domain = verb.split(".", 1)[0]
    return _DETAILS.get(f"{verb}.{key}") or _DETAILS.get(f"{domain}.{key}") or _DETAILS.get(key)


def named(rows: Callable[[], QuerySet[Any]], field: str, key: str = "pk") -> Names:
    """Names of things by a field of theirs, one query for many."""

    def names(numbers: Collection[str]) -> Mapping[str, str]:
        found = rows().filter(**{f"{key}__in": [int(each) for each in numbers if each.isdecimal()]})
        return {str(number): str(name) for number, name in found.values_list(key, field)}

    return names


def searched(rows: Callable[[], QuerySet[Any]], field: str) -> Callable[[str], Iterable[object]]:
    """The numbers of the first things whose names hold some words."""

    def find(words: str) -> Iterable[object]:
        return rows().filter(**{f"{field}__contains": words}).order_by("pk").values_list("pk", flat=True)[:MOST_FOUND]

    return find


def listed(parts: Sequence[str]) -> str:
    """Several things one after another; of very many the first, and how many there are."""
    shown = str(_("、")).join(parts[:MOST_LISTED])
    return (
        shown if len(parts) <= MOST_LISTED else _("%(shown)s等，共 %(number)s") % {"shown": shown, "number": len(parts)}
    )


def said(value: Any) -> str:
    """A value in plain words: what was and what is, one or several, yes or no."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, (list, tuple)):
        return listed([said(each) for each in value])
    if isinstance(value, dict):
        return listed([f"{key} {said(each)}" for key, each in value.items()])
    return "" if value is None else str(value)


def day_said(value: Any) -> str:
    """A day or a moment as its reader writes it."""
    text = str(value or "")
    if day := parse_date(text):
        return formats.date_format(day, "DATE_FORMAT")
    moment = parse_datetime(text)
    if moment is None:
        return text
    return formats.date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "DATETIME_FORMAT")


def hundredths_said(value: Any) -> str:
    """Hundredths as a number."""
    return f"{value / 100:g}" if isinstance(value, (int, float)) else said(value)


def number_said(value: Any) -> str:
    """How many there are of what was listed."""
    return f"{len(value):,}" if isinstance(value, (list, tuple, dict)) else said(value)


def change_said(value: Any) -> str:
    """What was there before and what is now."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return said(value)
    before, after = (said(each) or _("无") for each in value)
    return f"{before} → {after}"


def chosen(choices: Iterable[tuple[Any, Words]]) -> Callable[[Any], str]:
    """One of the choices of a field by its label."""
    labels = {str(value): label for value, label in choices}
    return lambda value: str(labels.get(str(value), value or ""))


COMMON = {
    "title": Detail(gettext_lazy("标题")),
    "name": Detail(gettext_lazy("名称")),
    "reason": Detail(gettext_lazy("原因")),
    "answer": Detail(gettext_lazy("答复")),
    "year": Detail(gettext_lazy("年度")),
    "number": Detail(gettext_lazy("数量")),
    "on": Detail(gettext_lazy("日期"), day_said),
    "since": Detail(gettext_lazy("起"), day_said),
    "until": Detail(gettext_lazy("止"), day_said),
}
"""Details that are called the same everywhere."""
