"""The table of ``docs/performance.md``, from the results that the measurements left: ``python -m bench.table``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bench.harness import RESULTS, ROOT

Figures = dict[str, Any]
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Performance

Every figure comes from a script in `bench/`, run by `make bench` (`make bench ARGUMENTS="crowd kills"` runs some),
on one machine with two cores that also carried the load generator. Ratios are against something run beside it in the
same run. The whole results are in `bench/results/`; `python -m bench.table` writes this page from them.

| what | reach | measured | on | command |
|---|---|---|---|---|
"""


def throughput(figures: Figures) -> str:
    """The ratios of all rounds: the machine's speed drifts, and one middle would hide it."""
    ratios = ", ".join(f"{pair['ratio']:.2f}" for pair in figures["rounds"])
    return f"{ratios} ({figures['pulses_per_second']:,} a second), p99 {figures['p99_ms']:.0f} ms"


def crowd(figures: Figures) -> str:
    """How many there were, on how many lines, and how long they waited."""
    return (
        f"{figures['learners']:,} on {figures['connections']:,} lines for {figures['seconds']:.0f} s: "
        f"{figures['pulses_per_second']:,}/s, p99 {figures['p99_ms']} ms, {figures['errors']} errors{disk(figures)}"
    )


def disk(figures: Figures) -> str:
    """How the machine's disk held up a bare small write meanwhile, which is no doing of the program's."""
    probe = figures.get("bare_write_beside")
    if not probe:
        return ""
    return (
        f"; bare writes beside it: {probe['stalls']} held up over 50 ms, "
        f"{probe['stalled_seconds']} s in all, longest {probe['max_ms']:.0f} ms"
    )


def sign_in(figures: Figures) -> str:
    """How fast people get in, and what those wait who are in already."""
    pages, before = figures["pages"], figures["pages_before"]
    return (
        f"{figures['sign_ins_per_second']}/s ({figures['people']:,} people); "
        f"pulses p99 {figures['pulses']['p99_ms']} ms; "
        f"pages p50 {pages['p50_ms']}, p99 {pages['p99_ms']} ms (before: {before['p50_ms']}, {before['p99_ms']})"
    )


