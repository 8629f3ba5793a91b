"""Search, filters and orders of the lists about courses' lives."""

from __future__ import annotations

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import BatchAct, Course, CourseBatch, CourseMove, CourseState, SourceKind, Topic
from yuanjiao.web.manage.course_audits import MEND
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.filters import FOUND_AT_MOST, NEWEST, OLDEST
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


def topic_field() -> forms.ModelChoiceField[Topic]:
    """The filter by topic."""
    return forms.ModelChoiceField(label=_("主题"), required=False, queryset=Topic.objects.all(), empty_label=_("全部"))


class LearnersFilter(ListForm):
    """Those who study a course: in the middle of it, where nothing else is asked for."""

    sorts = {
        "latest": Sort(_("最近学习"), ("-last_at", "id")),
        "begun": Sort(_("最早开始"), ("started_at", "id")),
        "far": Sort(_("学得最多"), ("-lessons_done", "-last_at", "id")),
    }
    q = search_field(_("姓名、学号"))
    stage = forms.ChoiceField(
        label=_("学到哪里"), required=False, choices=[("", _("正在学")), ("done", _("学完")), ("all", _("全部"))]
    )


class AuditFilter(ListForm):
    """The courses under audit."""

    sorts = {
        "waiting": Sort(_("等得最久的在前"), (F("submitted_at").asc(nulls_last=True), "id")),
        "newest": Sort(_("最近送审"), (F("submitted_at").desc(nulls_last=True), "id")),
        "title": Sort(_("名称"), ("title", "id")),
    }
    q = search_field(_("课程、讲师、拼音首字母"))
    topic = topic_field()
    source = choice_field(_("来源"), SourceKind.choices)
    mine = choice_field(_("我的意见"), [("no", _("我还没审")), ("yes", _("我已审")), ("mend", _("我做的，有意见"))])

    def narrow(self, rows: QuerySet[Course]) -> QuerySet[Course]:
        """The courses that were asked for; `has_mine` and `is_mine` name the reader's own."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=catalogue.search(words, FOUND_AT_MOST).course_ids)
        if topic := self.wanted("topic"):
            rows = rows.filter(topic=topic)
        if source := self.wanted("source"):
            rows = rows.filter(source_kind=source)
        mine = self.wanted("mine")
        if mine == "no":
            return rows.filter(Q(has_mine=False, is_mine=False))
        if mine == "mend":
            return rows.filter(MEND)
        return rows.filter(Q(has_mine=True)) if mine else rows


class ChangeFilter(ListForm):
    """The history of all courses."""

    sorts = {
        "newest": Sort(NEWEST, ("-at", "-id")),
        "oldest": Sort(OLDEST, ("at", "id")),
        "title": Sort(_("课程名称"), ("course__title", "-at", "-id")),
    }
    q = search_field(_("课程名称、原因"))
    what = choice_field(
        _("变更"),
        [("added", _("新上线")), ("retired", _("已下线")), *((state.value, state.label) for state in CourseState)],
    )
    topic = topic_field()
    source = choice_field(_("来源"), SourceKind.choices)
    first = forms.DateField(label=_("从"), required=False, widget=DayInput())
    last = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def narrow(self, rows: QuerySet[CourseMove]) -> QuerySet[CourseMove]:
        """The changes that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(course__title__icontains=words) | Q(reason__icontains=words))
        what = self.wanted("what")
        if what in {"added", "retired"}:
            rows = rows.filter(catalogue.ADDED if what == "added" else catalogue.REMOVED, void=False)
        elif what:
            rows = rows.filter(to_state=what)
        if topic := self.wanted("topic"):
            rows = rows.filter(course__topic=topic)
        if source := self.wanted("source"):
            rows = rows.filter(course__source_kind=source)
        if first := self.wanted("first"):
            rows = rows.filter(at__gte=catalogue.Period(first, first).begins_at)
        if last := self.wanted("last"):
            rows = rows.filter(at__lt=catalogue.end_of(last))
        return rows


class BatchFilter(ListForm):
    """The batches."""

    sorts = {"newest": Sort(NEWEST, ("-started_at", "-id")), "oldest": Sort(OLDEST, ("started_at", "id"))}
    q = search_field(_("原因、经办人"))
    act = choice_field(_("操作"), BatchAct.choices)
    state = choice_field(
        _("状态"), [("done", _("已完成")), ("running", _("进行中")), ("undone", pgettext_lazy("batch", "已撤销"))]
    )

    def narrow(self, rows: QuerySet[CourseBatch]) -> QuerySet[CourseBatch]:
        """The batches that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(reason__icontains=words) | Q(started_by__full_name__contains=words))
        if wanted := self.wanted("act"):
            rows = rows.filter(act=wanted)
        states = {
            "done": Q(finished_at__isnull=False, undone_at__isnull=True),
            "running": Q(finished_at__isnull=True),
            "undone": Q(undone_at__isnull=False),
        }
        return rows.filter(states[self.wanted("state")]) if self.wanted("state") else rows
