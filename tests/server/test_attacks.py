"""Attacks on verified watching, through HTTP against the running server.

None may earn a second that the wall clock did not give, or a second credit. What was counted is read
from the server's own answers and, at the end, from its database.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
import requests
from tests.server.running import free_port, installed, servers_of, serving, yuanjiao
from tests.server.seed_attacks import MINUTES, PASSWORD
from tests.server.viewer import Viewer

from yuanjiao.pulse.tokens import Mint

SEED = Path(__file__).with_name("seed_attacks.py")
SPEED = 1.5
numbers = count()


class Academy:
    """The installation under attack."""

    def __init__(self, home: Path, env: dict[str, str], address: str, facts: dict) -> None:
        self.home, self.env, self.address, self.facts = home, env, address, facts
        self.lesson, self.second = facts["lessons"]

    def attacker(self) -> Viewer:
        """A learner whom no other test has used, with the clock running from here."""
        number = next(numbers)
        viewer = Viewer(self.address, f"A{number}", PASSWORD)
        viewer.learner = self.facts["people"][number]
        viewer.opened_at = time.monotonic()
        viewer.open(self.lesson)
        return viewer

    def token(self, viewer: Viewer, *, expires: int) -> str:
        """The viewer's token as the academy itself would sign it for another hour."""
        mint = Mint([(self.home / "secret-key").read_text().strip()])
        return mint.token(mint.claims(viewer.opened["token"], 0)._replace(expires=expires))

    def rows(self, query: str, *values: object) -> list[tuple]:
        with sqlite3.connect(self.home / "yuanjiao.sqlite3") as database:
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("attacked")
    env, facts = installed(home, migrated, SEED)
    with serving(home, "--no-worker", env=env) as address:
        yield Academy(home, env, address, facts)
    yuanjiao("audit", env=env)  # fails on any difference in the books


def counted(answer: requests.Response) -> float:
    return sum(end - start for start, end in answer.json()["accepted"])


def allowed(viewer: Viewer) -> float:
    return (time.monotonic() - viewer.opened_at) * SPEED


def test_one_pulse_that_claims_everything_gets_what_the_clock_gave(academy):
    lin = academy.attacker()
    answer = lin.pulse((0, MINUTES * 60))
    assert counted(answer) <= allowed(lin)
    assert answer.json()["say"]["code"] == "too_fast"
    assert answer.json()["held"]


def test_a_replayed_pulse_counts_nothing(academy):
    lin = academy.attacker()
    time.sleep(1)
    first = lin.pulse((0, 1))
    lin.sequence -= 1
    again = lin.pulse((1, 2))
    assert counted(first) == 1
    assert again.status_code == 200
    assert counted(again) == 0


def test_a_burst_of_pulses_gets_what_the_clock_gave(academy):
    lin = academy.attacker()
    total = sum(counted(lin.pulse((number * 10, number * 10 + 10))) for number in range(50))
    assert total <= allowed(lin)


def test_fifty_parallel_pulses_of_one_session_charge_one_allowance(academy):
    lin = academy.attacker()

    def send(number: int) -> float:
        body = {"t": lin.opened["token"], "n": number, "s": [[number * 10, number * 10 + 10]]}
        return counted(requests.post(f"{academy.address}/pulse", json=body, timeout=20))

    with ThreadPoolExecutor(50) as pool:
        total = sum(pool.map(send, range(50)))
    assert total <= allowed(lin)


def test_two_lessons_at_once_on_two_devices_do_not_double_the_time(academy):
    lin = academy.attacker()
    phone = Viewer(academy.address, f"A{academy.facts['people'].index(lin.learner)}", PASSWORD)
    phone.open(academy.second)
    time.sleep(1)
    refused = lin.pulse((0, 60))
    taken = phone.pulse((0, 60))
    assert refused.status_code == 409
    assert refused.json()["say"]["code"] == "continued_elsewhere"
    assert counted(taken) <= allowed(lin)


def test_opening_again_and_again_resets_nothing_to_the_attacker_s_gain(academy):
    lin = academy.attacker()
    total = 0.0
    for number in range(10):
        lin.open([academy.lesson, academy.second][number % 2])
        total += counted(lin.pulse((number * 30, number * 30 + 30)))
    assert total <= allowed(lin)


