"""An intercom that answers, in a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yuanjiao.pulse.intercom import Intercom


@contextmanager
def answering(intercom: Intercom, path: Path) -> Iterator[None]:
    """Let it answer at a path."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(intercom.listen(path), loop).result()
    yield
    loop.call_soon_threadsafe(intercom.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
