"""Tasks that a worker of this machine was doing when it died: they are done again.

A worker's name holds the machine and the process number, so that another worker on the same machine
can see whether it still lives. Tasks are written to be repeated; one that has killed its worker
`MOST_TRIES` times is given up.
"""

from __future__ import annotations

import os

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from yuanjiao.kernel import identifiers, jobs

MOST_TRIES = 3


def own_name() -> str:
    """This worker's name: machine and process number, at most 64 characters."""
    return f"{identifiers.node_name()[:48]}:{os.getpid()}"


def lives(name: str) -> bool:
    """Whether a worker of this machine is still running; always true for other machines' workers."""
    node, _colon, number = name.rpartition(":")
    if node != identifiers.node_name()[:48] or not number.isdecimal() or int(number) == os.getpid():
        return node != identifiers.node_name()[:48]
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@transaction.atomic
def take_up(own: str) -> int:
    """Make the tasks of dead workers ready again; how many there were."""
    taken = 0
    for result in DBTaskResult.objects.filter(status="RUNNING").select_for_update():
        names = list(result.worker_ids)
        if names and names[-1] != own and lives(names[-1]):
            continue
        taken += 1
        if len(names) >= MOST_TRIES:
            result.status, result.finished_at = "FAILED", timezone.now()
            result.exception_class_path = "builtins.RuntimeError"
            result.traceback = f"The worker died {len(names)} times while doing this task."
            if result.task_path == jobs.run_job.module_path:
                jobs.give_up(*result.args_kwargs["args"], now=timezone.now())
        else:
            result.status = "READY"
        result.save(update_fields=["status", "finished_at", "exception_class_path", "traceback"])
    return taken
