"""The desk of a whole city and its list of people as Excel, as its first administrator has them.

``python -m bench.pages.desk [--learners 150000] [--rounds 40] [--home FOLDER] [--smoke]``: server time (median) of the
desk, opened first, when none is kept, counted for the page that was opened, opened again within its minute and later
in the day, ÷ that of a page of the same program that reads the session and renders the frame, in turns in the same
process; then the first opening of two hundred desks of some 3,900 administrators of the city, its districts and their
townships; then the list of everybody, asked for by its
button and written by the worker in a process of its own: seconds, rows, and the most memory that process held.
"""

from __future__ import annotations

import argparse
import itertools
import math
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import harness
from bench.pages.home import city

WARM_UP = 3
ADMINISTRATORS = 3900
OPENED = 200
COUNTED = "/manage/counted/"
BY_PAGE = {"HX-Request": "true"}
"""How a page asks for its desk."""
DO_JOB = """
import sys, django
django.setup()
from yuanjiao.kernel.jobs import run_job
run_job.call(int(sys.argv[1]))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""What a worker does with a job; then the most memory that this process ever held, in KiB, as the kernel tells it."""


def client_of_the_administrator() -> Any:
    """A browser in which the academy's first administrator is signed in."""
    import django  # noqa: PLC0415 -- the environment is set only now

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- as above
    from django.test import Client  # noqa: PLC0415 -- as above

    from bench.pages.people import session_of  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.models import Role, RoleGrant  # noqa: PLC0415 -- as above

    settings.ROOT_URLCONF = "bench.pages.bare"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    grants = RoleGrant.objects.filter(role=Role.ACADEMY_ADMINISTRATOR).order_by("unit__depth", "pk")
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(grants[0].person)
    return client


def in_turns(client: Any, rounds: int) -> dict[str, Any]:
    """The bare page, the desk when none is kept, as its page has it counted, opened again, and later in the day."""
    from django.conf import settings  # noqa: PLC0415 -- after setup

    from yuanjiao.web.manage import desk_kept  # noqa: PLC0415 -- as above
    from yuanjiao.web.shell import loading  # noqa: PLC0415 -- as above

    pages = {"bare": "/bare/", "first": "/manage/", "counted": COUNTED, "again": "/manage/", "later": "/manage/"}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(rounds + WARM_UP):
        if number == 1:
            loading.load()  # as every process that answers pages does once it is loaded
        for name, spent in times.items():
            if name in {"first", "counted"}:
                desk_kept.forget()
            settings.DESK_KEPT_SECONDS = 0.0 if name == "later" else 60.0
            began = time.perf_counter()
            answer = client.get(pages[name], headers=BY_PAGE if name == "counted" else {})
            spent.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{name}: {answer.status_code}")
    medians = {name: statistics.median(spent[WARM_UP:]) for name, spent in times.items()}
    ratios = {name: round(spent / medians["bare"], 2) for name, spent in medians.items() if name != "bare"}
    return {
        **{f"{name}_ms": round(spent, 2) for name, spent in medians.items()},
        "ratio": ratios.pop("again"),
        **{f"ratio_{name}": ratio for name, ratio in ratios.items()},
    }


def administrators(most: int) -> list[Any]:
    """New administrators over the whole tree: one of every unit from the top down, then again, as far as they go."""
    from django.utils import timezone  # noqa: PLC0415 -- after setup

    from yuanjiao.organisation.models import Person, Role, RoleGrant, Unit  # noqa: PLC0415 -- as above

    units = list(Unit.objects.order_by("depth", "path"))
    people = list(Person.objects.filter(is_active=True, role_grants=None).order_by("pk")[:most])
    now, roles = timezone.now(), {1: Role.ACADEMY_ADMINISTRATOR}
    appointed = list(zip(people, itertools.cycle(units), strict=False))
    RoleGrant.objects.bulk_create(
        RoleGrant(person=person, unit=unit, role=roles.get(unit.depth, Role.UNIT_ADMINISTRATOR), granted_at=now)
        for person, unit in appointed
    )
    return appointed


def first_openings(most: int, opened: int) -> dict[str, Any]:
    """The first opening of the desks of some administrators, in turns one of each depth of the tree."""
    from django.conf import settings  # noqa: PLC0415 -- after setup
    from django.test import Client  # noqa: PLC0415 -- as above

    from bench.pages.people import session_of  # noqa: PLC0415 -- as above
    from yuanjiao.web.manage import desk_kept  # noqa: PLC0415 -- as above

    everyone = administrators(most)
    by_depth: dict[int, list[Any]] = {}
    for person, unit in everyone:
        by_depth.setdefault(unit.depth, []).append(person)
    turns = [each for row in itertools.zip_longest(*by_depth.values()) for each in row if each is not None]
    spent: list[float] = []
    for person in turns[:opened]:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
        client.get("/notices/")  # the first page with a menu notes in the session whether she has a desk
        desk_kept.forget()
        began = time.perf_counter()
        answer = client.get("/manage/")
        spent.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the desk of {person.pk}: {answer.status_code}")
    ordered = sorted(spent)
    return {
        "administrators": len(everyone),
        "desks_opened": len(ordered),
        "desks_p50_ms": round(statistics.median(ordered), 2),
        "desks_p99_ms": round(ordered[math.ceil(len(ordered) * 0.99) - 1], 2),
        "desks_longest_ms": round(ordered[-1], 2),
    }


def everybody_as_excel(client: Any, env: dict[str, str]) -> dict[str, Any]:
    """The list of people, written by a worker; what it took."""
    from yuanjiao.kernel.models import BackgroundJob, JobState  # noqa: PLC0415 -- after setup

    answer = client.get("/manage/people/", {"export": "excel"})
    if answer.status_code == 200:  # a list this short is written while its reader waits
        return {"export_rows": 0, "export_seconds": 0.0, "export_mb": 0.0}
    job = BackgroundJob.objects.latest("pk")
    began = time.monotonic()
    # Not the queue of a worker: in a new city the films of its lectures stand before it.
    command = [sys.executable, "-W", "ignore", "-c", DO_JOB, str(job.pk)]
    told = subprocess.run(command, env=env, check=True, cwd=harness.ROOT, stdout=subprocess.PIPE, text=True).stdout
    seconds = time.monotonic() - began
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise SystemExit(f"the list was not written: {job.state} {job.message}")
    held = int(told.split()[-2]) >> 10
    return {"export_rows": job.whole, "export_seconds": round(seconds, 1), "export_mb": held}


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--home", type=Path, help="a city built before")
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    learners, rounds = (60, 3) if chosen.smoke else (chosen.learners, chosen.rounds)
    with harness.scratch() as folder:
        home = chosen.home or folder
        env = harness.environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded")
        if not chosen.home:
            city(env, home, learners)
        os.environ.update(env)
        client = client_of_the_administrator()
        figures = {"learners": learners, **in_turns(client, rounds), **everybody_as_excel(client, env)}
        figures |= first_openings(*((20, 6) if chosen.smoke else (ADMINISTRATORS, OPENED)))
        figures["books"] = harness.books(env)
    harness.report("desk-smoke" if chosen.smoke else "desk", figures)


if __name__ == "__main__":
    main()
