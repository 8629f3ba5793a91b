"""Subtrees as ranges of tree paths.

A range (``path >= prefix and path < end``) uses the plain index on both databases; ``LIKE 'prefix%'``
does not on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

STEP = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def end_of(prefix: str) -> str:
    """The first path after every path that begins with the prefix; empty when there is none."""
    kept = prefix.rstrip(ALPHABET[-1])
    return kept[:-1] + ALPHABET[ALPHABET.index(kept[-1]) + 1] if kept else ""


def within(path: str, prefixes: Iterable[str]) -> bool:
    """Whether a path lies in one of the subtrees."""
    return any(path.startswith(prefix) for prefix in prefixes)


def in_subtrees(prefixes: Iterable[str], field: str = "path") -> Q:
    """The condition that a path field lies in one of the subtrees; nothing fits when there is none."""
    condition = Q(pk__in=[])
    for prefix in prefixes:
        end = end_of(prefix)
        part = Q(**{f"{field}__gte": prefix})
        condition |= part & Q(**{f"{field}__lt": end}) if end else part
    return condition


def topmost(prefixes: Iterable[str]) -> tuple[str, ...]:
    """The prefixes without those that lie below another, in order."""
    kept: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not (kept and prefix.startswith(kept[-1])):
            kept.append(prefix)
    return tuple(kept)


def joint(paths: Iterable[str]) -> str:
    """The path of the lowest unit that all of these lie in; empty when only the whole has them all."""
    lines = [lineage(path) for path in paths]
    shared = [steps[0] for steps in zip(*lines, strict=False) if len(set(steps)) == 1]
    return shared[-1] if shared else ""


def lineage(path: str) -> list[str]:
    """The paths of a unit and all above it, topmost first."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def child_path(parent: str, number: int) -> str:
    """The path of a unit's child by its number, from 1."""
    letters = ""
    for _position in range(STEP):
        number, index = divmod(number, len(ALPHABET))
        letters = ALPHABET[index] + letters
    return parent + letters
