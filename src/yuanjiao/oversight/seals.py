"""Hashes that show whether frozen figures, published words and final scores are still what they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import Any

from yuanjiao.credits.public import exact_text
from yuanjiao.oversight.models import Assessment, Circular, Snapshot, SnapshotUnit

COLUMNS = ("unit_id", "path", "name", "kind", "tier", "due", "participated", "met", "hundredths", "rank", "peers")

sealed_part = attrgetter(*COLUMNS)
"""What of a row its snapshot's hash covers."""


def snapshot_hash(snapshot: Snapshot, rows: Iterable[tuple[Any, ...]]) -> str:
    """The hash of a snapshot's period, hour and rows (their `COLUMNS`), in the order of the tree."""
    head = [snapshot.unit_id, str(snapshot.begins_on), str(snapshot.ends_on), exact_text(snapshot.at)]
    head += [snapshot.target_per_cent, snapshot.previous_id]
    return _hash([head, sorted(rows, key=itemgetter(COLUMNS.index("path")))])


def circular_hash(circular: Circular) -> str:
    """The hash of everything that a circular says, its figures by the hash of their snapshot."""
    said = [circular.unit_id, circular.year, circular.number, circular.title, circular.text, circular.reach]
    said += [circular.ranked, circular.corrects_id, circular.snapshot.hash]
    said += [exact_text(circular.published_at) if circular.published_at else None]
    return _hash(said)


def circular_holds(circular: Circular) -> bool:
    """Whether a published circular and its figures are what they were when it was published; one query."""
    rows = SnapshotUnit.objects.filter(snapshot=circular.snapshot).values_list(*COLUMNS)
    figures_hold = snapshot_hash(circular.snapshot, rows) == circular.snapshot.hash
    return figures_hold and circular_hash(circular) == circular.hash


def assessment_hash(assessment: Assessment) -> str:
    """The hash of an assessment's final scores with the indicators, figures and words that they rest on; one query."""
    head: list[Any] = [assessment.unit_id, assessment.year]
    head += [exact_text(at) if at else None for at in (assessment.counted_at, assessment.final_at)]
    said = ("unit_id", "indicator__title", "indicator__weight", "indicator__formula", "points", "words", "figures")
    rows = assessment.scores.order_by("unit_id", "indicator__position").values_list(*said)
    # Databases keep the names in a JSON object in orders of their own.
    return _hash([*head, [[*row, sorted(figures.items())] for *row, figures in rows]])


def assessment_holds(assessment: Assessment) -> bool:
    """Whether final scores are what they were when they became final; one query."""
    return assessment_hash(assessment) == assessment.hash


def _hash(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
