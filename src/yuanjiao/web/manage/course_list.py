"""The editor's list of courses: which rows, in which order, and as Excel."""

from __future__ import annotations

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.organisation.sheets import workbook
from yuanjiao.web.manage.forms.courses import CourseFilter

ORDERS = {
    "title": ["title", "id"],
    "clicks": ["-click_count", "id"],
    "completions": ["-completion_count", "id"],
    "rating": ["-mean", "id"],
}


def listed(scope: Scope, form: CourseFilter) -> QuerySet[Course]:
    """The courses of a scope that the filters let through, in the wanted order."""
    rows = catalogue.courses_in(scope, Permission.COURSES_READ).select_related("topic", "unit")
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("state"):
        rows = rows.filter(state=given["state"])
    if given.get("source"):
        rows = rows.filter(source_kind=given["source"])
    if given.get("topic"):
        rows = rows.filter(topic=given["topic"])
    if given.get("q"):
        rows = rows.filter(pk__in=catalogue.search(given["q"], 500).course_ids)
    rated = When(rating_count__gt=0, then=F("rating_sum") * 100 / F("rating_count"))
    rows = rows.annotate(mean=Case(rated, default=Value(0), output_field=IntegerField()))
    return rows.order_by(*ORDERS.get(given.get("order", ""), ["-updated_at", "-id"]))


def sheet_of(rows: QuerySet[Course]) -> bytes:
    """The list as Excel."""
    headings = [
        _("课程"), _("状态"), _("主题"), _("来源"), _("建课单位"), _("学分"), _("讲数"), _("分钟"),
        _("点击"), _("开始"), _("学完"), _("点赞"), _("评分"), _("评分人数"), _("上线日期"),
    ]  # fmt: skip
    return workbook(_("课程"), headings, (_row(course) for course in rows.iterator(chunk_size=500)))


def _row(course: Course) -> list[str]:
    return [
        course.title,
        course.get_state_display(),
        str(course.topic),
        course.get_source_kind_display(),
        str(course.unit or _("全学院")),
        f"{course.credit_hundredths / 100:g}",
        str(course.lesson_count),
        str(round(course.duration_ms / 60_000)),
        str(course.click_count),
        str(course.start_count),
        str(course.completion_count),
        str(course.like_count),
        f"{course.rating:.1f}" if course.rating else "",
        str(course.rating_count),
        timezone.localdate(course.published_at).isoformat() if course.published_at else "",
    ]
