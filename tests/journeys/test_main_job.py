"""The main job on real input: a film that is not ours becomes a course, is watched to a credit, and the rank moves."""

from __future__ import annotations

import re
from pathlib import Path

import av
from playwright.sync_api import Page, expect
from tests.journeys.editing import (
    add_a_lesson,
    make_the_course,
    pass_the_audit,
    publish,
    save_when_made,
    submit_for_audit,
)

TITLE = "大雄兔的一天"
QUESTION = "片中的主角是什么动物？"
RIGHT, WRONG = "兔子", "骆驼"
WATCHING_MS = 60_000


def test_the_film_is_one_with_sound(film: Path):
    with av.open(str(film)) as container:
        assert container.streams.video
        assert container.streams.audio


def test_an_uploaded_film_is_watched_to_a_credit_and_the_rank_moves(academy, visit, film):
    editor = visit("EDITOR")
    make_the_course(editor, academy.address, TITLE)
    add_a_lesson(editor).locator("[data-upload-file]").set_input_files(film)
    save_when_made(editor)
    write_the_quiz(editor)
    submit_for_audit(editor, TITLE)
    pass_the_audit(visit("ADMIN"), academy.address, TITLE)
    publish(editor)
    lin = visit("LIN")
    assert rank(lin, academy.address) == 2
    find_and_watch(lin, academy.address)
    pass_the_quiz(lin)
    see_the_credit(lin, academy.address)
    assert rank(lin, academy.address) == 1


def write_the_quiz(page: Page) -> None:
    """One question with two choices."""
    page.get_by_role("link", name="添加测验").click()
    page.get_by_label("每次抽题数").fill("1")
    page.get_by_role("button", name="保存设置").click()
    page.get_by_role("link", name="添加题目").click()
    page.get_by_label("题型").select_option("single")
    page.get_by_label("题干").fill(QUESTION)
    page.get_by_label("选项 A", exact=True).fill(RIGHT)
    page.get_by_label("选项 B", exact=True).fill(WRONG)
    page.get_by_label("A 正确").check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(QUESTION)).to_be_visible()


def find_and_watch(page: Page, address: str) -> None:
    """Search for it, open it, press play, and let it play to its end."""
    page.goto(f"{address}/courses/")
    page.locator("#catalogue-words").fill("大雄兔")
    page.locator("#catalogue-words").press("Enter")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="开始学习").click()
    page.locator("[data-player-play]").click()
    expect(page.get_by_text("还差一个测验")).to_be_visible(timeout=WATCHING_MS)
    assert page.evaluate("document.querySelector('[data-player-video]').webkitAudioDecodedByteCount") > 0


def pass_the_quiz(page: Page) -> None:
    """Answer rightly and hand it in."""
    page.get_by_role("link", name="去做测验").click()
    page.get_by_role("button", name="开始").click()
    page.get_by_label(RIGHT).check()
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", name="通过了")).to_be_visible()


def see_the_credit(page: Page, address: str) -> None:
    """The record shows the credit, and the entry opens to its evidence."""
    page.goto(f"{address}/record/")
    expect(page.get_by_text(TITLE).first).to_be_visible()
    page.goto(f"{address}/record/1/")
    expect(page.get_by_text(TITLE).first).to_be_visible()


def rank(page: Page, address: str) -> int:
    """Her place in the academy, as the page says it."""
    page.goto(f"{address}/ranks/")
    said = page.locator("li", has_text="全院").inner_text()
    found = re.search(r"第\s*([\d,]+)", said)
    assert found, said
    return int(found[1].replace(",", ""))
