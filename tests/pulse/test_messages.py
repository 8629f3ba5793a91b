"""What the door reads, and what it refuses by naming the field."""

import json

import pytest

from yuanjiao.pulse import messages

WHOLE = {"t": "x", "n": 1, "s": [[0, 15.02]], "p": 15.02, "r": 1, "v": True}


def take(**changes):
    body = {**WHOLE, **changes}
    return messages.pulse(messages.read(json.dumps(body).encode()), 60_000)


def test_seconds_become_milliseconds():
    assert take(s=[[0, 15.02], [20, 21]]).spans == [(0, 15_020), (20_000, 21_000)]


def test_an_end_slightly_behind_the_lesson_is_cut_off():
    assert take(s=[[50, 60.4]]).spans == [(50_000, 60_000)]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("s", {"s": [[5, 4]]}),
        ("s", {"s": [[-1, 4]]}),
        ("s", {"s": [[0, 62]]}),
        ("s", {"s": [[0, 1]] * 65}),
        ("n", {"n": -1}),
        ("n", {"n": 1 << 53}),
        ("n", {"n": "1"}),
        ("t", {"t": 5}),
        ("p", {"p": -5}),
        ("v", {"v": "yes"}),
    ],
)
def test_bad_values_are_refused_by_field(field, changes):
    with pytest.raises(messages.Unacceptable) as refused:
        take(**changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff",
        b'{"t":"x","n":1,"s":[[0,NaN]]}',
        b'{"t":"x","n":1,"s":[[0,Infinity]]}',
        b'{"t":"x","n":1,"s":[[0,1e999]]}',
        b'{"t":"x","n":1,"s":[[0]]}',
        b'{"n":1,"s":[]}',
        b" " * 8193,
    ],
)
def test_what_is_not_a_pulse_is_refused(raw):
    with pytest.raises(messages.Unacceptable):
        messages.pulse(messages.read(raw), 60_000)
