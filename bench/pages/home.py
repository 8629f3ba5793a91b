"""The learner's home page with a whole city behind it, application caches cold, against a page that only renders.

``python -m bench.pages.home [--learners 150000] [--rounds 200] [--smoke]``: SQL queries, and server time (median)
÷ that of a Django page which reads the session and renders a template, in turns in the same process. Every round is
another learner, and before each page everything is forgotten that the process keeps between requests. Then a real
browser that has never been here opens the page: what comes over the wire, pictures left out.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import harness

WARM_UP = 5
SETTLE_SECONDS = 5.0


def city(env: dict[str, str], home: Path, learners: int) -> float:
    """Build the city in `home`; the seconds it took. Within one run of several measurements it is built once."""
    began = time.monotonic()
    kept = Path(os.environ[harness.KEPT], f"city-{learners}") if harness.KEPT in os.environ else home
    if not (kept / "demonstration.json").exists():
        program = Path(sys.executable).with_name("yuanjiao")
        command = [program, "demo", "--home", str(kept), "--learners", str(learners), "--no-serve"]
        subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    if kept != home:
        shutil.copytree(kept, home, dirs_exist_ok=True)
    return time.monotonic() - began


def cold() -> None:
    """Forget everything that the process keeps for the next reader."""
    from django.core.cache import cache  # noqa: PLC0415 -- after setup

    from yuanjiao.catalogue import shelf  # noqa: PLC0415 -- as above
    from yuanjiao.web.learner import boards  # noqa: PLC0415 -- as above

    cache.clear()
    boards.forget()
    shelf._kept = None  # noqa: SLF001 -- the product only ever looks again, it does not forget
    shelf.forget()


def pages(rounds: int) -> dict[str, Any]:
    """Both pages in turns, in this process, on the installation of the environment."""
    import django  # noqa: PLC0415 -- the environment is set only now

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- as above
    from django.db import connection  # noqa: PLC0415 -- as above
    from django.test import Client  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above

    from bench.pages.people import session_of  # noqa: PLC0415 -- as above
    from yuanjiao.organisation.models import Person  # noqa: PLC0415 -- as above
    from yuanjiao.web.shell import loading  # noqa: PLC0415 -- as above

    settings.ROOT_URLCONF = "bench.pages.bare"
    settings.ALLOWED_HOSTS = ["testserver"]
    chance = random.Random(20261121)  # noqa: S311 -- whose page, not a secret
    people = chance.sample(list(Person.objects.filter(is_learner=True, is_active=True)[:20_000]), rounds + WARM_UP)
    times: dict[str, list[float]] = {"/bare/": [], "/": []}
    queries: list[int] = []
    for number, person in enumerate(people):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
        client.get("/notices/")  # the first page with a menu notes in the session whether she has a desk
        for path, spent in times.items():
            cold()
            began = time.perf_counter()
            answer = client.get(path)
            spent.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
        cold()
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        queries.append(len(captured))
        if number == 0:
            loading.load()  # as every process that answers pages does once it is loaded
    bare, home = (statistics.median(spent[WARM_UP:]) for spent in times.values())
    return {
        "queries": max(queries),
        "bare_ms": round(bare, 2),
        "home_ms": round(home, 2),
        "ratio": round(home / bare, 2),
        "session": session_of(people[-1]),
    }


def first_visit(address: str, session: str) -> dict[str, Any]:
    """What a browser that has never been here fetches for the page, its service worker included."""
    from playwright.sync_api import Request, sync_playwright  # noqa: PLC0415 -- needs a browser, the rest does not
    from tools.crawl import launch  # noqa: PLC0415 -- as above

    asked: list[Request] = []
    os.environ["PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS"] = "1"
    with sync_playwright() as playwright:
        context = launch(playwright).new_context()
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        context.on("request", lambda request: asked.append(request))  # noqa: PLW0108 -- takes no built-in function
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(SETTLE_SECONDS * 1000)
        counted = [request for request in asked if request.resource_type not in {"image", "media"}]
        weighed = [(request.url.removeprefix(address), weight(request)) for request in counted]
        context.close()
    # What the service worker asks for again comes from the browser's cache; a stream is open and weighs nothing yet.
    wire = [(path, size) for path, size in weighed if size or path.startswith("/live")]
    return {
        "first_visit_kb": round(sum(size for _, size in wire) / 1024, 1),
        "requests": len(wire),
        "by_address": wire,
    }


def weight(request: Any) -> int:
    """The bytes of an answer, head and body; a stream that is still open has none yet."""
    if request.resource_type == "eventsource":
        return 0
    sizes = request.sizes()
    return int(sizes["responseHeadersSize"] + sizes["responseBodySize"])


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--home", type=Path, help="a city built before")
    parser.add_argument("--smoke", action="store_true")
    chosen = parser.parse_args()
    learners, rounds = (60, 5) if chosen.smoke else (chosen.learners, chosen.rounds)
    with harness.scratch() as folder:
        home = chosen.home or folder
        env = harness.environment(home, DJANGO_SETTINGS_MODULE="yuanjiao.settings.embedded")
        seconds = city(env, home, learners)
        os.environ.update(env)
        figures = {"learners": learners, "city_seconds": round(seconds, 1), **pages(rounds)}
        session = figures.pop("session")
        with harness.server(harness.OURS, env=env) as running:
            figures |= first_visit(running.address, session)
        figures["books"] = harness.books(env)
    harness.report("home-smoke" if chosen.smoke else "home", figures)


if __name__ == "__main__":
    main()