def test_a_forged_token_is_refused(academy):
    lin = academy.attacker()
    raw = bytearray(base64.urlsafe_b64decode(lin.opened["token"] + "=="))
    raw[9:17] = (1).to_bytes(8, "little")  # somebody else's number
    lin.opened["token"] = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    answer = lin.pulse((0, 1))
    assert answer.status_code == 401


def test_an_expired_token_is_told_to_reopen(academy):
    lin = academy.attacker()
    lin.opened["token"] = academy.token(lin, expires=1)
    answer = lin.pulse((0, 1))
    assert answer.status_code == 401
    assert answer.json()["say"]["code"] == "reopen"


@pytest.mark.parametrize(
    "spans",
    ["[[5,4]]", "[[-5,4]]", "[[0,NaN]]", "[[0,Infinity]]", "[[0,1e308]]", "[[0,99999]]", "[[0,1,2]]", '[["0","1"]]',
     "5", "[" + ",".join(["[0,1]"] * 65) + "]"],
)  # fmt: skip
def test_bad_spans_are_refused_by_field_and_count_nothing(academy, bad_viewer, spans):
    raw = f'{{"t": "{bad_viewer.opened["token"]}", "n": 1, "s": {spans}}}'
    answer = requests.post(f"{academy.address}/pulse", data=raw.encode(), timeout=20)
    assert answer.status_code == 422
    assert answer.json()["field"]


@pytest.fixture(scope="module")
def bad_viewer(academy):
    return academy.attacker()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"x" * 9000, b'{"t":1}'])
def test_what_is_no_pulse_is_refused(academy, raw):
    assert requests.post(f"{academy.address}/pulse", data=raw, timeout=20).status_code == 422


def raw_pulse(viewer: Viewer, number: int, start: float, end: float, *, close: bool = False) -> bytes:
    body = json.dumps({"t": viewer.opened["token"], "n": number, "s": [[start, end]]}).encode()
    last = b"Connection: close\r\n" if close else b""
    return b"POST /pulse HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s" % (last, len(body), body)


def heard(line: socket.socket, answers: int) -> list[dict]:
    """So many JSON answers, or fewer when the other side closes."""
    data = b""
    while data.count(b"HTTP/1.1 ") < answers or not data.rstrip().endswith(b"}"):
        more = line.recv(65536)
        if not more:
            break
        data += more
    return [json.loads(part.partition(b"\r\n\r\n")[2]) for part in data.split(b"HTTP/1.1 ")[1:]]


def test_pulses_in_pieces_in_a_row_and_after_each_other_are_all_answered(academy):
    lin = academy.attacker()
    time.sleep(2)
    host, port = academy.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        split = raw_pulse(lin, 1, 0, 0.5)
        for piece in (split[:30], split[30:90], split[90:]):
            line.sendall(piece)
            time.sleep(0.05)
        assert heard(line, 1)[0]["covered"] == 0.5
        line.sendall(raw_pulse(lin, 2, 0.5, 1) + raw_pulse(lin, 3, 1, 1.5))
        assert [each["covered"] for each in heard(line, 2)] == [1, 1.5]
        line.sendall(raw_pulse(lin, 4, 1.5, 2))
        line.sendall(raw_pulse(lin, 5, 2, 2.5))
        assert [each["covered"] for each in heard(line, 2)] == [2, 2.5]
        line.sendall(raw_pulse(lin, 6, 2.5, 2.6, close=True))
        assert heard(line, 1)[0]["covered"] == 2.6
        assert line.recv(1) == b""


def test_overlapping_spans_in_one_pulse_count_once(academy):
    lin = academy.attacker()
    time.sleep(1)
    answer = lin.pulse((0, 1), (0.5, 1), (0, 1), (0.2, 0.9))
    assert answer.json()["covered"] == 1


def test_sixteen_times_the_speed_gets_the_allowed_speed(academy):
    lin = academy.attacker()
    total, at = 0.0, 0.0
    for _ in range(10):
        time.sleep(0.1)
        total += counted(lin.pulse((at, at + 1.6), r=16))
        at += 1.6
    assert total <= allowed(lin)


def test_a_client_clock_set_forward_changes_nothing(academy):
    lin = academy.attacker()
    headers = {"Date": "Wed, 01 Jan 2100 00:00:00 GMT"}
    body = {"t": lin.opened["token"], "n": 2**40, "s": [[0, 600]], "at": 4102444800000}
    answer = requests.post(f"{academy.address}/pulse", json=body, headers=headers, timeout=20)
    assert counted(answer) <= allowed(lin)


