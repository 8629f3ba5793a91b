"""The audit of 150,000 learners with 40 entries each; figure: at most 60 s, and its ratio to a bare read of the rows.

Run: ``python -m bench.audit [--learners 150000] [--entries 40]``. The ledger is made up in the order in which an
academy writes it, learner after learner at random, so that no chain lies together on the disk.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench import harness

harness.embedded_here()

import django  # noqa: E402 -- the settings are chosen first

django.setup()

from django.conf import settings  # noqa: E402 -- after setup
from django.db import connection, transaction  # noqa: E402 -- after setup

from yuanjiao.credits import books, enrolment  # noqa: E402 -- after setup
from yuanjiao.credits.audit_rows import Share, ledger_rows, unchanging_view  # noqa: E402 -- after setup
from yuanjiao.credits.chain import GENESIS, link  # noqa: E402 -- after setup
from yuanjiao.credits.ledger import INSERT_ENTRY  # noqa: E402 -- after setup
from yuanjiao.credits.models import Standing  # noqa: E402 -- after setup
from yuanjiao.credits.public import sign_root  # noqa: E402 -- after setup
from yuanjiao.credits.requirements import Due  # noqa: E402 -- after setup
from yuanjiao.credits.years import exact_text  # noqa: E402 -- after setup
from yuanjiao.organisation.models import Person, Unit, UnitKind  # noqa: E402 -- after setup

NEW_YEAR = datetime(2026, 1, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
DUE = Due(5000, 3000, 1)
CHUNK = 5000
SAMPLE_SECONDS = 0.2
EVIDENCE = json.dumps(
    {
        "lessons": [{"covered_ms": 1_790_000, "duration_ms": 1_800_000, "lesson": 1}],
        "quiz": {"attempt": 12345, "score": 80},
        "sessions": [{"opened_at": "2026-03-02T01:00:00+00:00", "policy": 1, "session": 4611686018427387904}],
    },
    separators=(",", ":"),
)


def main() -> None:
    """Make the ledger up, read it bare, audit it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--learners", type=int, default=150_000)
    arguments.add_argument("--entries", type=int, default=40)
    arguments.add_argument("--smoke", action="store_true", help="a small ledger, to see that it works")
    wanted = arguments.parse_args()
    learners, entries = (300, 10) if wanted.smoke else (wanted.learners, wanted.entries)
    harness.prepare()
    begin = time.perf_counter()
    make_up(learners, entries)
    made = time.perf_counter() - begin
    roots = Path(settings.HOME) / "ledger-roots"
    sign_root(folder=roots, now=NOW)
    bare, whole = timed(read_bare), Audit()
    harness.report(
        "audit-smoke" if wanted.smoke else "audit",
        {
            "database": connection.vendor,
            "learners": learners,
            "entries": whole.told["entries"],
            "differences": whole.told["difference_count"],
            "made_up_seconds": round(made, 1),
            "bare_read_seconds": round(bare.wall, 2),
            "bare_read_processor_seconds": round(bare.processor, 2),
            "audit_seconds": round(whole.cost.wall, 2),
            "audit_processor_seconds": round(whole.cost.processor, 2),
            "audit_over_bare_read": round(whole.cost.processor / bare.processor, 2),
            "memory_mb": round(whole.memory_mb),
            "reach_seconds": 60,
            "reached": whole.cost.wall <= 60 and whole.told["difference_count"] == 0,
        },
    )


def read_bare() -> None:
    """Every row of the ledger, and nothing done with it."""
    with unchanging_view() as view:
        for _row in ledger_rows(Share(0, 1_000_000_000), view):
            pass


class Audit:
    """The command as an operator gives it: what it told, what it cost, the most memory that its processes held."""

    def __init__(self) -> None:
        program, began, spent = Path(sys.executable).with_name("yuanjiao"), time.perf_counter(), of_children()
        with subprocess.Popen([program, "audit", "--json"], stdout=subprocess.PIPE) as running:
            self.memory_mb = 0.0
            while running.poll() is None:
                self.memory_mb = max(self.memory_mb, held(running.pid))
                time.sleep(SAMPLE_SECONDS)
            told = running.stdout.read() if running.stdout else b""
        self.cost = Cost(time.perf_counter() - began, of_children() - spent)
        self.told: dict[str, int] = json.loads(told)


