"""The hash chain of one learner's account: every entry's hash covers it and the hash before it (C2)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec

GENESIS = "0" * 64
"""What the first entry of an account names as the hash before it."""

COLUMNS = (
    "learner_id",
    "sequence",
    "at",
    "year",
    "kind",
    "category",
    "hundredths",
    "source_kind",
    "source_id",
    "title",
    "evidence_text",
    "rule_version",
    "unit_id",
    "unit_path",
)
"""What is hashed, in this order; `at` as `years.exact_text` writes it."""


def link(previous: str, line: Sequence[str | int]) -> str:
    """The hash of an entry whose values stand in the order of `COLUMNS`.

    `kernel.signing.fingerprint` of the hash before and the values as JSON, written out: an audit makes millions.
    """
    text = msgspec.json.encode(line).decode()
    return sha256(f"{len(previous)}:{previous},{len(text)}:{text},".encode()).hexdigest()
