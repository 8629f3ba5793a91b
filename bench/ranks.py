"""The exact rank of one learner among 10^5, 10^6 and 10^7; figure: at most 1 ms in the database, warm, and flat.

Run: ``python -m bench.ranks [--sizes 100000 1000000 10000000]``. The standings of all learners are really there,
in 40 districts of 25 units each. Beside the rank: all three places as the record page
reads them, the boards of people at each height of the tree, and what the same rank costs by counting people instead.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import harness

harness.embedded_here()

import django  # noqa: E402 -- the settings are chosen first

django.setup()

from django.db import connection  # noqa: E402 -- after setup

from yuanjiao.credits.models import Standing  # noqa: E402 -- after setup
from yuanjiao.credits.public import RankingRules, people_board, places, ranks, standing  # noqa: E402 -- after setup
from yuanjiao.organisation.models import Unit, UnitKind  # noqa: E402 -- after setup

YEAR = 2026
DISTRICTS, UNITS_EACH, ROUNDS = 40, 25, 200
LEARNERS = """
INSERT INTO credits_standing (learner_id, year, unit_path, hundredths, required_hundredths, elective_hundredths,
    due_total_hundredths, due_required_hundredths, since, counted, met_at, last_earned_at)
WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}),
     drawn AS (SELECT n, 25 * ((n * 7919 % 163) + (n * 104729 % 157)) AS earned,
                      n * 48271 % {leaves} AS leaf FROM numbers)
SELECT n, {year}, path, earned, earned, 0, 5000, 3000, '2026-01-01', {true},
    CASE WHEN earned >= 5000 THEN '2026-06-01 00:00:00' END, NULL
FROM drawn JOIN bench_leaf ON bench_leaf.number = leaf
"""
HISTOGRAM = """
INSERT INTO credits_credithistogram (unit_id, year, hundredths, people)
SELECT unit.id, {year}, s.hundredths, COUNT(*) FROM credits_standing s
JOIN organisation_unit unit ON unit.path = substr(s.unit_path, 1, {length}) GROUP BY unit.id, s.hundredths
"""
UNITS = """
INSERT INTO credits_unitstanding (unit_id, year, people, started, met, hundredths)
SELECT unit_id, {year}, SUM(people), SUM(CASE WHEN hundredths > 0 THEN people ELSE 0 END),
    SUM(CASE WHEN hundredths >= 5000 THEN people ELSE 0 END), SUM(people * hundredths)
FROM credits_credithistogram GROUP BY unit_id
"""


def main() -> None:
    """Grow one academy through the sizes and measure at each."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10**5, 10**6, 10**7])
    arguments.add_argument("--smoke", action="store_true", help="small sizes, to see that it works")
    wanted = arguments.parse_args()
    sizes = [1000, 10_000] if wanted.smoke else wanted.sizes
    harness.prepare()
    leaves = plant()
    name = "ranks-smoke" if wanted.smoke else "ranks"
    figures: list[dict[str, Any]] = []
    for size in sizes:
        grow(figures[-1]["learners"] + 1 if figures else 1, size, leaves)
        figures.append(measure(size))
        tell(name, figures)


def tell(name: str, figures: list[dict[str, Any]]) -> None:
    """Report the sizes so far: the largest takes long to make up."""
    harness.report(
        name,
        {
            "database": connection.vendor,
            "sizes": figures,
            "largest_over_smallest": round(figures[-1]["rank_ms"] / figures[0]["rank_ms"], 2),
            "reach_ms": 1.0,
            "reached": max(each["rank_ms"] for each in figures) <= 1.0,
        },
    )


def plant() -> int:
    """A city with its districts and their units; how many units are leaves."""
    since = "2020-01-01"
    root = Unit.objects.add_root({"name": "示例市", "kind": UnitKind.CITY, "valid_from": since})
    for number in range(DISTRICTS):
        district = Unit.objects.add_child(
            Unit.objects.get(pk=root.pk), {"name": f"示例区{number}", "kind": UnitKind.DISTRICT, "valid_from": since}
        )
        for part in range(UNITS_EACH):
            Unit.objects.add_child(
                Unit.objects.get(pk=district.pk),
                {"name": f"示例乡{part}", "kind": UnitKind.TOWNSHIP, "valid_from": since},
            )
    leaves = Unit.objects.filter(depth=3).order_by("path").values_list("path", flat=True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_leaf (number integer PRIMARY KEY, path varchar(255))")
        cursor.executemany("INSERT INTO bench_leaf VALUES (%s, %s)", list(enumerate(leaves)))
    return len(leaves)


def grow(first: int, last: int, leaves: int) -> None:
    """Add learners and project them anew."""
    with connection.cursor() as cursor:
        for begin in range(first, last + 1, 500_000):
            words = {"first": begin, "last": min(last, begin + 499_999), "leaves": leaves, "year": YEAR}
            cursor.execute(LEARNERS.format(true="TRUE", **words))
        cursor.execute("DELETE FROM credits_credithistogram")
        cursor.execute("DELETE FROM credits_unitstanding")
        for length in (4, 8, 12):
            cursor.execute(HISTOGRAM.format(length=length, year=YEAR))
        cursor.execute(UNITS.format(year=YEAR))
        cursor.execute("ANALYZE")


def measure(size: int) -> dict[str, Any]:
    """The figures at one size, medians in milliseconds."""
    draw = random.Random(1)  # noqa: S311 -- a sample, not a secret
    learners = [draw.randint(1, size) for _round in range(ROUNDS)]
    root, district, leaf = (Unit.objects.filter(depth=depth).order_by("path")[0] for depth in (1, 2, 3))
    stands = [found for learner in learners if (found := standing(learner, YEAR))]
    amounts = iter([each.hundredths for each in stands] * 4)
    rules, counted = RankingRules(), iter(learners * 2)
    return {
        "learners": size,
        "distinct_credits": Standing.objects.values("hundredths").distinct().count() if size <= 10**6 else None,
        "rank_ms": median(lambda: prefix_sum(root.pk, next(amounts)), ROUNDS),
        "rank_with_django_ms": median(lambda: ranks(next(amounts), [root.pk], YEAR), ROUNDS),
        "three_places_ms": median(lambda: places(draw.choice(stands)), ROUNDS),
        "standing_ms": median(lambda: standing(next(counted), YEAR), ROUNDS),
        "board_academy_ms": median(lambda: people_board(root, YEAR, viewer=None, rules=rules), 9),
        "board_district_ms": median(lambda: people_board(district, YEAR, viewer=None, rules=rules), 9),
        "board_unit_ms": median(lambda: people_board(leaf, YEAR, viewer=None, rules=rules), 9),
        "by_counting_people_ms": median(lambda: by_counting(draw.choice(stands).hundredths), 3),
    }


def prefix_sum(unit: int, hundredths: int) -> None:
    """The database's part of a rank: the very statement, on a bare cursor."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(people) FROM credits_credithistogram WHERE unit_id = %s AND year = %s AND hundredths > %s",
            [unit, YEAR, hundredths],
        )
        cursor.fetchone()


def by_counting(hundredths: int) -> int:
    """The same rank without the histogram."""
    return 1 + Standing.objects.filter(year=YEAR, counted=True, hundredths__gt=hundredths).count()


def median(act: Callable[[], object], rounds: int) -> float:
    """The median of an act in milliseconds, after one to warm up."""
    act()
    times = []
    for _round in range(rounds):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    return round(statistics.median(times) * 1000, 3)


if __name__ == "__main__":
    main()
