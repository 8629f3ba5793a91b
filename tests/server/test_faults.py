"""What breaks around the server: a full disk, a database that goes away. Pulses wait, nothing answered is lost."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from tests.server.cluster import settings_of
from tests.server.running import environment, free_port, servers_of, serving, yuanjiao
from tests.server.seed_attacks import PASSWORD
from tests.server.viewer import Viewer
from tools.postgres import Postgres

SEED = Path(__file__).with_name("seed_attacks.py")
ROOM = 1


def limit_files(processes: list[int], largest: int) -> None:
    """No file of these processes may grow over that many bytes: to them the disk is full."""
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))


@pytest.fixture
def watched(tmp_path):
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded")
    yuanjiao("migrate", env=env)
    facts = json.loads(subprocess.run([sys.executable, SEED], env=env, check=True, capture_output=True).stdout)
    port = free_port()
    with serving(tmp_path, env=env, port=port) as address:
        lin = Viewer(address, "A0", PASSWORD)
        lin.open(facts["lessons"][0])
        yield lin, port, facts


def test_a_full_disk_answers_503_and_recovers_without_loss(watched):
    lin, port, _ = watched
    time.sleep(2)
    assert lin.pulse((0, 1)).json()["covered"] == 1
    limit_files(servers_of(port), ROOM)
    refused = lin.pulse((1, 2))
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert refused.json()["say"]["text"]
    limit_files(servers_of(port), resource.RLIM_INFINITY)
    lin.sequence -= 1  # the player sends what was not answered again
    again = lin.pulse((1, 2))
    assert again.status_code == 200
    assert again.json()["covered"] == 2


def test_pages_say_what_happens_while_the_disk_is_full(watched):
    lin, port, facts = watched
    limit_files(servers_of(port), ROOM)
    answer = lin.post(f"/learn/lessons/{facts['lessons'][0]}/watch")
    assert answer.status_code in {500, 503}
    limit_files(servers_of(port), resource.RLIM_INFINITY)
    assert lin.post(f"/learn/lessons/{facts['lessons'][0]}/watch").status_code == 200
    assert requests.get(f"{lin.address}/account/login/", timeout=20).status_code == 200


def test_a_database_that_goes_away_and_comes_back_loses_no_answered_pulse(tmp_path):
    with Postgres(durable=True) as postgres:
        env = settings_of(tmp_path, postgres.address, "http://127.0.0.1")
        yuanjiao("migrate", env=env)
        facts = json.loads(subprocess.run([sys.executable, SEED], env=env, check=True, capture_output=True).stdout)
        with serving(tmp_path, env=env) as address:
            lin = Viewer(address, "A0", PASSWORD)
            lin.open(facts["lessons"][0])
            time.sleep(2)
            assert lin.pulse((0, 1)).json()["covered"] == 1
            postgres.stop()
            refused = lin.pulse((1, 2))
            assert refused.status_code == 503
            assert refused.headers["Retry-After"]
            postgres.start()
            lin.sequence -= 1
            again = lin.pulse((1, 2))
            assert again.json()["covered"] == 2
            assert lin.post(f"/learn/lessons/{facts['lessons'][0]}/watch").json()["covered"] == [[0, 2]]
