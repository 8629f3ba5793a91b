"""A cluster on the loopback: PostgreSQL, two nodes and nginx, each a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT
from tests.server.running import BIN, environment, free_port, process, wait_for, yuanjiao
from tools.postgres import server as postgres_server

from yuanjiao.media import paths

SECRET = "a secret that only this test's cluster knows"
NGINX = ROOT / "deploy" / "nginx"


@dataclass
class Cluster:
    """A running cluster: where nginx and the nodes listen, and the nodes' processes."""

    front: str
    nodes: list[str]
    processes: list[subprocess.Popen[bytes]]
    env: dict[str, str]
    home: Path
    known: dict[str, Any]


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start everything, put a small academy in, and stop everything at the end."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres_server(durable=True))
        ports = [free_port() for _ in range(3)]
        front, *nodes = [f"http://127.0.0.1:{port}" for port in ports]
        env = settings_of(folder, database, front)
        yuanjiao("migrate", env=env)
        seed = [sys.executable, ROOT / "tests" / "server" / "seed.py"]
        seeded = subprocess.run(seed, env=env, capture_output=True, text=True, check=False)
        assert seeded.returncode == 0, seeded.stderr
        processes = []
        for port in ports[1:]:
            log = folder / f"node-{port}.log"
            command: list[str | Path] = [BIN / "yuanjiao", "serve", "--port", str(port)]
            processes.append(stack.enter_context(process(command, env=env, log=log)))
            wait_for(f"http://127.0.0.1:{port}/account/login/", processes[-1], log)
        stack.enter_context(nginx(folder, ports))
        yield Cluster(front, nodes, processes, env, folder, json.loads(seeded.stdout.splitlines()[-1]))


def settings_of(folder: Path, database: str, front: str) -> dict[str, str]:
    """The cluster's environment, as `deploy/environment.example` describes it."""
    return environment(
        folder,
        DJANGO_SETTINGS_MODULE="yuanjiao.settings.cluster",
        YUANJIAO_SECRET=SECRET,
        YUANJIAO_DATABASE=database,
        YUANJIAO_HTTPS="off",
        YUANJIAO_HOSTS="127.0.0.1",
        YUANJIAO_ORIGINS=front,
        YUANJIAO_PUBLIC_ADDRESS=front,
        YUANJIAO_SECOND_FACTOR="off",
        PYTHONWARNINGS="ignore",
    )


@contextmanager
def nginx(folder: Path, ports: list[int]) -> Iterator[None]:
    """nginx with the site of `deploy/nginx`, on the first port, before nodes on the others."""
    site = folder / "nginx"
    site.mkdir()
    front, *nodes = ports
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in nodes)
    (site / "stored.conf").write_text((NGINX / "stored-folder.conf").read_text())
    (site / "stored-headers.conf").write_text((NGINX / "stored-headers.conf").read_text())
    text = (NGINX / "yuanjiao.conf").read_text()
    assert "listen 80 default_server;" in text
    text = text.replace("listen 80 default_server;", f"listen 127.0.0.1:{front};").replace(
        "/dev/stdout", f"{site}/access.log"
    )
    (site / "yuanjiao.conf").write_text(text)
    example = (NGINX / "site.example.conf").read_text()
    example = example.replace("    server 127.0.0.1:8000;", servers)
    example = example.replace("put-the-printed-secret-here", paths.secret(SECRET))
    (site / "site.conf").write_text(example.replace("/srv/yuanjiao/media", str(folder / "media")))
    temporary = "\n".join(
        f"{kind}_temp_path {site}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (site / "nginx.conf").write_text(
        f"daemon off; pid {site}/pid; error_log {site}/error.log; {user}\nevents {{}}\n"
        f"http {{\n{temporary}\ninclude site.conf;\ninclude yuanjiao.conf;\n}}\n"
    )
    command: list[str | Path] = ["nginx", "-e", site / "error.log", "-p", site, "-c", site / "nginx.conf"]
    env = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"}
    with process(command, env=env, log=site / "output.log") as child:
        wait_for(f"http://127.0.0.1:{front}/media/", child, site / "error.log")
        yield
