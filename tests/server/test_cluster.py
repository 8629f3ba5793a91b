"""Two nodes, PostgreSQL and nginx for real: a course is watched to its credit through all of them."""

from __future__ import annotations

import time

import pytest
import requests
from tests.server.cluster import Cluster, cluster
from tests.server.running import yuanjiao
from tests.server.seed import FILM_SECONDS, PASSWORD
from tests.server.viewer import Viewer


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cluster")
    # nginx's workers and PostgreSQL's own user look through these folders.
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o755)
    with cluster(folder) as started:
        yield started


def test_pulses_to_two_nodes_at_once_earn_one_clock_and_one_credit(running: Cluster):
    lin = Viewer(running.front, "LIN", PASSWORD)
    lin.open(running.known["lesson"])
    started = time.monotonic()
    covered = 0.0
    for second in range(1, FILM_SECONDS + 1):
        time.sleep(max(0.0, started + second - time.monotonic()))
        answers = [lin.pulse((second - 1, second), to=node).json() for node in running.nodes]
        covered = max(answer["covered"] for answer in answers)
        # One clock for both nodes: never more than the time that has passed at the allowed speed.
        assert covered <= (time.monotonic() - started) * lin.opened["speed_max"] + 0.5
    assert covered == FILM_SECONDS
    assert lin.pulse(to=running.front).json()["done"] is True
    yuanjiao("audit", env=running.env)
    # The audit found no difference (it would have failed); the ledger holds one entry, and no second one.
    assert lin.session.get(f"{running.front}/record/1/", timeout=20).status_code == 200
    assert lin.session.get(f"{running.front}/record/2/", timeout=20).status_code == 404


def test_media_pass_nginx_with_the_cookie_and_not_without(running: Cluster):
    folder = running.home / "media" / running.known["key"]
    folder.mkdir(parents=True)
    (folder / "master.m3u8").write_text("#EXTM3U\n")
    zhou = Viewer(running.front, "ZHOU", PASSWORD)
    granted = zhou.session.get(f"{running.front}/learn/lessons/{running.known['lesson']}/media", timeout=20).json()
    address = f"{running.front}{granted['base']}master.m3u8"
    mine = zhou.session.get(address, timeout=20)
    assert (mine.status_code, mine.text) == (200, "#EXTM3U\n")
    assert requests.get(address, timeout=20).status_code == 403


def test_a_node_that_dies_takes_nothing_with_it(running: Cluster):
    zhou = Viewer(running.front, "ZHOU", PASSWORD)
    zhou.open(running.known["lesson"])
    time.sleep(2)
    assert zhou.pulse((0, 2)).json()["covered"] == 2
    running.processes[0].kill()
    running.processes[0].wait()
    time.sleep(1)
    answers = [zhou.pulse((1, 3)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[-1].json()["covered"] == 3
