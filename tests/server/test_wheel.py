"""The built wheel, installed alone into a clean environment, is the whole program with its assets."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import files, version
from pathlib import Path

import pytest
import requests
from packaging.requirements import Requirement
from tests.architecture.source import ROOT
from tests.server.running import environment, free_port, process, serving, wait_for, yuanjiao

from yuanjiao.cli import COMMANDS

BUILDING_SECONDS = 600


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", folder, ROOT], check=True)
    return next(folder.glob("yuanjiao-*.whl"))


def locked() -> list[Requirement]:
    """The libraries that the program runs on here, with their versions."""
    lines = (ROOT / "requirements" / "runtime.txt").read_text().splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if re.match(r"[\w.-]+==", line)]
    return [each for each in found if each.marker is None or each.marker.evaluate()]


def lay_out(library: Requirement, folder: Path) -> None:
    """Let another environment see one library of this one, which got it by its hash."""
    assert version(library.name) in library.specifier
    for file in files(library.name) or []:
        if file.parts[0] != "..":
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).symlink_to(Path(str(file.locate())))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of programs of an environment that holds the locked libraries and the wheel, and nothing else."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    libraries = next(folder.glob("lib/python*/site-packages"))
    for library in locked():
        lay_out(library, libraries)
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "--quiet", "--disable-pip-version-check"]
    # What is imported is compiled then; all of it would take longer than the test.
    subprocess.run([*pip, "install", "--no-deps", "--no-compile", "--no-index", wheel], check=True)
    return folder / "bin"


def test_the_wheel_holds_assets_messages_and_templates_and_nothing_of_the_workshop(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "yuanjiao/web/shell/static/dist/manifest.json" in names
    assert any(name.endswith("LC_MESSAGES/django.mo") for name in names)
    assert any(name.startswith("yuanjiao/web/learner/templates/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if not name.startswith(("yuanjiao/", "yuanjiao-"))] == []
    assert [
        name for name in names if "__pycache__" in name or "node_modules" in name or name.endswith(".sqlite3")
    ] == []


def test_each_command_of_the_installed_program_explains_itself(installed, tmp_path):
    env = environment(tmp_path)
    overview = yuanjiao("--help", env=env, binaries=installed)
    for command in COMMANDS:
        assert command in overview
        assert command in yuanjiao(command, "--help", env=env, binaries=installed)


def test_the_installed_program_serves_a_page_with_all_its_assets(installed, migrated, tmp_path):
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    env = environment(tmp_path)
    yuanjiao("migrate", env=env, binaries=installed)
    with serving(tmp_path, env=env, binaries=installed) as address:
        page = requests.get(f"{address}/account/login/", timeout=20)
        assert page.status_code == 200
        assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        assert assets
        found = {asset: requests.get(address + asset, timeout=20).status_code for asset in assets}
        assert set(found.values()) == {200}, found


def test_the_installed_program_builds_a_demonstration_and_serves_it(installed, tmp_path):
    port = free_port()
    log = tmp_path / "demo.log"
    words = [
        "demo",
        "--home",
        tmp_path / "home",
        "--learners",
        "30",
        "--completions",
        "2",
        "--courses",
        "3",
        "--port",
        str(port),
    ]
    with process([installed / "yuanjiao", *words], env=environment(tmp_path / "home"), log=log) as child:
        wait_for(f"http://127.0.0.1:{port}/account/login/", child, log, seconds=BUILDING_SECONDS)
        assert "演示登录" in requests.get(f"http://127.0.0.1:{port}/account/login/", timeout=20).text
    assert f"http://127.0.0.1:{port}/" in log.read_text()
