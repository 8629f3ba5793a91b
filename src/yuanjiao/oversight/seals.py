"""Hashes that show whether frozen figures and published words are still what they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from operator import attrgetter, itemgetter
from typing import Any

from yuanjiao.credits.public import exact_text
from yuanjiao.oversight.models import Circular, Snapshot, SnapshotUnit

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


def _hash(content: list[Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
