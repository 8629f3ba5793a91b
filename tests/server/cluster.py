"""A cluster on the loopback: PostgreSQL, an S3 store, two nodes, a worker and nginx, each listening for itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto.server import ThreadedMotoServer
from tests.architecture.source import ROOT
from tests.server.running import BIN, WITHOUT_SECOND_FACTOR, environment, free_port, process, seeded, wait_for
from tools.postgres import Postgres

from yuanjiao.media import paths

SECRET = "a secret that only this test's cluster knows"
BUCKET = "yuanjiao"
NGINX = ROOT / "deploy" / "nginx"


@dataclass
class Cluster:
    """A running cluster: where nginx and the nodes listen, the nodes' processes, and the bucket's owner."""

    front: str
    nodes: list[str]
    processes: list[subprocess.Popen[bytes]]
    env: dict[str, str]
    known: dict[str, Any]
    bucket: Any


@contextmanager
def cluster(folder: Path, migrated: Path) -> Iterator[Cluster]:
    """Start everything, put a small academy in, and stop everything at the end."""
    with ExitStack() as stack:
        database = stack.enter_context(Postgres(durable=True, like=migrated)).address
        ports = [free_port() for _ in range(3)]
        front, *nodes = [f"http://127.0.0.1:{port}" for port in ports]
        store = stack.enter_context(object_store())
        env = settings_of(folder, database, front) | settings_of_store(store)
        known = seeded(ROOT / "tests" / "server" / "seed.py", env=env)
        processes = []
        for port in ports[1:]:
            log = folder / f"node-{port}.log"
            command: list[str | Path] = [BIN / "yuanjiao", "serve", "--port", str(port)]
            processes.append(stack.enter_context(process(command, env=env, log=log)))
        stack.enter_context(process([BIN / "yuanjiao", "worker"], env=env, log=folder / "worker.log"))
        for port, node in zip(ports[1:], processes, strict=True):
            wait_for(f"http://127.0.0.1:{port}/account/login/", node, folder / f"node-{port}.log")
        stack.enter_context(nginx(folder, ports, store))
        yield Cluster(front, nodes, processes, env, known, client_of(store))


def settings_of(folder: Path, database: str, front: str) -> dict[str, str]:
    """The cluster's environment, as `deploy/environment.example` describes it."""
    return environment(
        folder,
        **WITHOUT_SECOND_FACTOR | {"DJANGO_SETTINGS_MODULE": "tests.server.settings_cluster"},
        YUANJIAO_SECRET=SECRET,
        YUANJIAO_DATABASE=database,
        YUANJIAO_HTTPS="off",
        YUANJIAO_HOSTS="127.0.0.1",
        YUANJIAO_ORIGINS=front,
        YUANJIAO_PUBLIC_ADDRESS=front,
        PYTHONWARNINGS="ignore",
    )


@contextmanager
def object_store() -> Iterator[str]:
    """An S3 server with a bucket whose media nginx may read; where it listens."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    store = f"127.0.0.1:{server.get_host_and_port()[1]}"
    client = client_of(store)
    client.create_bucket(Bucket=BUCKET)
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    statement = [{**allowed, "Resource": f"arn:aws:s3:::{BUCKET}/media/*"}]
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": statement}))
    try:
        yield store
    finally:
        server.stop()


def client_of(store: str) -> Any:
    """The bucket as its owner sees it."""
    keys = {"aws_access_key_id": "k", "aws_secret_access_key": "s", "region_name": "us-east-1"}
    return boto3.client("s3", endpoint_url=f"http://{store}", **keys)


def settings_of_store(store: str) -> dict[str, str]:
    """Where nodes and workers find the bucket."""
    values = {"BUCKET": BUCKET, "ENDPOINT": f"http://{store}", "REGION": "us-east-1", "KEY": "k", "SECRET": "s"}
    return {f"YUANJIAO_S3_{name}": value for name, value in values.items()}


@contextmanager
def nginx(folder: Path, ports: list[int], store: str) -> Iterator[None]:
    """nginx with the site of `deploy/nginx`, on the first port, before nodes on the others and the bucket."""
    site = folder / "nginx"
    site.mkdir()
    front, *nodes = ports
    servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in nodes)
    (site / "stored.conf").write_text((NGINX / "stored-bucket.conf").read_text())
    (site / "stored-headers.conf").write_text((NGINX / "stored-headers.conf").read_text())
    text = (NGINX / "yuanjiao.conf").read_text()
    assert "listen 80 default_server;" in text
    text = text.replace("listen 80 default_server;", f"listen 127.0.0.1:{front};").replace("/var/log/nginx", str(site))
    (site / "yuanjiao.conf").write_text(text)
    example = (NGINX / "site.example.conf").read_text()
    example = example.replace("    server 127.0.0.1:8000;", servers)
    example = example.replace("put-the-printed-secret-here", paths.secret(SECRET))
    bucket = (
        f"upstream yuanjiao_bucket {{ server {store}; keepalive 32; }}\n"
        f'map $uri $yuanjiao_bucket {{ default "{BUCKET}"; }}\n'
        f"proxy_cache_path {site}/kept levels=1:2 keys_zone=yuanjiao_media:20m max_size=1g;\n"
    )
    (site / "site.conf").write_text(example + bucket)
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
