"""Signing out another device: its session ends, and what it was watching hears that it must open again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.running import installed, serving
from tests.server.seed_sign_in import PASSWORD
from tests.server.viewer import Viewer

SEED = Path(__file__).with_name("seed_sign_in.py")


@pytest.fixture(scope="module")
def academy(tmp_path_factory, migrated):
    home = tmp_path_factory.mktemp("elsewhere")
    env, known = installed(home, migrated, SEED)
    with serving(home, "--no-worker", env=env) as address:
        yield address, known["lesson"]


def status(viewer: Viewer) -> int:
    answer = viewer.session.get(f"{viewer.address}/record/", allow_redirects=False, timeout=20)
    return answer.status_code


def test_a_player_on_the_other_device_hears_reopen_and_cannot(academy):
    address, lesson = academy
    there, here = Viewer(address, "LIN", PASSWORD), Viewer(address, "LIN", PASSWORD)
    there.open(lesson)
    assert there.pulse((0, 0.1)).status_code == 200
    assert "登录的设备" in here.session.get(f"{address}/account/sessions/", timeout=20).text
    here.post("/account/sessions/")
    refused = there.pulse((0.1, 0.2))
    assert (refused.status_code, refused.json()["say"]["code"]) == (401, "reopen")
    assert (status(there), status(here)) == (302, 200)
    assert there.post(f"/learn/lessons/{lesson}/watch").url.startswith(f"{address}/account/login/")
    here.open(lesson)
    assert here.pulse((0, 0.1)).status_code == 200


def test_signing_out_ends_what_the_same_device_was_watching(academy):
    address, lesson = academy
    zhou = Viewer(address, "ZHOU", PASSWORD)
    zhou.open(lesson)
    zhou.post("/account/logout/")
    assert zhou.pulse((0, 0.1)).status_code == 401


def test_a_changed_password_ends_what_other_devices_were_watching(academy):
    address, lesson = academy
    there, here = Viewer(address, "ZHOU", PASSWORD), Viewer(address, "ZHOU", PASSWORD)
    there.open(lesson)
    new = "荡胸生层云-决眦入归鸟"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert there.pulse((0, 0.1)).status_code == 401
    assert (status(there), status(here)) == (302, 200)
