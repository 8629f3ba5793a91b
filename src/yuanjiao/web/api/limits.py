"""Bounds of what may be asked for, so that no number overflows a column and no text breaks a query."""

from __future__ import annotations

from typing import Annotated

from ninja import Path, Query

LARGEST_NUMBER = 2**63 - 1
PAGE_SIZE = 50

Identifier = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
UnitNumber = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]
Sequence = Annotated[int, Path(ge=1, le=2**31 - 1)]
Year = Annotated[int | None, Query(ge=2000, le=2100)]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Top = Annotated[int, Query(ge=1, le=100)]
# PostgreSQL stores no zero character, and no one means one.
Words = Annotated[str, Query(max_length=60, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{22}$")]
