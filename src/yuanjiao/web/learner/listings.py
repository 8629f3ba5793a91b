"""What the Excel file of each of a learner's lists says of a row."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Category
from yuanjiao.web.shell.listing import Column, Listing

ENTRIES = Listing(
    "credits",
    gettext_lazy("学分记录"),
    (
        Column(gettext_lazy("序号"), lambda entry: entry.sequence),
        Column(gettext_lazy("时间"), lambda entry: entry.at, 20),
        Column(gettext_lazy("年度"), lambda entry: entry.year),
        Column(gettext_lazy("类型"), lambda entry: str(entry.get_kind_display())),
        Column(gettext_lazy("名称"), lambda entry: entry.title, 48),
        Column(gettext_lazy("类别"), lambda entry: str(Category(entry.category).label)),
        Column(gettext_lazy("学分"), lambda entry: entry.hundredths / 100),
        Column(gettext_lazy("校验码"), lambda entry: entry.hash, 60),
    ),
    page_size=20,
)

COURSES = Listing(
    "my-courses",
    gettext_lazy("我的课程"),
    (
        Column(gettext_lazy("课程"), lambda progress: progress.course.title, 40),
        Column(gettext_lazy("状态"), lambda progress: _("已修完") if progress.completed_at else _("在学")),
        Column(gettext_lazy("已学完讲数"), lambda progress: progress.lessons_done),
        Column(gettext_lazy("讲数"), lambda progress: progress.course.lesson_count),
        Column(gettext_lazy("开始时间"), lambda progress: progress.started_at, 20),
        Column(gettext_lazy("最近学习"), lambda progress: progress.last_at, 20),
        Column(gettext_lazy("修完时间"), lambda progress: progress.completed_at, 20),
    ),
    page_size=20,
)
