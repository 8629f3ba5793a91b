"""Tables that become cards on a phone: without their headings, what a figure counts still stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yuanjiao.web.manage.templatetags.figures import signed, two_decimals

TEMPLATES = Path(__file__).parents[3] / "src" / "yuanjiao" / "web"
CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
A_BARE_FIGURE = re.compile(r"\{\{ [\w.]+(\|(intcomma:False|floatformat:\d|yuan|signed|two_decimals))+ \}\}")
A_DAY = re.compile(r"\{\{ [\w.]+\|day \}\}")


def cards() -> dict[str, str]:
    """The templates with such tables; tags within attributes would look like the end of a cell's own tag."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    return {name: text for name, text in texts.items() if "table-cards" in text}


def shown_bare(text: str, what: re.Pattern[str]) -> list[str]:
    """The cells that a card shows, of which nothing but such a figure is in sight."""
    cells = [(attributes, re.sub(r"</?(strong|a)\b[^>]*>", "", inside)) for attributes, inside in CELL.findall(text)]
    return [
        inside
        for attributes, inside in cells
        if "cell-extra" not in attributes and "data-label" not in attributes and what.fullmatch(inside.strip())
    ]


def test_no_card_shows_a_bare_figure():
    found = {name: shown_bare(text, A_BARE_FIGURE) for name, text in cards().items()}
    assert len(found) > 20
    assert {name: bare for name, bare in found.items() if bare} == {}


def test_no_card_shows_two_days_without_saying_which_is_which():
    found = {name: shown_bare(text, A_DAY) for name, text in cards().items()}
    assert {name: bare for name, bare in found.items() if len(bare) > 1} == {}


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("study/queue", "最近"), ("life/learners", "开始学习"), ("life/learners", "最近"), ("life/audits", "送审"),
        ("life/period_table", "净增"), ("demand/searches", "搜索次数"), ("demand/group", "评分"),
        ("demand/demand", "需求"), ("campaigns/list", "学完"), ("campaigns/results", "学完"),
        ("assessments/list", "异议截止"), ("review/board", "得分"), ("sources/contracts", "价格（元）"),
    ],
)  # fmt: skip
def test_what_was_not_said_is_said(name, label):
    text = cards()[f"manage/templates/manage/{name}.html"]
    assert f"data-label=\"{{% translate '{label}' %}}\"" in text


def test_figures_carry_their_sign_and_stand_in_line():
    assert [signed(number) for number in (1200, 0, -1)] == ["+1,200", "0", "−1"]
    assert [two_decimals(hundredths) for hundredths in (7300, 7958)] == ["73.00", "79.58"]
