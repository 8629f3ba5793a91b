"""What other rooms may use of library."""

from __future__ import annotations

__all__: list[str] = []
