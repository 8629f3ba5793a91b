"""How a command ends: its exit codes, and failures that say in one sentence what to do."""

from __future__ import annotations

from enum import IntEnum

import click


class Exit(IntEnum):
    """Exit codes, as ``yuanjiao --help`` lists them."""

    DONE = 0
    FOUND = 1
    NOT_READY = 3
    PART_MISSING = 4
    ADDRESS_IN_USE = 5
    INTERRUPTED = 130


class Stop(click.ClickException):
    """The command cannot go on; the sentence is printed and the code returned."""

    def __init__(self, code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = int(code)  # type: ignore[misc]  # click's way to choose the code of one failure
