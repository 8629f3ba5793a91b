"""A rush at the door: whoever is in already goes on working."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.server.running import installed, serving
from tests.server.seed_sign_in import PASSWORD
from tests.server.viewer import Viewer

SEED = Path(__file__).with_name("seed_sign_in.py")
AT_THE_DOOR = 24
MOST = 0.25
"""Of the rush's time a page may take; it took four fifths while those at the door held the threads of the pages."""


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("rush")
    env, _known = installed(home, migrated, SEED)
    with serving(home, "--no-worker", env=env) as address:
        yield address


def knock(address: str, number: int) -> None:
    """Someone whom nobody knows: she is refused after one hash, which is what a sign-in waits for."""
    with pytest.raises(AssertionError, match="refused"):
        Viewer(address, f"NOBODY{number}", PASSWORD)


def test_a_page_does_not_wait_behind_those_who_sign_in(academy):
    reader = Viewer(academy, "LIN", PASSWORD)
    read(academy, reader)
    began = time.monotonic()
    with ThreadPoolExecutor(AT_THE_DOOR) as pool:
        rush = [pool.submit(knock, academy, number) for number in range(AT_THE_DOOR)]
        while not any(each.done() for each in rush):
            time.sleep(0.01)
        waited = [read(academy, reader)]
        while sum(not each.done() for each in rush) > AT_THE_DOOR / 2:
            waited.append(read(academy, reader))
        for each in rush:
            each.result()
    # The quickest: a busy machine may hold up any one of them, those at the door held up all.
    assert min(waited) < MOST * (time.monotonic() - began)


def read(academy: str, reader: Viewer) -> float:
    """The seconds until she has a page of her own."""
    asked = time.monotonic()
    answer = reader.session.get(f"{academy}/record/", allow_redirects=False, timeout=60)
    assert answer.status_code == 200
    return time.monotonic() - asked
