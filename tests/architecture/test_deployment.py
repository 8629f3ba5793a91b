"""What `deploy/` says fits the program: its commands, settings, folders and ports. No container is started here."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from tests.architecture.source import ROOT
from tests.architecture.test_settings import settings_read

from yuanjiao.cli import COMMANDS

DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
STACK: dict[str, Any] = yaml.safe_load(COMPOSE)
SERVICES: dict[str, Any] = STACK["services"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
ENVIRONMENT = (DEPLOY / "environment.example").read_text(encoding="utf-8")
SITE = (DEPLOY / "site.compose.template").read_text(encoding="utf-8")
OWN = {name: service for name, service in SERVICES.items() if "build" in service}
IMAGE_COMMAND = yaml.safe_load(re.search(r"^CMD (\[.+\])$", CONTAINERFILE, re.MULTILINE)[1])


def commands() -> list[list[str]]:
    """Every call of the program that the files make or tell an operator to make."""
    found = [service["command"] for service in OWN.values() if "command" in service]
    found += [IMAGE_COMMAND]
    for unit in UNITS:
        started = re.search(r"^ExecStart=\S*/(yuanjiao .+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        found.append(shlex.split(started[1]) if started else [unit.name, "starts nothing"])
    told = re.findall(r"^#.*?\b(yuanjiao (?:[a-z-]+)(?: --\S+ \S+)*)", COMPOSE, re.MULTILINE)
    return found + [shlex.split(each) for each in told]


def default_of(name: str) -> str:
    """What the example gives a setting."""
    found = re.search(rf"^{name}=(.*)$", ENVIRONMENT, re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.slow
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_call_is_one_that_the_program_takes(words):
    program, name, *options = words
    assert (program, name in COMMANDS) == ("yuanjiao", True)
    module = importlib.import_module(f"yuanjiao.commands.{name.replace('-', '_')}")
    command: click.Command = module.command
    command.make_context(name, options)


def test_every_setting_of_the_compose_file_is_one_that_the_program_reads():
    given = {name for service in OWN.values() for name in service["environment"]}
    assert given - settings_read() == set()
    assert set(SERVICES["nginx"]["environment"]) == set(re.findall(r"\$\{(\w+)\}", SITE))


def test_every_value_that_the_compose_file_asks_for_stands_in_the_example():
    asked = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))
    assert asked
    assert {name for name in asked if not re.search(rf"^{name}=", ENVIRONMENT, re.MULTILINE)} == set()


def test_every_file_of_the_stack_is_there_and_every_volume_declared():
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = [mount for mount in mounts if mount.startswith(".")]
    assert [file for file in files if not (DEPLOY / file).exists()] == []
    assert {mount for mount in mounts if mount[0].isalnum()} == set(STACK["volumes"])
    assert (DEPLOY / OWN["node1"]["build"]["context"] / OWN["node1"]["build"]["dockerfile"]).exists()


def test_services_wait_for_services_that_exist():
    waited = {name for service in SERVICES.values() for name in service.get("depends_on", [])}
    assert waited <= set(SERVICES)


def test_nginx_asks_the_nodes_where_they_listen():
    nodes = {name for name, service in OWN.items() if "command" not in service}
    port = IMAGE_COMMAND[IMAGE_COMMAND.index("--port") + 1]
    assert set(re.findall(r"server (\S+);", SITE)) == {f"{node}:{port}" for node in nodes}
    assert f"EXPOSE {port}" in CONTAINERFILE


def test_films_lie_where_nginx_looks_for_them():
    home = re.search(r"YUANJIAO_HOME=(\S+)", CONTAINERFILE)[1]
    assert default_of("YUANJIAO_HOME") == home
    assert f'yuanjiao_media_root {{ default "{home}/media"; }}' in SITE
    for name in (*OWN, "nginx"):
        assert any(mount.split(":")[:2] == ["media", home] for mount in SERVICES[name]["volumes"]), name


def test_nodes_and_database_agree_on_name_and_password():
    asked = OWN["node1"]["environment"]["YUANJIAO_DATABASE"]
    database = SERVICES["database"]["environment"]
    user = database["POSTGRES_USER"]
    assert asked == f"postgresql://{user}:{database['POSTGRES_PASSWORD']}@database:5432/{user}"


def test_the_nodes_take_nginxs_word_and_nobody_elses():
    [network] = STACK["networks"]["default"]["ipam"]["config"]
    assert OWN["node1"]["environment"]["YUANJIAO_PROXIES"] == network["subnet"]


def test_the_port_that_browsers_use_is_the_one_that_forms_are_taken_from():
    host, outside, _inside = SERVICES["nginx"]["ports"][0].split(":")
    origin = OWN["node1"]["environment"]["YUANJIAO_ORIGINS"]
    assert (host, origin) == ("127.0.0.1", f"http://localhost:{outside}")
    assert OWN["node1"]["environment"]["YUANJIAO_PUBLIC_ADDRESS"] == origin


@pytest.mark.slow
def test_the_settings_of_the_stack_are_well_formed(tmp_path: Path):
    given = dict(re.findall(r"^([A-Z]\w+)=(.*)$", ENVIRONMENT, re.MULTILINE))
    filled = given | OWN["node1"]["environment"] | {"YUANJIAO_SECRET": "s" * 48, "YUANJIAO_HOME": str(tmp_path)}
    filled["YUANJIAO_DATABASE"] = re.sub(r"\$\{[^}]+\}", "letters", filled["YUANJIAO_DATABASE"])
    read = "from django.conf import settings; print(settings.DATABASES['default']['HOST'], settings.PROFILE)"
    done = subprocess.run(
        [sys.executable, "-c", read],
        env={"PATH": os.environ["PATH"], **{name: str(value) for name, value in filled.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("database cluster", 0), done.stderr
