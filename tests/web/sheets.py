"""Reading back the Excel files that lists give."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook


def rows_of(response: Any) -> list[list[Any]]:
    """The rows of the downloaded file, headings first."""
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def column(response: Any, heading: str) -> list[Any]:
    """The cells below a heading."""
    headings, *rows = rows_of(response)
    return [row[headings.index(heading)] for row in rows]
