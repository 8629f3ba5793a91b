"""`GET /health`: whether this node can serve, for a load balancer. No name of a host is asked, no session, no page."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import DatabaseError, connection

from yuanjiao.pulse.door import Receive, Scope, Send, answer

KEPT_SECONDS = 1.0
"""Anyone may ask: however often, the database is asked once a second."""
PATIENCE_SECONDS = 3.0
LEAST_ROOM = 32 << 20
"""Less is a full disk: SQLite's log alone grows by that much between two checkpoints."""

logger = logging.getLogger(__name__)


class Health:
    """The ASGI application of `/health`."""

    def __init__(self) -> None:
        # A thread of its own: a database that hangs takes this one, and none that the server needs to stop.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._looking: asyncio.Future[dict[str, str]] | None = None
        self._until = 0.0
        self._said = {"database": "ok", "disk": "ok"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 200 when all is well, 503 with what is not."""
        del scope, receive
        if self._looking is None or (self._looking.done() and time.monotonic() >= self._until):
            self._looking = asyncio.get_running_loop().run_in_executor(self._thread, look)
            self._until = time.monotonic() + KEPT_SECONDS
        try:
            found = await asyncio.wait_for(asyncio.shield(self._looking), PATIENCE_SECONDS)
        except TimeoutError:
            found = {"database": "slow"}
        if found != self._said:
            logger.warning("health: %s", ", ".join(f"{part} {word}" for part, word in found.items()))
            self._said = found
        well = all(word == "ok" for word in found.values())
        await answer(send, 200 if well else 503, {"status": "ok" if well else "unwell", **found})


def look() -> dict[str, str]:
    """How the database and the disk are."""
    return {"database": database(), "disk": disk()}


def database() -> str:
    """Whether the database answers from its tables; the connection is closed again, so that none is kept for this."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except DatabaseError:
        return "away"
    finally:
        connection.close()
    return "ok"


def disk() -> str:
    """Whether the home has room: on one machine everything is there, on a node uploads and what is being made."""
    return "ok" if shutil.disk_usage(settings.HOME).free >= LEAST_ROOM else "full"


health = Health()
