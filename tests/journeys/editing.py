"""What an editor does in the browser on the way to a course."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

MAKING_MS = 120_000


def make_the_course(page: Page, address: str, title: str) -> None:
    """Fill the course's form; what is new (the topic) becomes known."""
    page.goto(f"{address}/manage/courses/")
    page.get_by_role("link", name="新建课程").first.click()
    page.get_by_label("课程名称").fill(title)
    page.get_by_label("简介").fill("一只兔子和三个捣蛋鬼。")
    page.get_by_label("主题").fill("示例主题")
    page.get_by_label("学分", exact=True).fill("1")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def add_a_lesson(page: Page, title: str = "第一讲") -> Locator:
    """Add a lesson; the place on its page where its film is brought."""
    page.get_by_label("新一讲的标题").fill(title)
    page.get_by_role("button", name="添加一讲").click()
    return film_place(page)


def film_place(page: Page) -> Locator:
    """Where a lesson's page takes its film."""
    return page.locator("[data-kind=video]").first


def save_when_made(page: Page, title: str = "第一讲") -> None:
    """Wait until the film is made, and keep it as the lesson's."""
    expect(film_place(page).locator("[data-asset-state=ready]")).to_be_visible(timeout=MAKING_MS)
    expect(film_place(page)).to_contain_text("1280×720")
    expect(film_place(page).locator("[data-upload-said]")).to_be_empty()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#lessons")).to_contain_text(title)


def submit_for_audit(page: Page, title: str) -> None:
    """Put the course before its auditors."""
    page.get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="审核与上下线").click()
    page.get_by_role("button", name="送审").click()
    expect(page.locator("h1 .badge")).to_have_text("审核中")


def pass_the_audit(page: Page, address: str, title: str) -> None:
    """Find the course among those that wait, and pass all five criteria."""
    page.goto(f"{address}/manage/courses/audits/")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="审核这门课程").click()
    for tick in page.get_by_label("通过", exact=True).all():
        tick.check()
    page.get_by_role("button", name="记下意见").click()
    expect(page.get_by_text("五项通过")).to_be_visible()


def publish(page: Page) -> None:
    """Bring the audited course on line, from its page."""
    page.reload()
    page.get_by_role("button", name="上线", exact=True).click()
    expect(page.locator("h1 .badge")).to_have_text("已上线")
