"""What the components of ``shell/components/`` are given."""

from __future__ import annotations

from typing import Any, NamedTuple


class Figure(NamedTuple):
    """A figure as `shell/components/figures.html` takes it."""

    value: str
    label: Any
    unit: Any = ""
    change: str = ""
    good: bool | None = None
    address: str = ""
