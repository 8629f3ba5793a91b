"""Doing several things at the same instant."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection

PATIENCE_SECONDS = 60


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Run all in threads of their own that begin together, each with its own connection; what they failed with."""
    failures: list[BaseException] = []
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            together.wait(10)
            act()
        except BaseException as failure:  # noqa: BLE001 -- told to the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return failures
