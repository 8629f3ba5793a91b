"""``yuanjiao worker``: background tasks and periodic work."""

from __future__ import annotations

import logging
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yuanjiao.commands import start
from yuanjiao.commands.exits import Exit, Stop
from yuanjiao.commands.telling import Bars, Count
from yuanjiao.kernel.lines import in_one_line

if TYPE_CHECKING:
    from yuanjiao.commands.periodic import Periodic

QUEUE_PAUSE_SECONDS = 1.0
PARENT_LOOK_SECONDS = 1.0

logger = logging.getLogger(__name__)


@click.command()
@start.home_option
@click.option("--once", is_flag=True, help="Do what is waiting now, then end.")
@click.option("--with-parent", type=int, hidden=True, help="End when this process, which started it, ends.")
def command(home: Path | None, once: bool, with_parent: int | None) -> None:  # noqa: FBT001 -- click passes options by position
    """Make films playable, apply imports, and do what is due every hour and every day.

    Any number of workers may run beside any number of nodes. The first SIGTERM or Ctrl-C lets the task at
    hand finish, the second breaks it off; a task that was broken off is done again.
    """
    start.prepare(home)
    if not with_parent:
        start.name_unread()
    start.demand_database()
    run(once=once, with_parent=with_parent)


def run(*, once: bool, with_parent: int | None = None) -> None:
    """Work until told to stop, or until nothing is waiting."""
    from django.db import InterfaceError, OperationalError  # noqa: PLC0415 -- the other commands need not wait for it

    from yuanjiao.commands import leftovers  # noqa: PLC0415 -- reads models, which need `prepare`
    from yuanjiao.commands.periodic import Periodic  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.public import resume_imports  # noqa: PLC0415 -- as above

    worker_id = leftovers.own_name()
    leftovers.take_up(worker_id)
    resume_imports()
    periodic = Periodic()
    if once:
        run_once(worker_id, periodic)
        return
    if with_parent:
        threading.Thread(target=end_with_parent, args=(with_parent,), daemon=True).start()
    periodic.start()
    worker = make_worker(worker_id, once=False)
    worker.configure_signals()
    try:
        worker.run()
    except (InterfaceError, OperationalError) as error:
        # Whoever started it starts it again; a task at hand is done again.
        raise Stop(Exit.NOT_READY, f"The database does not answer: {in_one_line(error)}") from error
    finally:
        periodic.stop()


def run_once(worker_id: str, periodic: Periodic) -> None:
    """Do what is due and what waits, with a bar: whoever asks for it once looks on."""
    from django_tasks.signals import task_finished  # noqa: PLC0415 -- reads models, which need `prepare`
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 -- as above

    with Bars() as bars:
        bars.stage("what is due by the clock")
        periodic.run_due()
        count = Count(bars.stage("tasks that waited"), DBTaskResult.objects.ready().count())

        def finished(**_task: object) -> None:
            count.more()

        task_finished.connect(finished)
        try:
            make_worker(worker_id, once=True).run()
        finally:
            task_finished.disconnect(finished)


def make_worker(worker_id: str, *, once: bool) -> Any:
    """The worker of django-tasks-db for all queues."""
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 -- needs `prepare`

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=QUEUE_PAUSE_SECONDS,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
    )


def end_with_parent(parent: int) -> None:
    """Break off when the parent is gone: it was killed and could not say so."""
    gone = threading.Event()
    while os.getppid() == parent:
        gone.wait(PARENT_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    gone.wait(PARENT_LOOK_SECONDS * 5)
    os.kill(os.getpid(), signal.SIGKILL)
