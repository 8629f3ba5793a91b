"""Search, filters and orders of the manage pages' lists, all kept in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseState, SourceKind, Topic
from yuanjiao.learning.models import Choice, Question, QuestionKind
from yuanjiao.library import public as library
from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.organisation.models import (
    ClassGroup,
    ClassPlace,
    ImportJob,
    ImportStatus,
    PostLevel,
    Role,
    Unit,
    UnitKind,
)
from yuanjiao.organisation.public import Permission, Scope, in_subtrees
from yuanjiao.organisation.queries import UnitFilter
from yuanjiao.outreach.models import BoardMessage, Complaint, ComplaintKind, ComplaintState
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

NEWEST, OLDEST = _("最新在前"), _("最早在前")
FOUND_AT_MOST = 500
MESSAGE_STATES = {
    "waiting": Q(waiting=True, hidden_at__isnull=True),
    "shown": Q(waiting=False, hidden_at__isnull=True),
    "hidden": Q(hidden_at__isnull=False),
}


class RoleFilterForm(ListForm):
    """The list of roles; what it is searched for goes to its query."""

    sorts = {
        "unit": Sort(_("单位"), ("unit__path", "role", "person__staff_number")),
        "name": Sort(_("姓名拼音"), ("person__initials", "person__staff_number", "id")),
        "role": Sort(_("角色"), ("role", "unit__path", "id")),
        "newest": Sort(_("最近任命"), ("-granted_at", "-id")),
    }
    q = search_field(_("姓名、学号、单位"))
    role = choice_field(_("角色"), Role.choices)


class ClassFilterForm(ListForm):
    """The list of classes; what it is searched for goes to its query."""

    sorts = {
        "unit": Sort(_("单位"), ("unit__path", "number", "id")),
        "name": Sort(_("班级名称"), ("name", "id")),
        "largest": Sort(_("人数最多"), ("-size", "unit__path", "number", "id")),
        "smallest": Sort(_("人数最少"), ("size", "unit__path", "number", "id")),
    }
    q = search_field(_("班级、班主任"))
    teacher = choice_field(_("班主任"), [("none", _("还没有班主任"))])


class StaffingFilterForm(ListForm):
    """The classes without a teacher, with who could teach them."""

    q = search_field(_("班级、单位"))
    kind = choice_field(
        _("人选"),
        [("appointed", _("已有班主任角色")), ("colleague", _("本单位同事")), ("nobody", _("没有合适人选"))],
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = scope.units(Permission.CLASSES_WRITE)  # type: ignore[attr-defined]  # it is a choice of models

    def narrow(self, groups: QuerySet[ClassGroup]) -> QuerySet[ClassGroup]:
        """The classes that were asked for."""
        if words := self.wanted("q"):
            groups = groups.filter(Q(name__contains=words) | Q(unit__name__contains=words))
        unit = self.wanted("unit")
        return groups.filter(in_subtrees([unit.path], "unit__path")) if unit else groups


class ClassmatesForm(ListForm):
    """The people of one class."""

    sorts = {
        "number": Sort(_("学号"), ("person__staff_number",)),
        "name": Sort(_("姓名拼音"), ("person__initials", "person__staff_number")),
        "login": Sort(_("最久没有登录"), (F("person__last_login").asc(nulls_first=True), "person__staff_number")),
    }
    q = search_field(_("姓名、学号"))
    level = choice_field(_("职务层次"), PostLevel.choices)
    login = choice_field(_("登录"), [("never", _("还没有登录过"))])

    def narrow(self, rows: QuerySet[ClassPlace]) -> QuerySet[ClassPlace]:
        """The places that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(person__full_name__contains=words) | Q(person__staff_number__startswith=words))
        if level := self.wanted("level"):
            rows = rows.filter(person__post_level=level)
        return rows.filter(person__last_login__isnull=True) if self.wanted("login") else rows


class UnitFilterForm(ListForm):
    """The units below one: those directly below, or all; a search looks through all."""

    q = search_field(_("单位名称、区划代码"))
    below = forms.ChoiceField(label=_("范围"), required=False, choices=[("", _("下一级")), ("all", _("全部下级"))])
    kind = choice_field(_("类别"), UnitKind.choices)
    state = choice_field(_("状态"), [("open", _("在用")), ("closed", _("已撤销"))])
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("", _("行政区划顺序")), ("name", _("名称")), ("people", _("人员最多"))],
    )

    def asked(self) -> UnitFilter:
        """The filter as the query takes it."""
        words = self.wanted("q") or ""
        return UnitFilter(
            words=words,
            deep=bool(words or self.wanted("below")),
            kind=self.wanted("kind") or "",
            state=self.wanted("state") or "",
            sort=self.wanted("sort") or "",
        )


