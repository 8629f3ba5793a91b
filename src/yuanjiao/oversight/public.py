"""What other rooms may use of oversight."""

from __future__ import annotations

__all__: list[str] = []
