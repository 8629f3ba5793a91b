"""The true online count: distinct learners of the last minute, over all nodes."""

import time

from yuanjiao.pulse.presence import BitSets, Presence, bits_of


def test_a_learner_seen_often_is_one():
    seen = BitSets()
    for second in range(5):
        seen.add(7, second)
    assert seen.union(5).bit_count() == 1


def test_who_was_not_seen_for_a_minute_is_gone():
    seen = BitSets()
    seen.add(7, 100)
    seen.add(8, 130)
    assert seen.union(159) == bits_of({7, 8})
    assert seen.union(160) == bits_of({8})


def test_one_learner_on_two_nodes_counts_once():
    here = Presence()
    here.counted(3)
    here.seen(4)
    here.others(bits_of({3, 9}), bits_of({3}))
    assert here.counts() == (3, 1)


def test_whom_the_process_of_the_pages_saw_counts_for_a_minute(monkeypatch):
    here = Presence()
    here.seen(3)
    here.beside(bits_of({3, 9}))
    assert here.counts() == (2, 0)
    monkeypatch.setattr("yuanjiao.pulse.presence.time.monotonic", lambda: time.time() + 10**9)
    assert here.counts() == (0, 0)