class ImportFilterForm(ListForm):
    """The list of imports."""

    sorts = {
        "newest": Sort(NEWEST, ("-created_at", "-id")),
        "oldest": Sort(OLDEST, ("created_at", "id")),
        "wrong": Sort(_("有误最多"), ("-wrong_rows", "-id")),
        "name": Sort(_("文件名"), ("file_name", "-id")),
    }
    q = search_field(_("文件名"))
    status = choice_field(_("状态"), ImportStatus.choices)

    def narrow(self, rows: QuerySet[ImportJob]) -> QuerySet[ImportJob]:
        """The imports that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(file_name__icontains=words)
        return rows.filter(status=self.wanted("status")) if self.wanted("status") else rows


class AssetFilter(ListForm):
    """The list of media files."""

    sorts = {
        "-id": Sort(NEWEST, ("-id",)),
        "id": Sort(OLDEST, ("id",)),
        "original_name": Sort(_("按名称"), ("original_name", "id")),
        "-size": Sort(_("最大在前"), ("-size", "id")),
    }
    q = search_field(_("搜索文件名"))
    kind = choice_field(_("类型"), AssetKind.choices)
    state = choice_field(_("状态"), AssetState.choices)
    used = choice_field(_("使用"), [("no", _("没有被使用"))])

    def narrow(self, rows: QuerySet[Asset]) -> QuerySet[Asset]:
        """The files that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(original_name__icontains=words)
        rows = rows.filter(**{name: self.wanted(name) for name in ("kind", "state") if self.wanted(name)})
        return library.unused(catalogue.unused(rows)) if self.wanted("used") else rows


class CourseFilter(ListForm):
    """The editor's list of courses."""

    sorts = {
        "changed": Sort(_("最近修改"), ("-updated_at", "-id")),
        "title": Sort(_("名称"), ("title", "id")),
        "clicks": Sort(_("点击最多"), ("-click_count", "id")),
        "completions": Sort(_("学完最多"), ("-completion_count", "id")),
        "rating": Sort(
            _("评分最高"),
            (
                Case(
                    When(rating_count__gt=0, then=F("rating_sum") * 100 / F("rating_count")),
                    default=Value(0),
                    output_field=IntegerField(),
                ).desc(),
                "id",
            ),
        ),
    }
    q = search_field(_("课程、讲师、拼音首字母"))
    state = choice_field(_("状态"), CourseState.choices)
    source = choice_field(_("来源"), SourceKind.choices)
    topic = forms.ModelChoiceField(label=_("主题"), required=False, queryset=Topic.objects.all(), empty_label=_("全部"))

    def narrow(self, rows: QuerySet[Course]) -> QuerySet[Course]:
        """The courses that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=catalogue.search(words, FOUND_AT_MOST).course_ids)
        fields = {"state": "state", "source": "source_kind", "topic": "topic"}
        return rows.filter(**{field: self.wanted(name) for name, field in fields.items() if self.wanted(name)})


class QuestionFilter(ListForm):
    """The questions of one quiz."""

    sorts = {
        "place": Sort(_("题库顺序"), ("position", "id")),
        "kind": Sort(_("题型"), ("kind", "position", "id")),
        "newest": Sort(NEWEST, ("-id",)),
    }
    q = search_field(_("题干或选项"))
    kind = choice_field(_("题型"), QuestionKind.choices)

    def narrow(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        """The questions that were asked for."""
        if words := self.wanted("q"):
            chosen = Choice.objects.filter(text__icontains=words).values("question")
            rows = rows.filter(Q(text__icontains=words) | Q(pk__in=chosen))
        return rows.filter(kind=self.wanted("kind")) if self.wanted("kind") else rows


class MessageFilter(ListForm):
    """The moderators' list of messages."""

    sorts = {
        "newest": Sort(NEWEST, ("-written_at", "-id")),
        "oldest": Sort(OLDEST, ("written_at", "id")),
        "liked": Sort(_("点赞最多"), ("-like_count", "-id")),
    }
    q = search_field(_("留言内容或作者姓名"))
    state = choice_field(_("状态"), [("waiting", _("等待查看")), ("shown", _("显示中")), ("hidden", _("已隐藏"))])
    board = choice_field(_("写在哪里"), [("academy", _("学院留言板")), ("courses", _("课程页"))])

    def narrow(self, rows: QuerySet[BoardMessage]) -> QuerySet[BoardMessage]:
        """The messages that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(text__icontains=words) | Q(author__full_name__contains=words))
        if state := self.wanted("state"):
            rows = rows.filter(MESSAGE_STATES[state])
        if board := self.wanted("board"):
            rows = rows.filter(course__isnull=board == "academy")
        return rows


class ComplaintFilter(ListForm):
    """The list of complaints."""

    sorts = {
        "waiting": Sort(_("等得最久的在前"), ("-state", "written_at", "id")),
        "newest": Sort(NEWEST, ("-written_at", "-id")),
        "kind": Sort(_("类别"), ("kind", "-written_at", "-id")),
    }
    q = search_field(_("内容或姓名"))
    state = choice_field(_("状态"), ComplaintState.choices)
    kind = choice_field(_("类别"), ComplaintKind.choices)

    def narrow(self, rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
        """The complaints that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(text__icontains=words) | Q(person__full_name__contains=words))
        return rows.filter(**{name: self.wanted(name) for name in ("state", "kind") if self.wanted(name)})
