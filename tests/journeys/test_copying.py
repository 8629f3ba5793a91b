"""What is shown to be passed on is copied with one press."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_address_of_a_course_is_copied_to_be_shared(academy, visit):
    page = visit("LIN", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{academy.address}/courses/{academy.known['course']}/recommend/")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    shared = page.evaluate("navigator.clipboard.readText()")
    assert shared == page.get_by_label("分享链接").input_value()
    assert page.goto(shared).ok
