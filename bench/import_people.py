"""Import of 150,000 people through the real path, beside a bare bulk insert of the same rows.

Run: ``python -m bench.import_people [--rows 150000] [--smoke]``. Reach: under 60 s.
Uses SQLite in a scratch folder, or PostgreSQL with the cluster settings chosen.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import Any, Self

from bench import harness

harness.embedded_here()

import django  # noqa: E402 -- the settings are chosen first

django.setup()

from django.db import connection, transaction  # noqa: E402 -- after setup
from django.utils import timezone  # noqa: E402 -- after setup
from xlsxwriter import Workbook  # noqa: E402 -- after setup

from yuanjiao.organisation import public  # noqa: E402 -- after setup
from yuanjiao.organisation.importing.columns import COLUMNS  # noqa: E402 -- after setup
from yuanjiao.organisation.models import Membership, Person, Unit  # noqa: E402 -- after setup

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"


def write_file(path: Path, rows: int, codes: list[str]) -> None:
    """A sheet as an administrator would upload it; the people are made up and marked as examples."""
    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [column.heading for column in COLUMNS])
    for number in range(rows):
        name = (
            f"示例{SURNAMES[number % len(SURNAMES)]}{GIVEN[number // 7 % len(GIVEN)]}{GIVEN[number // 31 % len(GIVEN)]}"
        )
        cells = [f"B{number:09d}", name, codes[number % len(codes)], "科员及以下", "一级科员", "工作人员", "2024-03-01"]
        sheet.write_row(number + 1, 0, [*cells, f"13{number:09d}", f"p{number}@example.org", "", "是"])
    book.close()


def longest_of(durations: list[float]) -> int:
    """The longest duration in whole milliseconds."""
    return round(max(durations, default=0) * 1000)


class TransactionTimes:
    """How long each outermost transaction was open."""

    def __init__(self) -> None:
        self.durations: list[float] = []
        self._original = transaction.Atomic.__enter__
        self._leave = transaction.Atomic.__exit__

    def __enter__(self) -> Self:
        times = self

        def enter(atomic: transaction.Atomic) -> None:
            if not connection.in_atomic_block:
                connection.began = time.perf_counter()
            times._original(atomic)

        def leave(atomic: transaction.Atomic, *problem: object) -> None:
            times._leave(atomic, *problem)
            if not connection.in_atomic_block:
                times.durations.append(time.perf_counter() - connection.began)

        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave
        return self

    def __exit__(self, *_problem: object) -> None:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = self._original, self._leave


def bare_insert() -> float:
    """Seconds to insert the same people and memberships with ``bulk_create`` into the emptied tables."""
    people = list(Person.everyone.filter(staff_number__startswith="B").order_by("pk"))
    Person.tags.through.objects.all().delete()
    with connection.cursor() as cursor:
        for table in ("organisation_classplace", "organisation_classgroup", "organisation_membership"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of our own
        cursor.execute("DELETE FROM organisation_person WHERE staff_number LIKE 'B%'")
    for person in people:
        person.pk = None
    begun = time.perf_counter()
    Person.everyone.bulk_create(people, batch_size=1000)
    today = timezone.localdate()
    Membership.objects.bulk_create(
        [Membership(person=person, unit_id=person.unit_id, since=today) for person in people], batch_size=1000
    )
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=150_000)
    parser.add_argument("--smoke", action="store_true", help="see that it works, with 2,000 rows")
    asked = parser.parse_args()
    name, rows = ("import-people-smoke", 2000) if asked.smoke else ("import-people", asked.rows)
    harness.report(name, measured(rows))


def measured(rows: int) -> dict[str, Any]:
    """Import so many people, once and again, and insert them barely; the figures."""
    harness.prepare()
    system = public.Scope.of_system()
    now = timezone.now()
    public.plant_division_tree(actor=system, divisions=public.read_divisions(), on=timezone.localdate(), now=now)
    codes = list(Unit.objects.filter(depth=3).order_by("code").values_list("code", flat=True))
    path = Path(os.environ["YUANJIAO_HOME"], "people.xlsx")
    write_file(path, rows, codes)
    steps: dict[str, float] = {}
    begun = time.perf_counter()

    def progress(step: str, _done: int, _total: int) -> None:
        steps[step] = time.perf_counter() - begun

    with TransactionTimes() as times:
        job = public.import_people(actor=system, path=path, now=now, progress=progress)
    seconds = time.perf_counter() - begun
    again = time.perf_counter()
    second = public.import_people(actor=system, path=path, now=now)
    seconds_again = time.perf_counter() - again
    books = harness.books(dict(os.environ))
    bare = bare_insert()
    return {
        "rows": rows,
        "database": connection.vendor,
        "new": job.new_rows,
        "import_seconds": round(seconds, 2),
        "of_which_check_seconds": round(steps["check"], 2),
        "bare_bulk_insert_seconds": round(bare, 2),
        "ratio": round(seconds / bare, 2),
        "same_file_again_seconds": round(seconds_again, 2),
        "same_file_again_unchanged": second.same_rows,
        "longest_write_transaction_ms": longest_of(times.durations),
        "books": books,
        "reach_seconds": 60,
    }


if __name__ == "__main__":
    main()
