"""The learner's home page with a whole city behind it, application caches cold, against a page that only renders.

``python -m bench.pages.home [--learners 150000] [--rounds 200] [--smoke]``: SQL queries, and server time (median)
÷ that of a Django page which reads the session and renders a template, in turns in the same process. Every round is
another learner, so that nothing that is kept for one serves the next.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench import harness

WARM_UP = 5


def city(env: dict[str, str], home: Path, learners: int) -> float:
    """Build the city; the seconds it took."""
    began = time.monotonic()
    program = Path(sys.executable).with_name("yuanjiao")
    command = [program, "demo", "--home", str(home), "--learners", str(learners), "--no-serve"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def pages(rounds: int) -> dict[str, Any]:
    """Both pages in turns, in this process, on the installation of the environment."""
    import django  # noqa: PLC0415 -- the environment is set only now

    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- as above
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 -- as above
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 -- as above
    from django.core.cache import cache  # noqa: PLC0415 -- as above
    from django.db import connection  # noqa: PLC0415 -- as above
    from django.test import Client  # noqa: PLC0415 -- as above
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- as above

    from yuanjiao.organisation.models import Person  # noqa: PLC0415 -- as above

    settings.ROOT_URLCONF = "bench.pages.bare"
    settings.ALLOWED_HOSTS = ["testserver"]
    chance = random.Random(20261121)  # noqa: S311 -- whose page, not a secret
    people = chance.sample(list(Person.objects.filter(is_learner=True, is_active=True)[:20_000]), rounds + WARM_UP)
    times: dict[str, list[float]] = {"/bare/": [], "/": []}
    queries: list[int] = []
    for person in people:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
        for path, spent in times.items():
            cache.clear()
            began = time.perf_counter()
            answer = client.get(path)
            spent.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code}")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get("/")
        queries.append(len(captured))
    bare, home = (statistics.median(spent[WARM_UP:]) for spent in times.values())
    return {
        "queries": max(queries),
        "bare_ms": round(bare, 2),
        "home_ms": round(home, 2),
        "ratio": round(home / bare, 2),
        **weight(answer.content.decode(), client),
    }


def weight(page: str, client: Any) -> dict[str, Any]:
    """The first visit over the wire without pictures, as gzip sends it, and the number of requests."""
    addresses = re.findall(r'<(?:link|script)[^>]+(?:href|src)="(/[^"]+\.(?:css|js)(?:\?[^"]*)?)"', page)
    from django.contrib.staticfiles import finders  # noqa: PLC0415 -- Django is set up by now

    sizes = [len(gzip.compress(page.encode()))]
    for address in dict.fromkeys(addresses):
        found = finders.find(address.removeprefix("/static/").partition("?")[0])
        sizes.append(len(gzip.compress(Path(str(found)).read_bytes())))
    del client
    return {"first_visit_kb": round(sum(sizes) / 1024, 1), "requests": len(sizes)}


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
    harness.report("home-smoke" if chosen.smoke else "home", figures)


if __name__ == "__main__":
    main()
