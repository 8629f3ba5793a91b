"""The lists about courses' lives: audits, changes, batches, those in the middle of a course."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yuanjiao.catalogue.models import CourseBatch, CourseMove
from yuanjiao.web.manage.listings.people import STATE
from yuanjiao.web.shell.listing import Column, Listing

COURSE = gettext_lazy("课程")
KEY = gettext_lazy("课程编号")

MIDDLE = Listing(
    "in-the-middle",
    gettext_lazy("学这门课的学员"),
    (
        Column(gettext_lazy("姓名"), lambda line: line.person.full_name),
        Column(gettext_lazy("学号"), lambda line: line.person.staff_number, 20),
        Column(gettext_lazy("单位"), lambda line: line.person.unit.name, 28),
        Column(gettext_lazy("开始学习"), lambda line: line.progress.started_at, 20),
        Column(gettext_lazy("最近学习"), lambda line: line.progress.last_at, 20),
        Column(gettext_lazy("学完的讲数"), lambda line: line.progress.lessons_done),
    ),
)

AUDITS = Listing(
    "audits",
    gettext_lazy("课程审核"),
    (
        Column(KEY, lambda course: course.key, 26),
        Column(COURSE, lambda course: course.title, 36),
        Column(gettext_lazy("主题"), lambda course: str(course.topic), 20),
        Column(gettext_lazy("来源"), lambda course: str(course.get_source_kind_display())),
        Column(gettext_lazy("送审时间"), lambda course: course.submitted_at, 20),
        Column(gettext_lazy("通过人数"), lambda course: course.passed_number),
        Column(gettext_lazy("有意见人数"), lambda course: course.refused_number),
    ),
    page_size=30,
)


def who(move: CourseMove) -> str:
    """Who moved it; the worker where nobody did."""
    return move.actor.full_name if move.actor else str(_("系统"))


CHANGES = Listing(
    "course-changes",
    gettext_lazy("课程变更记录"),
    (
        Column(gettext_lazy("时间"), lambda move: move.at, 20),
        Column(KEY, lambda move: move.course.key, 26),
        Column(COURSE, lambda move: move.course.title, 36),
        Column(gettext_lazy("主题"), lambda move: str(move.course.topic), 20),
        Column(gettext_lazy("来源"), lambda move: str(move.course.get_source_kind_display())),
        Column(gettext_lazy("原状态"), lambda move: str(move.get_from_state_display())),
        Column(gettext_lazy("新状态"), lambda move: str(move.get_to_state_display())),
        Column(gettext_lazy("原因"), lambda move: move.why, 40),
        Column(gettext_lazy("经办人"), who),
        Column(gettext_lazy("是否撤销"), lambda move: pgettext("batch", "已撤销") if move.void else ""),
    ),
)


def batch_state(batch: CourseBatch) -> str:
    """Where a batch stands, in words."""
    if batch.undone_at:
        return pgettext("batch", "已撤销")
    return _("已完成") if batch.finished_at else _("进行中")


BATCHES = Listing(
    "course-batches",
    gettext_lazy("批量变更"),
    (
        Column(gettext_lazy("时间"), lambda batch: batch.started_at, 20),
        Column(gettext_lazy("操作"), lambda batch: str(batch.get_act_display())),
        Column(gettext_lazy("课程数"), lambda batch: len(batch.course_ids)),
        Column(gettext_lazy("没有变更"), lambda batch: len(batch.refused)),
        Column(gettext_lazy("原因"), lambda batch: batch.reason, 40),
        Column(gettext_lazy("经办人"), lambda batch: batch.started_by and batch.started_by.full_name),
        Column(STATE, batch_state),
    ),
    page_size=30,
)
