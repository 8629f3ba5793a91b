"""Every page that can be reached, as each kind of visitor, on a desk and in a hand, light and dark, in large text.

No accessibility fault, no error, no sideways scrolling. Those who belong to the whole academy walk in
`test_accessibility_of_academy.py`, at the same time.
"""

from __future__ import annotations

import pytest
from tests.journeys.walking import NARROW_AND_DARK, WIDE_AND_LIGHT, walk

STARTS = {
    "": ["/account/login/", "/help/"],
    "LIN": ["/"],
    "WU": ["/manage/", "/"],
}


@pytest.mark.parametrize("number", STARTS, ids=lambda number: number or "nobody")
def test_every_page_can_be_used_by_everyone_in_every_dress(academy, visit, wardrobe, number):
    # A learner has a phone in her hand; whoever administers sits at a desk.
    first = NARROW_AND_DARK if number == "LIN" else WIDE_AND_LIGHT
    assert walk(visit(number), academy.address, wardrobe, STARTS[number], first) == {}
