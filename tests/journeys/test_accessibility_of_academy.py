"""Every page that those reach who belong to the whole academy: the other half of `test_accessibility.py`."""

from __future__ import annotations

import pytest
from tests.journeys.walking import NARROW_AND_DARK, WIDE_AND_LIGHT, walk

STARTS = {
    "EDITOR": ["/manage/courses/"],
    "ADMIN": ["/manage/"],
}


@pytest.mark.parametrize("number", STARTS)
def test_every_page_can_be_used_by_the_academys_staff_in_every_dress(academy, visit, wardrobe, number):
    # What an editor has seen on a desk, the administrator opens on her phone.
    first = NARROW_AND_DARK if number == "ADMIN" else WIDE_AND_LIGHT
    assert walk(visit(number), academy.address, wardrobe, STARTS[number], first) == {}