def test_the_quiz_cannot_be_taken_without_watching(academy):
    lin = academy.attacker()
    course = academy.facts["quizzed"]
    page = lin.session.get(f"{academy.address}/courses/{course}/quiz/", timeout=20)
    lin.post(f"/courses/{course}/quiz/open", token=page.text)
    assert academy.rows("SELECT count(*) FROM learning_quizattempt WHERE learner_id = ?", lin.learner) == [(0,)]
    assert lin.post(f"/courses/{course}/quiz/1/", {"answers": "1"}, token=page.text).status_code == 404
    assert academy.rows("SELECT count(*) FROM credits_ledgerentry WHERE learner_id = ?", lin.learner) == [(0,)]


def test_completing_twice_at_the_same_instant_credits_once(academy):
    lin = academy.attacker()
    time.sleep(2.2)
    lin.pulse((0, 3))
    lin.open(academy.second)
    time.sleep(2.2)

    def finish(number: int) -> int:
        body = {"t": lin.opened["token"], "n": number, "s": [[0, 3.2]]}
        return requests.post(f"{academy.address}/pulse", json=body, timeout=20).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(finish, range(20))) == {200}
    assert academy.rows("SELECT count(*) FROM credits_ledgerentry WHERE learner_id = ?", lin.learner) == [(1,)]


def test_a_right_sheet_handed_in_many_times_at_the_same_instant_credits_once(academy):
    lin = academy.attacker()
    lin.open(academy.facts["quizzed_lesson"])
    time.sleep(2.2)
    lin.pulse((0, 3.2))
    course = academy.facts["quizzed"]
    page = lin.session.get(f"{academy.address}/courses/{course}/quiz/", timeout=20)
    sheet = lin.post(f"/courses/{course}/quiz/open", token=page.text)
    ((drawn,),) = academy.rows("SELECT drawn FROM learning_quizattempt WHERE learner_id = ?", lin.learner)
    right = {
        f"answer-q{question['id']}": [choice["id"] for choice in question["choices"] if choice["correct"]]
        for question in json.loads(drawn)
    }
    path = sheet.url.removeprefix(academy.address)

    def hand_in(_: int) -> int:
        return lin.post(path, right, token=sheet.text).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(hand_in, range(20))) == {200}
    assert academy.rows("SELECT count(*) FROM credits_ledgerentry WHERE learner_id = ?", lin.learner) == [(1,)]


def test_ending_other_sign_ins_makes_their_watch_tokens_void(academy):
    lin = academy.attacker()
    home = Viewer(academy.address, f"A{academy.facts['people'].index(lin.learner)}", PASSWORD)
    page = home.session.get(f"{academy.address}/account/sessions/", timeout=20)
    assert home.post("/account/sessions/", token=page.text).status_code == 200
    answer = lin.pulse((0, 1))
    assert answer.status_code == 401
    assert answer.json()["say"]["code"] == "reopen"
    assert "/account/login" in lin.session.get(academy.address, timeout=20).url


def test_somebody_else_s_token_counts_for_somebody_else_only(academy):
    """A token is a bearer's: whoever sends another's pulses works for her, within her clock, and gains nothing."""
    lin, qin = academy.attacker(), academy.attacker()
    time.sleep(1)
    qin.opened = lin.opened
    answer = qin.pulse((0, 1))
    assert counted(answer) <= allowed(lin)
    qin.open(academy.lesson)
    assert qin.opened["covered"] == []


def test_killing_the_server_resets_no_allowance_and_loses_no_answered_second(tmp_path, migrated):
    """A server of its own, killed with nothing written to the tables yet."""
    env, facts = installed(tmp_path, migrated, SEED)
    port = free_port()
    with serving(tmp_path, env=env, port=port) as address:
        lin = Viewer(address, "A0", PASSWORD)
        began = time.monotonic()
        lin.open(facts["lessons"][0])
        time.sleep(1.5)
        assert counted(lin.pulse((0, 2))) == 2
        for process in servers_of(port):
            os.kill(process, signal.SIGKILL)
    with serving(tmp_path, env=env, port=port):
        replayed = requests.post(f"{address}/pulse", json={"t": lin.opened["token"], "n": 1, "s": [[2, 4]]}, timeout=20)
        assert replayed.json()["covered"] == 2
        answer = lin.pulse((2, 300))
        assert answer.json()["covered"] <= (time.monotonic() - began) * SPEED
