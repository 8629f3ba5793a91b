"""A real nginx with the project's own configuration."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "nginx"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_nginx(folder: Path, stored: str, site: dict[str, str], more: str = "") -> Iterator[int]:
    """nginx on a free port, its site filled in, its files as the named configuration says; gives the port."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    shutil.copy(DEPLOY / "stored-headers.conf", folder)
    shutil.copy(DEPLOY / stored, folder / "stored.conf")
    main = (DEPLOY / "yuanjiao.conf").read_text().replace("listen 80 default_server", f"listen 127.0.0.1:{port}")
    (folder / "yuanjiao.conf").write_text(
        main.replace("access_log /var/log/nginx/access.log yuanjiao", "access_log off")
    )
    filled = (DEPLOY / "site.example.conf").read_text()
    for words, value in site.items():
        filled = filled.replace(words, value)
    (folder / "site.conf").write_text(filled + more)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {paths} include site.conf; include yuanjiao.conf; }}"
    )
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        _await(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        time.sleep(0.02)
    raise AssertionError("nginx did not start")
