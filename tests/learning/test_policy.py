"""What is still to be watched."""

from __future__ import annotations

import pytest

from yuanjiao.learning.policy import missing_ms


@pytest.mark.parametrize(
    ("covered", "missing"), [(0, 68_000), (400, 67_000), (401, 67_000), (66_999, 1000), (67_400, 0), (70_000, 0)]
)
def test_what_is_missing_is_told_in_whole_seconds_begun(covered, missing):
    assert missing_ms(67_400, covered) == missing
