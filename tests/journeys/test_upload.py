"""An upload that everything happens to: the browser is closed, it is paused, the line is lost. It becomes a lesson."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.editing import add_a_lesson, film_place, make_the_course, save_when_made
from tests.journeys.line import Line

TITLE = "断了又续的一课"
PACE = 6_000_000
PADDING = 30_000_000


@pytest.fixture
def long_film(film: Path, tmp_path: Path) -> Path:
    """The film in a file that takes a while to send: an empty box stands behind it, as the format allows."""
    padded = tmp_path / "大雄兔.mp4"
    box = PADDING.to_bytes(4, "big") + b"free"
    padded.write_bytes(film.read_bytes() + box.ljust(PADDING, b"\0"))
    return padded


def wait_until_sent(uploader: Locator, thousandths: int) -> None:
    """Watch the bar until so much is sent."""
    bar = uploader.locator("[data-upload-bar]").element_handle()
    uploader.page.wait_for_function("([bar, least]) => bar.value >= least", arg=[bar, thousandths])


def offsets(page: Page) -> list[int]:
    """Where each piece that this page sends begins; -1 when it announces a new upload."""
    begun: list[int] = []

    def note(request: Request) -> None:
        if "/uploads/" in request.url and request.method in {"POST", "PATCH"}:
            begun.append(int(request.headers.get("upload-offset", "-1")))

    page.on("request", note)
    return begun


def opened_again(context: BrowserContext, visit, lesson: str) -> Page:
    """The browser is closed in the middle of it, and opened again with what it keeps on disk."""
    kept = context.storage_state()
    context.close()
    page: Page = visit(storage_state=kept)
    page.goto(lesson)
    return page


def test_an_interrupted_upload_goes_on_where_it_stopped_and_becomes_a_lesson(academy, visit, long_film: Path):
    line = Line(academy.address, pace=PACE)
    editor = visit("EDITOR", address=line.address)
    make_the_course(editor, line.address, TITLE)
    uploader = add_a_lesson(editor)
    uploader.locator("[data-upload-file]").set_input_files(long_film)
    wait_until_sent(uploader, 200)

    editor = opened_again(editor.context, visit, editor.url)
    uploader = film_place(editor)
    expect(uploader).to_contain_text(f"上次有文件没有传完：{long_film.name}")
    begun = offsets(editor)
    uploader.locator("[data-upload-file]").set_input_files(long_film)
    wait_until_sent(uploader, 400)
    assert len(begun) == 1
    assert begun[0] > 0

    uploader.get_by_role("button", name="暂停").click()
    expect(uploader).to_contain_text("已暂停，已传")
    uploader.get_by_role("button", name="继续上传").click()
    wait_until_sent(uploader, 600)
    assert len(begun) == 2
    assert begun[1] > begun[0]

    line.cut()
    expect(uploader).to_contain_text("暂时连不上服务器，已传的不会丢")
    line.mend()
    line.pace = 0
    expect(uploader).to_contain_text("上传完成", timeout=PATIENCE_MS * 2)
    assert begun == sorted(begun)
    assert -1 not in begun
    save_when_made(editor)
    assert re.search(r"0:05", editor.locator("#lessons").inner_text())
