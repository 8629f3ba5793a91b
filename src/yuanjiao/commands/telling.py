"""Progress on the terminal: a bar where one looks at it, single lines in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import click

Progress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""
WIDTH = 24
EVERY_SECONDS = 0.1


def unseen(_done: int, _total: int) -> None:
    """Nobody looks at how far it has come."""


def bar(done: int, total: int) -> str:
    """How far something has come, as a bar and in per cent."""
    share = min(done / total, 1.0)
    filled = round(share * WIDTH)
    return f"{'█' * filled}{'░' * (WIDTH - filled)} {share:4.0%}"


class Count:
    """Adds up what is told piece by piece."""

    def __init__(self, tell: Progress, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def more(self, pieces: int = 1) -> None:
        """So many pieces more have been done."""
        self._done += pieces
        self._tell(self._done, self._total)


class Bars:
    """One line a stage: its bar while it runs, its seconds when it is over. Use as a context manager."""

    def __init__(self) -> None:
        self._said = ""
        self._started = 0.0
        self._drawn_at = 0.0
        self._seen = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._end()
        elif self._said and self._seen:
            click.echo(err=True)

    def stage(self, said: str) -> Progress:
        """Begin a stage and end the one before."""
        self._end()
        self._said, self._started = said, time.monotonic()
        if self._seen:
            click.echo(f"  {said} …", nl=False, err=True)
        return self._tell

    def _tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._seen or now - self._drawn_at < EVERY_SECONDS or not total:
            return
        self._drawn_at = now
        click.echo(f"\r\033[K  {bar(done, total)}  {self._said}", nl=False, err=True)

    def _end(self) -> None:
        if self._said:
            seconds = time.monotonic() - self._started
            start = "\r\033[K" if self._seen else ""
            click.echo(f"{start}  {seconds:6.1f} s  {self._said}", err=True)
        self._said = ""