ROWS: list[tuple[str, str, str, str, Callable[[Figures], str]]] = [
    (
        "durable pulses a second ÷ bare echo, SQLite with synchronous=FULL, 128 connections",
        "≥ 0.45",
        "pulses-sqlite",
        "pulses",
        throughput,
    ),
    (
        "the same on PostgreSQL with fsync",
        "≥ 0.5",
        "pulses-postgres",
        "pulses-postgres",
        throughput,
    ),
    (
        "distinct learners at once, a pulse per 15 s each, from the first second on: p99 and errors",
        "≥ 100,000 for 5 minutes, p99 ≤ 250 ms, 0 errors",
        "crowd",
        "crowd",
        crowd,
    ),
    (
        "the same with the whole academy of 150,000",
        "aimed at",
        "crowd-city",
        "crowd-city",
        crowd,
    ),
    (
        "memory of the pulse path for 100,000 hot sessions",
        "≤ 300 MB",
        "memory",
        "memory",
        lambda f: f"{f['mb_per_100000']} MB",
    ),
    (
        "live-figure streams beside 2,000 pulses a second",
        "10,000, each fed within 5 s",
        "streams",
        "streams",
        lambda f: (
            f"{f['streams']:,}, longest silence {f['longest_silence_seconds']} s, {f['never_fed']} never fed; "
            f"pulses {f['pulses']['pulses_per_second']:,}/s, p99 {f['pulses']['p99_ms']} ms"
        ),
    ),
    (
        "sign-ins a second; pages and pulses meanwhile",
        "reported; pulses p99 ≤ 500 ms",
        "sign-in",
        "sign-in",
        sign_in,
    ),
    (
        "exact rank of one learner, warm, from 10⁵ to 10⁷ learners",
        "≤ 1 ms, flat",
        "ranks",
        "ranks",
        lambda f: "; ".join(f"{each['rank_ms']} ms at {each['learners']:,}" for each in f["sizes"]),
    ),
    (
        "learner home, 150,000 learners, caches cold: queries, time ÷ bare page",
        "≤ 8, ≤ 3",
        "home",
        "home",
        lambda f: f"{f['queries']}, {f['ratio']} ({f['home_ms']} ÷ {f['bare_ms']} ms), {f['learners']:,} learners",
    ),
    (
        "first visit to learner home, without pictures",
        "≤ 150 KB, ≤ 12 requests",
        "home",
        "home",
        lambda f: f"{f['first_visit_kb']} KB, {f['requests']} requests",
    ),
    (
        "desk of a city of 150,000 learners: opened first, again, later in the day, counted behind it; ÷ bare page",
        "≤ 3",
        "desk",
        "desk",
        lambda f: (
            f"first {f.get('ratio_first', 'not measured')}, again {f['ratio']} ({f['again_ms']} ÷ {f['bare_ms']} ms), "
            f"later {f.get('ratio_later', 'not measured')}, counted {f['ratio_counted']} ({f['counted_ms']} ms), "
            f"{f['learners']:,} learners"
        ),
    ),
    (
        "desks of administrators of every tier, each opened first: p50, p99",
        "reported",
        "desk",
        "desk",
        lambda f: (
            f"{f['desks_p50_ms']} ms, {f['desks_p99_ms']} ms ({f['desks_opened']} of {f['administrators']:,} opened)"
            if "administrators" in f
            else "not measured yet"
        ),
    ),
    (
        "list of everybody as Excel, 150,000 rows, by a worker: seconds, memory of its process",
        "≤ 60 s, ≤ 300 MB",
        "desk",
        "desk",
        lambda f: f"{f['export_seconds']} s for {f['export_rows']:,} rows, {f['export_mb']} MB",
    ),
    (
        "audit of 150,000 learners × 40 entries",
        "≤ 60 s",
        "audit",
        "audit",
        lambda f: f"{f['audit_seconds']} s for {f['entries']:,} entries",
    ),
    (
        "circular of the whole city: figures frozen from the ledger, then counted again and compared",
        "each ≤ 60 s",
        "circular",
        "circular",
        lambda f: (
            f"{f['frozen_seconds']} s and {f['checked_seconds']} s: {f['learners']:,} learners, "
            f"{f['entries']:,} entries, {f['units']:,} units, {f['differing_units']} differing; "
            f"{f['added_memory_mb']} MB"
        ),
    ),
    (
        "kill -9 under full load: answered seconds lost / credits doubled",
        "20 kills: 0 / 0",
        "kills",
        "kills",
        lambda f: (
            f"{f['kills']} kills, {f['answered_pulses']:,} answers: "
            f"{f['answered_seconds_lost']:.0f} / {f['credits_doubled']}"
        ),
    ),
    (
        "writing pages, 20 a second, beside 5,000 pulses a second on SQLite: p99, errors",
        "≤ 500 ms, 0",
        "writing",
        "writing",
        lambda f: (
            f"{f['p99_ms']} ms, {len(f['errors'])} errors; pulses {f['pulses']['pulses_per_second']:,}/s, "
            f"p99 {f['pulses']['p99_ms']} ms"
        ),
    ),
    (
        "transcoding ÷ the same ladder by bare ffmpeg",
        "≤ 1.1",
        "transcode",
        "transcode",
        lambda f: f"{f['ratio']} (of processor time: {f['processor_ratio']})",
    ),
    (
        "150,000 people imported from Excel",
        "< 60 s",
        "import-people",
        "import",
        lambda f: f"{f['import_seconds']} s, {f['ratio']} × a bare bulk insert",
    ),
    (
        "a campaign to 150,000 learners prepared in the background; what the home page asks, before and after",
        "≤ 60 s, no more queries",
        "campaign",
        "campaign",
        lambda f: (
            f"{f['prepared_seconds']} s, longest write {f['longest_write_transaction_ms']} ms; one query, "
            f"{f['home_query_ms_before']} and {f['home_query_ms_after']} ms"
        ),
    ),
]


def main() -> None:
    """Write the page; what has not been measured says so."""
    lines = []
    for what, reach, name, command, say in ROWS:
        path = RESULTS / f"{name}.json"
        found = json.loads(path.read_text()) if path.exists() else None
        measured = say(found) if found else "not measured yet"
        lines.append(
            f"| {what} | {reach} | {measured} | {found['at'] if found else ''} | `make bench ARGUMENTS={command}` |"
        )
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
