"""The shipped files as the programs that read them judge them: nginx, the shell, systemd."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from tests.architecture.source import ROOT
from tests.architecture.test_deployment import SERVICES
from tests.server.running import BIN, free_port

DEPLOY = ROOT / "deploy"
PATH = f"{os.environ['PATH']}:/usr/sbin"


def as_in_the_container(folder: Path) -> None:
    """Lay the files where the compose file mounts them, with its template filled in as nginx's image does."""
    for mount in SERVICES["nginx"]["volumes"]:
        source, target, *_mode = mount.split(":")
        if source.startswith("./"):
            place = folder / target.removeprefix("/etc/nginx/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(DEPLOY / source, place)
    template = (folder / "templates" / "site.conf.template").read_text()
    filled = template.replace("${YUANJIAO_MEDIA_SECRET}", "a secret")
    # The nodes' names exist in the stack's own network only.
    (folder / "conf.d" / "site.conf").write_text(re.sub(r"server node\d", "server 127.0.0.1", filled))
    site = folder / "conf.d" / "yuanjiao.conf"
    text = site.read_text().replace("listen 80 ", f"listen 127.0.0.1:{free_port()} ")
    site.write_text(text.replace("/var/log/nginx/", f"{folder}/"))
    paths = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{\n{paths}\ninclude conf.d/*.conf;\n}}\n"
    )


def test_nginx_takes_the_files_of_the_stack(tmp_path):
    as_in_the_container(tmp_path)
    accepted(tmp_path)


def accepted(folder: Path) -> None:
    """See that nginx takes the files as a service of systemd does, whose output is a socket that nobody can open."""
    command = ["nginx", "-t", "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"]
    env = {**os.environ, "PATH": PATH}
    ours, its = socket.socketpair()
    with ours, its:
        done = subprocess.run(command, env=env, stdout=its, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_nginx_takes_the_files_where_the_how_to_puts_them_with_tls(tmp_path):
    as_in_the_container(tmp_path)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=academy.example"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    readme = (DEPLOY / "nginx" / "README.md").read_text()
    instead, redirect = re.findall(r"```nginx\n(.*?)```", readme, re.DOTALL)
    port = free_port()
    instead = instead.replace("listen 443", f"listen 127.0.0.1:{port}").replace("listen [::]:443", "listen [::1]:0")
    instead = re.sub(
        r"(ssl_certificate_key) [^;]+", rf"\1 {key}", re.sub(r"(ssl_certificate) [^;]+", rf"\1 {certificate}", instead)
    )
    site = tmp_path / "conf.d" / "yuanjiao.conf"
    text, lines = re.subn(r"    listen [^\n]*default_server;\n", lambda _: instead, site.read_text())
    assert lines == 1
    site.write_text(text + redirect.replace("listen 80", f"listen 127.0.0.1:{free_port()}"))
    accepted(tmp_path)


@pytest.mark.parametrize(("secret", "starts"), [("", False), ("a secret", True)])
def test_nginx_does_not_start_with_an_empty_secret(tmp_path, secret, starts):
    shell, option, script = SERVICES["nginx"]["entrypoint"]
    entrance = tmp_path / "entrance"
    entrance.write_text('#!/bin/sh\necho "started $*"\n')
    entrance.chmod(0o755)
    words = script.replace("$$", "$").replace("/docker-entrypoint.sh", str(entrance))
    env = {"PATH": os.environ["PATH"], "YUANJIAO_MEDIA_SECRET": secret}
    done = subprocess.run([shell, option, words], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode == 0, "started nginx" in done.stdout) == (starts, starts)
    assert starts or "YUANJIAO_MEDIA_SECRET is empty" in done.stderr


@pytest.mark.parametrize("unit", ["yuanjiao.service", "yuanjiao-worker.service"])
def test_a_unit_is_started_for_as_long_as_its_database_is_away(unit):
    """Five starts in ten seconds, systemd's limit, would leave it down when the database is back."""
    lines = (DEPLOY / "systemd" / unit).read_text().splitlines()
    assert "StartLimitIntervalSec=0" in lines[: lines.index("[Service]")]
    assert "Restart=always" in lines


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd to ask")
def test_systemd_takes_the_units(tmp_path):
    for unit in (DEPLOY / "systemd").iterdir():
        # Where the program is installed is the operator's choice; here it is where the tests have it.
        text = unit.read_text().replace("/usr/lib/yuanjiao/bin/yuanjiao", str(BIN / "yuanjiao"))
        (tmp_path / unit.name).write_text(text)
    units = sorted(tmp_path.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
