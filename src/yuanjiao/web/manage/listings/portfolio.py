"""What the Excel files of cost, use and demand say of a row."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.web.shell.listing import Column, Listing

HOUR_MS = 3_600_000

PORTFOLIO = Listing(
    "cost-and-use",
    gettext_lazy("成本与使用"),
    (
        Column(gettext_lazy("名称"), lambda line: line.name, 28),
        Column(gettext_lazy("课程数"), lambda line: line.courses),
        Column(gettext_lazy("成本（元）"), lambda line: line.cost_fen / 100),
        Column(gettext_lazy("学完人次"), lambda line: line.completions),
        Column(gettext_lazy("学完学时（小时）"), lambda line: round(line.learned_ms / HOUR_MS, 1), 20),
        Column(
            gettext_lazy("每学时成本（元）"),
            lambda line: None if line.fen_an_hour is None else line.fen_an_hour / 100,
            20,
        ),
    ),
)

GROUPS = Listing(
    "demand-by-group",
    gettext_lazy("各类学员的使用和评分"),
    (
        Column(gettext_lazy("人群"), lambda line: line.name, 24),
        Column(gettext_lazy("人数"), lambda line: line.people),
        Column(gettext_lazy("学完人次"), lambda line: line.completions),
        Column(gettext_lazy("人均学时（小时）"), lambda line: line.hours_a_head and round(line.hours_a_head, 2), 20),
        Column(gettext_lazy("评分"), lambda line: line.stars and round(line.stars, 2)),
        Column(gettext_lazy("评分人次"), lambda line: line.ratings),
    ),
)

TOPICS = Listing(
    "demand-by-topic",
    gettext_lazy("主题的供需"),
    (
        Column(gettext_lazy("主题"), lambda line: line.name, 24),
        Column(gettext_lazy("在线课程"), lambda line: line.courses),
        Column(gettext_lazy("课程总长（小时）"), lambda line: round(line.length_ms / HOUR_MS, 1), 20),
        Column(gettext_lazy("学完学时（小时）"), lambda line: round(line.learned_ms / HOUR_MS, 1), 20),
        Column(gettext_lazy("人均学时（小时）"), lambda line: round(line.hours_a_head, 2), 20),
        Column(gettext_lazy("没找到的搜索"), lambda line: line.missed),
        Column(gettext_lazy("愿望"), lambda line: line.wishes),
        Column(gettext_lazy("每门课对应的需求"), lambda line: round(line.asked_a_course, 2), 20),
    ),
)

SEARCHES = Listing(
    "searches",
    gettext_lazy("学员的搜索"),
    (
        Column(gettext_lazy("搜索词"), lambda line: line.words, 32),
        Column(gettext_lazy("搜索次数"), lambda line: line.searches),
        Column(gettext_lazy("没找到的次数"), lambda line: line.missed),
        Column(gettext_lazy("一个月里最多的人数"), lambda line: line.people, 22),
        Column(gettext_lazy("最近的主题"), lambda line: line.topic, 20),
    ),
)

WISHES = Listing(
    "wishes",
    gettext_lazy("学员想学的课程"),
    (
        Column(gettext_lazy("想学什么"), lambda wish: wish.words, 36),
        Column(gettext_lazy("主题"), lambda wish: str(wish.topic or ""), 20),
        Column(gettext_lazy("想学的人"), lambda wish: wish.vote_count),
        Column(gettext_lazy("最早提出"), lambda wish: wish.wished_at, 20),
        Column(gettext_lazy("答复情况"), lambda wish: str(wish.get_state_display())),
        Column(gettext_lazy("课程"), lambda wish: str(wish.course or ""), 32),
        Column(gettext_lazy("答复"), lambda wish: wish.answer, 40),
    ),
    page_size=30,
)
