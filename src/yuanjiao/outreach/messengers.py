"""Short messages to phones: an interface, and the messenger that writes them to a file until a service is chosen.

A service for SMS or WeChat Work is a class with `send`, named in the setting ``MESSENGER``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class ShortMessage(NamedTuple):
    """What goes to one phone."""

    phone: str
    text: str


class Messenger(Protocol):
    """A service that takes short messages."""

    def send(self, messages: Sequence[ShortMessage], now: datetime) -> None:
        """Take all of the messages, or raise `OSError` and take none."""


class FileMessenger:
    """Writes messages to a file of the day, a line each, so that a gateway, or a person, can pass them on."""

    def send(self, messages: Sequence[ShortMessage], now: datetime) -> None:
        """Append the messages."""
        folder = Path(settings.HOME) / "messages"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [
            json.dumps({"at": now.isoformat(), **message._asdict()}, ensure_ascii=False) + "\n" for message in messages
        ]
        with (folder / f"{now:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(lines)


def messenger() -> Messenger:
    """The messenger of this installation."""
    made: Messenger = import_string(settings.MESSENGER)()
    return made
