"""The chain's hash is the kernel's fingerprint of what came before and of the entry's values."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from yuanjiao.credits.chain import GENESIS, link
from yuanjiao.kernel.signing import fingerprint

lines = st.lists(
    st.one_of(st.text(st.characters(codec="utf-8"), max_size=20), st.integers(-(2**62), 2**62)), max_size=14
)


@given(lines)
def test_a_link_is_the_fingerprint_of_both(line):
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    if all(ord(character) > 31 and character != "\x7f" for part in line if isinstance(part, str) for character in part):
        assert link(GENESIS, line) == fingerprint(GENESIS, text)


def test_every_value_and_its_place_count():
    assert (
        len({link(GENESIS, ["a", "b"]), link(GENESIS, ["ab", ""]), link(GENESIS, ["b", "a"]), link("x", ["a", "b"])})
        == 4
    )
