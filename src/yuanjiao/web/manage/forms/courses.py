"""Forms of the course editor."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Category, Course, SourceKind
from yuanjiao.catalogue.public import CourseFields, LecturerName, supplier_named, topic_named, university_named
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Unit, UnitKind
from yuanjiao.organisation.models.person import PostLevel

SEPARATORS = re.compile(r"[、,，;；\n]+")
LECTURER = re.compile(r"^(?P<name>[^（(]+)(?:[（(](?P<organisation>[^）)]*)[）)])?$")
LONGEST_POSITION = 80
CONTROL = {"class": "form-control"}


def words_of(text: str) -> list[str]:
    """Words that an editor separated by commas, enumeration commas or lines."""
    return [word.strip() for word in SEPARATORS.split(text) if word.strip()]


class CourseForm(forms.Form):
    """Everything of a course; what is typed as a name (topic, university, supplier, lecturers) may be new."""

    title = forms.CharField(label=_("课程名称"), max_length=120, widget=forms.TextInput(CONTROL))
    summary = forms.CharField(
        label=_("简介"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(CONTROL | {"rows": 4}),
        help_text=_("一两句话告诉学员这门课讲什么、学了有什么用。上线前必填。"),
    )
    topic = forms.CharField(
        label=_("主题"),
        max_length=40,
        widget=forms.TextInput(CONTROL | {"list": "topic-options", "autocomplete": "off"}),
    )
    source_kind = forms.ChoiceField(
        label=_("来源"), choices=SourceKind.choices, widget=forms.Select({"class": "form-select"})
    )
    university = forms.CharField(
        label=_("高校"),
        max_length=60,
        required=False,
        widget=forms.TextInput(CONTROL | {"list": "university-options", "autocomplete": "off"}),
        help_text=_("共享资源必填。"),
    )
    supplier = forms.CharField(
        label=_("供应商"),
        max_length=80,
        required=False,
        widget=forms.TextInput(CONTROL | {"list": "supplier-options", "autocomplete": "off"}),
        help_text=_("购买的课程必填。"),
    )
    lecturers = forms.CharField(
        label=_("讲师"),
        required=False,
        max_length=500,
        widget=forms.TextInput(CONTROL | {"list": "lecturer-options", "autocomplete": "off"}),
        help_text=_("多位用顿号隔开；同名时在括号里写单位，如 张三（某某大学）。"),
    )
    tags = forms.CharField(
        label=_("标签"), required=False, max_length=300, widget=forms.TextInput(CONTROL), help_text=_("用顿号隔开。")
    )
    category = forms.ChoiceField(
        label=_("必修或选修"), choices=Category.choices, widget=forms.Select({"class": "form-select"})
    )
    credit = forms.DecimalField(
        label=_("学分"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        decimal_places=2,
        widget=forms.NumberInput(CONTROL | {"step": "0.01"}),
    )
    post_levels = forms.MultipleChoiceField(
        label=_("适用职务层次"), required=False, choices=PostLevel.choices, widget=forms.CheckboxSelectMultiple
    )
    unit_kinds = forms.MultipleChoiceField(
        label=_("适用单位类别"), required=False, choices=UnitKind.choices, widget=forms.CheckboxSelectMultiple
    )
    positions = forms.CharField(
        label=_("适用职务"),
        required=False,
        max_length=500,
        widget=forms.TextInput(CONTROL | {"list": "position-options", "autocomplete": "off"}),
        help_text=_("多个用顿号隔开，与人员名册里的职务一字不差，如 民政办主任。"),
    )
    tenure_months_max = forms.IntegerField(
        label=_("任现职不超过（月）"), required=False, min_value=1, max_value=600, widget=forms.NumberInput(CONTROL)
    )
    licence_bars_others = forms.BooleanField(
        label=_("授权只限上述对象，其他学员不能学"),
        required=False,
        widget=forms.CheckboxInput,
    )
    unit = forms.ModelChoiceField(
        label=_("建课单位"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("全学院"),
        widget=forms.Select({"class": "form-select"}),
        help_text=_("这个单位和上级单位的课程编辑可以修改这门课。"),
    )
    cover = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, units: list[Unit], whole_academy: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy what the line above made
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        field.required = not whole_academy
        if not whole_academy:
            field.empty_label = None

    def clean_lecturers(self) -> tuple[LecturerName, ...]:
        """Names with, where given, their organisations."""
        found: list[LecturerName] = []
        for word in words_of(self.cleaned_data["lecturers"]):
            match = LECTURER.match(word)
            if match is None or len(match["name"]) > 60 or len(match["organisation"] or "") > 80:
                raise forms.ValidationError(
                    _("认不出“%(word)s”。写成 张三 或 张三（某某大学）。"), params={"word": word}
                )
            found.append(LecturerName(match["name"].strip(), (match["organisation"] or "").strip()))
        return tuple(dict.fromkeys(found))

    def clean_tags(self) -> tuple[str, ...]:
        """The tags, each once."""
        return tuple(dict.fromkeys(word[:40] for word in words_of(self.cleaned_data["tags"])))

    def clean_positions(self) -> tuple[str, ...]:
        """The positions, each once; one that no list of people could hold is refused."""
        found = tuple(dict.fromkeys(words_of(self.cleaned_data["positions"])))
        too_long = next((word for word in found if len(word) > LONGEST_POSITION), None)
        if too_long:
            raise forms.ValidationError(_("“%(word)s”太长，一个职务最多 80 个字。"), params={"word": too_long})
        return found

    def course_fields(self, cover: Asset | None) -> CourseFields:
        """The fields for the action; names that are new become rows now."""
        given = self.cleaned_data
        return CourseFields(
            title=given["title"],
            summary=given["summary"],
            topic=topic_named(given["topic"]),
            source_kind=SourceKind(given["source_kind"]),
            university=university_named(given["university"]) if given["university"] else None,
            supplier=supplier_named(given["supplier"]) if given["supplier"] else None,
            lecturers=given["lecturers"],
            tags=given["tags"],
            category=Category(given["category"]),
            credit_hundredths=int(given["credit"] * 100),
            post_levels=tuple(given["post_levels"]),
            unit_kinds=tuple(given["unit_kinds"]),
            positions=given["positions"],
            tenure_months_max=given["tenure_months_max"],
            licence_bars_others=given["licence_bars_others"],
            unit=given["unit"],
            cover=cover,
        )


def given_of(course: Course) -> dict[str, Any]:
    """A course as its form shows it."""
    lecturers = (
        f"{lecturer.name}（{lecturer.organisation}）" if lecturer.organisation else lecturer.name
        for lecturer in course.lecturers.all()
    )
    same = ("title", "summary", "source_kind", "category", "post_levels", "unit_kinds", "tenure_months_max",
            "licence_bars_others", "unit")  # fmt: skip
    return {name: getattr(course, name) for name in same} | {
        "topic": str(course.topic),
        "university": str(course.university or ""),
        "supplier": str(course.supplier or ""),
        "lecturers": "、".join(lecturers),
        "tags": "、".join(course.tags),
        "positions": "、".join(course.positions),
        "credit": Decimal(course.credit_hundredths) / 100,
        "cover": course.cover_id or "",
    }


class LessonForm(forms.Form):
    """A lesson's title, and what it holds: numbers of assets that the uploader or the list gave."""

    title = forms.CharField(label=_("标题"), max_length=120, widget=forms.TextInput(CONTROL))
    asset = forms.CharField(required=False)
    chosen_asset = forms.ModelChoiceField(
        label=_("从我上传过的文件里选"),
        required=False,
        queryset=Asset.objects.none(),
        widget=forms.Select({"class": "form-select"}),
        empty_label=_("不选"),
    )
    captions = forms.CharField(required=False)
    remove_captions = forms.BooleanField(label=_("去掉字幕"), required=False, widget=forms.CheckboxInput)


class NewLessonForm(forms.Form):
    """The title of a lesson to add."""

    title = forms.CharField(
        label=_("新一讲的标题"), max_length=120, widget=forms.TextInput(CONTROL | {"placeholder": _("如 第一讲 总论")})
    )
