"""What breaks around the server: a full disk, a database that goes away. Pulses wait, nothing answered is lost."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.server.cluster import settings_of
from tests.server.running import free_port, installed, pages_of, seeded, servers_of, serving
from tests.server.seed_attacks import PASSWORD
from tests.server.viewer import Viewer
from tools.postgres import Postgres

SEED = Path(__file__).with_name("seed_attacks.py")
ROOM = 1
API_TOKEN = "yj_" + "0" * 40


def limit_files(processes: list[int], largest: int) -> None:
    """No file of these processes may grow over that many bytes: to them the disk is full."""
    for process in processes:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))


@contextmanager
def full_disk(port: int) -> Iterator[None]:
    """To the server on this port, and to its pages, the disk is full meanwhile."""
    servers = servers_of(port)
    processes = servers + [pages for server in servers for pages in pages_of(server)]
    limit_files(processes, ROOM)
    try:
        yield
    finally:
        limit_files(processes, resource.RLIM_INFINITY)


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    home, port = tmp_path_factory.mktemp("full"), free_port()
    env, facts = installed(home, migrated, SEED)
    with serving(home, env=env, port=port) as address:
        yield address, port, facts


def test_a_full_disk_answers_503_and_recovers_without_loss(academy):
    address, port, facts = academy
    lin = Viewer(address, "A2", PASSWORD)
    lin.open(facts["lessons"][0])
    time.sleep(2)
    assert lin.pulse((0, 1)).json()["covered"] == 1
    with full_disk(port):
        refused = lin.pulse((1, 2))
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    assert refused.json()["say"]["text"]
    lin.sequence -= 1  # the player sends what was not answered again
    again = lin.pulse((1, 2))
    assert again.status_code == 200
    assert again.json()["covered"] == 2


def writing_pages(lin: Viewer, facts: dict[str, Any]) -> dict[str, Callable[[], requests.Response]]:
    """Pages that write, by name: what a person would be doing when the store fails her."""
    course = facts["course"]

    def sign_in() -> requests.Response:
        """The whole sign-in of somebody else, by the form."""
        newcomer = Viewer.__new__(Viewer)
        newcomer.address, newcomer.session = lin.address, requests.Session()
        page = newcomer.session.get(f"{lin.address}/account/login/", timeout=20)
        return newcomer.post("/account/login/", {"login": "A1", "password": PASSWORD}, token=page.text)

    return {
        "open a lesson": lambda: lin.post(f"/learn/lessons/{facts['lessons'][0]}/watch"),
        "like": lambda: lin.post(f"/courses/{course}/like/"),
        "write on the board": lambda: lin.post("/board/", {"text": "示例留言"}),
        "complain": lambda: lin.post("/help/complaint/", {"text": "示例意见", "kind": "other"}),
        "sign in": sign_in,
    }


def is_plain_503(answer: requests.Response) -> bool:
    """A page that says it plainly and when to come back."""
    return answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0 and "<h1>系统正忙" in answer.text


def is_said_503(answer: requests.Response) -> bool:
    """The same for a program: a sentence, and when to come back."""
    said = answer.json()["detail"] if "json" in answer.headers["Content-Type"] else answer.text
    return answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0 and "再试" in said


def test_pages_that_write_answer_503_while_the_disk_is_full_and_recover(academy):
    address, port, facts = academy
    lin = Viewer(address, "A0", PASSWORD)
    lin.open(facts["lessons"][0])
    pages = writing_pages(lin, facts)
    with full_disk(port):
        refused = {name: act() for name, act in pages.items()}
        reading = lin.session.get(f"{address}/courses/{facts['course']}/", timeout=20)
    assert {name: answer.status_code for name, answer in refused.items()} == dict.fromkeys(pages, 503)
    assert all(is_plain_503(answer) for answer in refused.values())
    assert reading.status_code == 200
    assert {name: act().status_code for name, act in pages.items()} == dict.fromkeys(pages, 200)


def test_a_database_that_goes_away_and_comes_back_loses_no_answered_pulse(tmp_path, migrated_postgres):
    with Postgres(durable=True, like=migrated_postgres) as postgres:
        env = settings_of(tmp_path, postgres.address, "http://127.0.0.1")
        facts = seeded(SEED, env=env)
        with serving(tmp_path, env=env) as address:
            lin = Viewer(address, "A0", PASSWORD)
            lin.open(facts["lessons"][0])
            time.sleep(2)
            assert lin.pulse((0, 1)).json()["covered"] == 1
            postgres.stop()
            refused = lin.pulse((1, 2))
            assert refused.status_code == 503
            assert refused.headers["Retry-After"]
            pages = writing_pages(lin, facts)
            assert is_plain_503(lin.session.get(f"{address}/courses/", timeout=20))
            assert is_plain_503(pages["like"]())
            assert is_said_503(lin.session.post(f"{address}/uploads/", headers={"Tus-Resumable": "1.0.0"}, timeout=20))
            bearer = {"Authorization": f"Bearer {API_TOKEN}"}
            assert is_said_503(requests.get(f"{address}/api/v1/courses", headers=bearer, timeout=20))
            postgres.start()
            lin.sequence -= 1
            again = lin.pulse((1, 2))
            assert again.json()["covered"] == 2
            assert lin.post(f"/learn/lessons/{facts['lessons'][0]}/watch").json()["covered"] == [[0, 2]]
            assert {name: act().status_code for name, act in pages.items()} == dict.fromkeys(pages, 200)
