"""Pages compute a few at a time, and whoever hashes a password does so beside them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from yuanjiao.kernel import places
from yuanjiao.kernel.sqlite.writers import WriterQueue


class Counter:
    """How many are inside at once, and the most there were."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.inside = self.most = 0

    def __enter__(self) -> None:
        with self.guard:
            self.inside += 1
            self.most = max(self.most, self.inside)

    def __exit__(self, *_problem: object) -> None:
        with self.guard:
            self.inside -= 1


def test_no_more_pages_compute_at_once_than_there_are_places():
    computing, enough = Counter(), threading.Barrier(places.PAGES_AT_ONCE)

    def page() -> None:
        with places.computing(), computing:
            enough.wait(5)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(page) for _ in range(4 * places.PAGES_AT_ONCE)]:
            done.result()
    assert computing.most == places.PAGES_AT_ONCE


def test_whoever_hashes_leaves_the_place_to_another_page():
    hashing, computed = threading.Event(), threading.Event()

    def sign_in() -> bool:
        with places.computing(), places.hashing():
            hashing.set()
            return computed.wait(5)

    def page() -> None:
        with places.computing():
            computed.set()

    with ThreadPoolExecutor(places.PAGES_AT_ONCE + 1) as pool:
        rush = [pool.submit(sign_in) for _ in range(places.PAGES_AT_ONCE)]
        hashing.wait(5)
        pool.submit(page)
        assert all(done.result() for done in rush)


def test_a_page_goes_on_when_no_place_comes_free(monkeypatch):
    monkeypatch.setattr(places, "LONGEST_WAIT_SECONDS", 0.005)
    finished = threading.Event()
    inside = threading.Barrier(places.PAGES_AT_ONCE + 1)

    def export() -> None:
        with places.computing():
            inside.wait(5)
            finished.wait(5)

    with ThreadPoolExecutor(places.PAGES_AT_ONCE) as pool:
        for _ in range(places.PAGES_AT_ONCE):
            pool.submit(export)
        inside.wait(5)
        with places.computing():
            finished.set()


def test_a_place_is_free_again_after_a_page_that_fails():
    for _ in range(places.PAGES_AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), places.computing():
            raise ZeroDivisionError
    with places.computing():
        assert places._mine.held


def test_whoever_writes_leaves_the_place_to_another_page_and_gets_one_again(tmp_path):
    queue = WriterQueue(str(tmp_path / "database"))
    writing, computed = threading.Event(), threading.Event()

    def writer() -> tuple[bool, bool]:
        with places.computing():
            with queue.take():
                writing.set()
                others = computed.wait(5)
            return others, places.leave()

    def page() -> None:
        with places.computing():
            computed.set()

    with ThreadPoolExecutor(places.PAGES_AT_ONCE + 1) as pool:
        full = [pool.submit(writer) for _ in range(places.PAGES_AT_ONCE)]
        writing.wait(5)
        pool.submit(page)
        assert [done.result() for done in full] == [(True, True)] * len(full)
