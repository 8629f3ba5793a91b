"""Honest viewers, through HTTP against the running server: whatever happens, no second of a lesson is lost.

The policy is the strictest there is (no faster than life), and the clock is the server's own.
"""

from __future__ import annotations

import json
import sqlite3
import time
from itertools import count
from pathlib import Path

import pytest
import requests
from tests.server.player import Player, Post, dead, good
from tests.server.running import installed, serving, yuanjiao
from tests.server.seed_viewers import LESSON_SECONDS, PASSWORD
from tests.server.viewer import Viewer

from yuanjiao.pulse.tokens import LIFE_SECONDS, Mint

SEED = Path(__file__).with_name("seed_viewers.py")
MOST_LOST = 1.0
numbers = count()


class Academy:
    """A running academy with one lesson."""

    def __init__(self, home: Path, address: str, facts: dict) -> None:
        self.home, self.address, self.people, self.lesson = home, address, facts["people"], facts["lesson"]

    def viewer(self) -> Viewer:
        """A learner whom no other test has used."""
        number = next(numbers)
        viewer = Viewer(self.address, f"V{number}", PASSWORD)
        viewer.learner = self.people[number]
        return viewer

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.home / "yuanjiao.sqlite3", timeout=20)

    def credits_of(self, viewer: Viewer) -> int:
        query = "SELECT count(*) FROM credits_ledgerentry WHERE learner_id = ?"
        return self.database().execute(query, [viewer.learner]).fetchone()[0]

    def let_expire(self, viewer: Viewer, *, left: int) -> None:
        """Give the viewer her own token as it will be when so many seconds of its life are left."""
        mint = Mint([(self.home / "secret-key").read_text().strip()])
        claims = mint.claims(viewer.opened["token"], 0)
        viewer.opened["token"] = mint.token(claims._replace(expires=int(time.time()) + left))


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("honest")
    env, facts = installed(home, migrated, SEED)
    with serving(home, "--no-worker", env=env) as address:
        yield Academy(home, address, facts)
    yuanjiao("audit", env=env)  # fails on any difference in the books


def completed(academy: Academy, player: Player) -> bool:
    """Done, with its credit, and at most a second is missing; the server says so to a fresh opening as well."""
    assert player.covered >= LESSON_SECONDS - MOST_LOST
    opened = player.viewer.open(academy.lesson)
    assert sum(end - start for start, end in opened["covered"]) == player.covered
    return player.done and opened["done"] and academy.credits_of(player.viewer) == 1


class BadLine:
    """Every third pulse never arrives, and of every third that does the answer is lost."""

    def __init__(self) -> None:
        self.sent = self.lost = self.unanswered = 0

    def __call__(self, post: Post) -> requests.Response | None:
        self.sent += 1
        if self.sent % 3 == 1:
            self.lost += 1
            return None
        answer = post()
        if self.sent % 3 == 2:
            self.unanswered += 1
            return None
        return answer


def test_a_bad_line_costs_nothing(academy):
    lin = Player(academy.viewer(), academy.lesson)
    lin.line = line = BadLine()
    lin.play_to_the_end()
    assert line.lost >= 3
    assert line.unanswered >= 3
    assert completed(academy, lin)


def test_a_laptop_that_sleeps_sends_what_it_kept(academy):
    lin = Player(academy.viewer(), academy.lesson)
    lin.play(1)
    lin.line = dead
    lin.play(2)
    assert lin.covered == 1
    time.sleep(1.5)
    lin.line = good
    lin.play_to_the_end()
    assert completed(academy, lin)


def test_going_back_costs_nothing(academy):
    lin = Player(academy.viewer(), academy.lesson)
    lin.play(2)
    lin.position_ms = 1000
    lin.play_to_the_end()
    assert lin.covered == LESSON_SECONDS
    assert completed(academy, lin)


def test_an_old_token_is_renewed_and_an_expired_one_is_opened_again(academy):
    lin = Player(academy.viewer(), academy.lesson)
    academy.let_expire(lin.viewer, left=LIFE_SECONDS // 3)
    lin.play(1.5)
    assert lin.said == ["renewed"]
    academy.let_expire(lin.viewer, left=0)
    lin.play_to_the_end()
    assert lin.said == ["renewed", "reopen"]
    assert completed(academy, lin)


def test_a_reload_goes_on_with_what_the_browser_kept(academy):
    viewer = academy.viewer()
    before = Player(viewer, academy.lesson)
    before.play(1.6)
    before.line = dead
    before.play(1)
    assert before.kept
    after = Player(viewer, academy.lesson, kept=before.kept)
    after.position_ms = before.position_ms
    after.play_to_the_end()
    assert completed(academy, after)


def test_the_same_lesson_on_another_device_goes_on_where_the_first_one_stopped(academy):
    desktop = Player(academy.viewer(), academy.lesson)
    desktop.play(2)
    assert "已核实 2 秒" in desktop.viewer.session.get(academy.address, timeout=20).text
    number = academy.people.index(desktop.viewer.learner)
    there = Viewer(academy.address, f"V{number}", PASSWORD)
    there.learner = desktop.viewer.learner
    shown = there.session.get(f"{academy.address}/learn/lessons/{academy.lesson}/", timeout=20).text
    config = json.loads(shown.partition('id="player-config" type="application/json">')[2].partition("</script>")[0])
    assert (config["resume"], config["covered"]) == (2, [[0, 2]])
    phone = Player(there, academy.lesson)
    assert phone.viewer.opened["resume"] == 2
    phone.position_ms = 2000
    phone.play_to_the_end()
    assert completed(academy, phone)


def test_twice_the_speed_where_the_policy_allows_it(academy):
    with academy.database() as database:
        columns = "kind, number, valid_from, body, created_at"
        newer = "SELECT kind, 2, '2021-01-01', ?, created_at FROM kernel_policyversion"
        database.execute(f"INSERT INTO kernel_policyversion ({columns}) {newer}", ['{"speed_max": 200}'])
    lin = Player(academy.viewer(), academy.lesson)
    began = time.monotonic()
    lin.play_to_the_end(rate=2)
    assert time.monotonic() - began < LESSON_SECONDS
    assert completed(academy, lin)
