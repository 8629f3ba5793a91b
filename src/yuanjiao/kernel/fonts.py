"""The Chinese font that comes with the program, so that nothing depends on the machine's fonts.

The front-end build copies it from its npm package (``frontend/fonts.mjs``); a built wheel holds it.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data" / "fonts"
FAMILY = "Noto Sans SC"


class Weight(StrEnum):
    """The weights that come with the program."""

    REGULAR = "400Regular"
    BOLD = "700Bold"


class FontMissing(RuntimeError):
    """The Chinese font is not where the build puts it, or is no font any more."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The Chinese font {path.name} is missing or damaged; build the front end (make frontend).")


def path(weight: Weight = Weight.REGULAR) -> Path:
    """The font's file.

    :raises FontMissing: when the front end has not been built.
    """
    file = FOLDER / f"NotoSansSC_{weight}.ttf"
    if not file.is_file():
        raise FontMissing(file)
    return file