def held(pid: int) -> float:
    """Megabytes that a process and its children hold as their own; those that end just now are left out."""
    with contextlib.suppress(OSError, IndexError):
        return harness.own_memory_bytes(pid) / 2**20 + sum(map(held, harness.children_of(pid)))
    return 0.0


def of_children() -> float:
    """Seconds of the processor that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def make_up(learners: int, entries: int) -> None:
    """Units, people, their ledger and its projections, written as quickly as the database takes them."""
    units = plant()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
    for begin in range(1, learners + 1, CHUNK):
        numbers = range(begin, min(begin + CHUNK, learners + 1))
        Person.objects.bulk_create(
            Person(pk=number, staff_number=f"P{number}", full_name="示例学员", unit=units[number % len(units)])
            for number in numbers
        )
    earned = dict.fromkeys(range(1, learners + 1), 0)
    rows = lines(learners, entries, units, earned)
    while True:
        part = list(islice(rows, CHUNK))
        if not part:
            break
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT_ENTRY, part)
    project(earned, units)


def plant() -> list[Unit]:
    """A city of 40 districts; the districts."""
    root = Unit.objects.add_root({"name": "示例市", "kind": UnitKind.CITY, "valid_from": "2020-01-01"})
    return [
        Unit.objects.add_child(
            Unit.objects.get(pk=root.pk),
            {"name": f"示例区{number}", "kind": UnitKind.DISTRICT, "valid_from": "2020-01-01"},
        )
        for number in range(40)
    ]


def lines(learners: int, entries: int, units: list[Unit], earned: dict[int, int]) -> Iterator[list[object]]:
    """The ledger's rows, round after round through the learners in random order."""
    draw = random.Random(1)  # noqa: S311 -- a sample, not a secret
    heads = dict.fromkeys(range(1, learners + 1), GENESIS)
    everyone = list(heads)
    for sequence in range(1, entries + 1):
        draw.shuffle(everyone)
        at = NEW_YEAR + timedelta(days=sequence * 7)
        text, stored = exact_text(at), connection.ops.adapt_datetimefield_value(at)
        for learner in everyone:
            unit = units[learner % len(units)]
            hundredths = draw.choice((25, 50, 100, 150, 200))
            before = (learner, sequence)
            after = (
                2026,
                "completion",
                "required",
                hundredths,
                "course",
                sequence,
                f"示例课程第{sequence}门：基层治理",
            )
            tail = (EVIDENCE, 1, unit.pk, unit.path)
            previous = heads[learner]
            heads[learner] = link(previous, (*before, text, *after, *tail))
            earned[learner] += hundredths
            yield [*before, stored, *after, *tail, previous, heads[learner]]


def project(earned: dict[int, int], units: list[Unit]) -> None:
    """Standings and everything above them."""
    numbers = list(earned)
    for begin in range(0, len(numbers), CHUNK):
        fresh = []
        for learner in numbers[begin : begin + CHUNK]:
            path = str(units[learner % len(units)].path)
            standing = enrolment.new_standing(learner, path, DUE, since=NEW_YEAR.date(), at=NEW_YEAR)
            standing.hundredths = standing.required_hundredths = earned[learner]
            standing.met_at = NOW if enrolment.meets(standing) else None
            fresh.append(standing)
        with transaction.atomic():
            enrolment.insert(fresh)
            books.post(books.Move(2026, None, enrolment.place_of(standing)) for standing in fresh)
    assert Standing.objects.count() == len(earned)  # noqa: S101 -- a wrong set-up must not be measured


class Cost(NamedTuple):
    """Seconds on the wall, and of the processor (which other work on the machine hardly changes)."""

    wall: float
    processor: float


def timed(act: Callable[[], object]) -> Cost:
    """What an act costs."""
    begin, used = time.perf_counter(), time.process_time()
    act()
    return Cost(time.perf_counter() - begin, time.process_time() - used)


def memory() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
