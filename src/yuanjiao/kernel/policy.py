"""Reading dated rules as typed structures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec

from yuanjiao.kernel.models import PolicyVersion

Rules = TypeVar("Rules", bound=msgspec.Struct)


class InForce(NamedTuple):
    """The number of the version in force (0: the defaults of the code) and its body."""

    number: int
    body: dict[str, Any]


def in_force(kind: str, at: datetime) -> InForce:
    """The version of a kind that is in force at a moment; version 0 with an empty body before the first."""
    found = (
        PolicyVersion.objects.filter(kind=kind, valid_from__lte=at)
        .order_by("-valid_from")
        .values_list("number", "body")
        .first()
    )
    return InForce(*found) if found else InForce(0, {})


def rules(kind: str, shape: type[Rules], at: datetime) -> tuple[int, Rules]:
    """The version's number and its rules as `shape`; what the version leaves out has the shape's defaults.

    :raises msgspec.ValidationError: when a stored body does not fit, which is a bug of whoever stored it.
    """
    version = in_force(kind, at)
    return version.number, msgspec.convert(version.body, shape)


def coming(now: datetime) -> list[tuple[str, datetime]]:
    """Kinds of which a version is settled but not yet in force, with its first moment; one query."""
    ahead = PolicyVersion.objects.filter(valid_from__gt=now).order_by("valid_from", "kind")
    return list(ahead.values_list("kind", "valid_from"))
