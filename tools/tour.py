"""Photograph every page of the demonstration: wide and narrow, light and dark, and in large text.

``tour.py`` starts the demonstration on a port of its own; ``tour.py http://127.0.0.1:8000`` visits one that runs.
The pictures go to ``tour/<visitor>/<page>-<width>-<dress>.png``; `index.html` beside them shows them all.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.crawl import crawl, launch, sign_in

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "tour"
PORT = 8199
START_SECONDS = 600
SIZES = {"1440": {"width": 1440, "height": 900}, "390": {"width": 390, "height": 844}}
TALLEST = 6000


@dataclass(frozen=True)
class Dress:
    """One way in which a page can look."""

    name: str
    scheme: str = "light"
    large: bool = False


DRESSES = [Dress("light"), Dress("dark", scheme="dark"), Dress("large", large=True)]


def visitors() -> dict[str, tuple[str, str, list[str]]]:
    """Who goes where: sign-in name, password, first pages."""
    from yuanjiao.demonstration import signins  # noqa: PLC0415 -- needs Django set up

    found = {"nobody": ("", "", ["/account/login/", "/help/"])}
    for each in signins.ALL:
        found[str(each.role or "learner")] = (each.staff_number, signins.PASSWORD, [each.page])
    return found


def its_own() -> dict[str, str]:
    """The environment for the demonstration: without the settings under which this tool reads the program."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


@contextmanager
def demonstration() -> Iterator[str]:
    """The demonstration on a port of its own."""
    address = f"http://127.0.0.1:{PORT}"
    program = Path(sys.executable).parent / "yuanjiao"
    child = subprocess.Popen([program, "demo", "--port", str(PORT)], cwd=ROOT, env=its_own())
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and child.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/account/login/", timeout=5):  # noqa: S310 -- our own loopback
                    break
            except (urllib.error.URLError, TimeoutError):
                time.sleep(0.5)
        else:
            raise SystemExit("the demonstration did not start")
        yield address
    finally:
        child.terminate()
        child.wait()


def photograph(page: Page, file: Path) -> None:
    """The whole page, up to a height that can still be looked at."""
    page.wait_for_timeout(250)
    height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    width = page.viewport_size["width"] if page.viewport_size else 1440
    page.screenshot(path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


def visit(browser: Browser, address: str, folder: Path, who: tuple[str, str, list[str]], known: set[str]) -> int:
    """Photograph her first page and all that nobody before her could reach; how many pages.

    :param known: names of the pages that have their pictures already; grows.
    """
    number, password, starts = who
    finder = browser.new_context(locale="zh-CN")
    page = sign_in(finder, address, number, password) if number else finder.new_page()
    found = [each for each in crawl(page, address, starts) if each.path in starts or each.name not in known]
    known.update(each.name for each in found)
    state = finder.storage_state()
    for width, size in SIZES.items():
        for dress in DRESSES:
            context = browser.new_context(viewport=size, color_scheme=dress.scheme, storage_state=state, locale="zh-CN")
            wear(context, address, dress)
            page = context.new_page()
            for each in found:
                page.goto(address + each.path, wait_until="load")
                photograph(page, folder / f"{each.name.replace(':', '.')}-{width}-{dress.name}.png")
            context.close()
    finder.close()
    return len(found)


def wear(context: BrowserContext, address: str, dress: Dress) -> None:
    """Choose theme and text size, which the product keeps in two cookies."""
    chosen = {"theme": dress.scheme, "text": "large" if dress.large else "plain"}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in chosen.items()])


def index() -> None:
    """One page with all pictures, to be looked through at a stroke."""
    figures = [
        f'<figure><img src="{escape(str(path.relative_to(PICTURES)))}" width="320" loading="lazy">'
        f"<figcaption>{escape(str(path.relative_to(PICTURES)))}</figcaption></figure>"
        for path in sorted(PICTURES.rglob("*.png"))
    ]
    (PICTURES / "index.html").write_text("<!doctype html><meta charset=utf-8>" + "\n".join(figures), encoding="utf-8")


def tour(address: str) -> None:
    """Visit everything as everybody."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        known: set[str] = set()
        for role, who in visitors().items():
            folder = PICTURES / role
            folder.mkdir(parents=True)
            print(f"{role}: {visit(browser, address, folder, who, known)} pages", flush=True)
        browser.close()
    index()
    print(f"the pictures are in {PICTURES.relative_to(ROOT)}/index.html")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("address", nargs="?", help="a demonstration that already runs")
    given = parser.parse_args().address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.test")
    django.setup()
    if given:
        tour(given.rstrip("/"))
        return
    with demonstration() as address:
        tour(address)


if __name__ == "__main__":
    main()
