"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import Person, PostLevel, Rank, Role, Unit
from yuanjiao.organisation.public import Details, Permission, Scope
from yuanjiao.organisation.queries import PeopleFilter, find_classes
from yuanjiao.oversight.models import MeasuresVersion
from yuanjiao.web.manage.forms.fields import DayInput, UnitField

SORTS = [
    ("staff_number", _("学号")),
    ("-staff_number", _("学号（倒序）")),
    ("name", _("姓名拼音")),
    ("unit", _("单位")),
    ("level", _("职务层次")),
    ("-joined", _("最近入册")),
]
STANDINGS = [
    ("", _("全部")),
    (Pace.MET, _("已达标")),
    ("unmet", _("未达标")),
    (Pace.ON_TRACK, _("能达标")),
    (Pace.AT_RISK, _("有风险")),
    (Pace.BEHIND, _("落后")),
    (Pace.NOT_STARTED, _("未开始")),
    ("counted", _("应学学员")),
    ("begun", _("已开始学")),
    ("expected", _("年底能达标的")),
]
PACES: dict[str, list[Pace]] = {
    "counted": list(Pace),
    "unmet": [pace for pace in Pace if pace is not Pace.MET],
    "begun": [pace for pace in Pace if pace is not Pace.NOT_STARTED],
    "expected": [Pace.MET, Pace.ON_TRACK],
}
"""The standings that are more than one pace."""
LACKING = [
    ("", _("全部")),
    ("class", _("还没有编班")),
    ("sign_in", _("还没有登录过")),
    ("code", _("登录码七天内到期")),
]
ACTIVE = [("yes", _("在册")), ("no", _("已离册")), ("all", _("全部"))]


class PeopleFilterForm(forms.Form):
    """Search and filters of the people list, all in the address."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("姓名、拼音首字母、学号、手机号")}),
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"), required=False, empty_label=_("全部"))
    level = forms.ChoiceField(label=_("职务层次"), required=False, choices=[("", _("全部")), *PostLevel.choices])
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部")), *Role.choices])
    standing = forms.ChoiceField(label=_("今年达标"), required=False, choices=STANDINGS)
    lacking = forms.ChoiceField(label=_("还差"), required=False, choices=LACKING)
    active = forms.ChoiceField(label=_("状态"), required=False, choices=ACTIVE)
    teacher = forms.ModelChoiceField(Person.objects.none(), label=_("班主任"), required=False, widget=forms.HiddenInput)
    unnoted = forms.ModelChoiceField(
        MeasuresVersion.objects.filter(published_at__isnull=False),
        label=_("还没有阅知"),
        required=False,
        widget=forms.HiddenInput,
    )
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=SORTS)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        units = scope.units(Permission.UNITS_READ)
        prefixes = scope.prefixes(Permission.UNITS_READ)
        shallow = units.filter(depth__lte=max((len(prefix) // Unit.steplen for prefix in prefixes), default=0) + 1)
        teachers = Person.objects.filter(classes_taught__in=find_classes(scope).order_by()).distinct()
        self.fields["teacher"].queryset = teachers  # type: ignore[attr-defined]  # a choice of models
        chosen = self.data.get("unit", "")
        self.fields["unit"].queryset = shallow | units.filter(pk=int(chosen)) if chosen.isdecimal() else shallow  # type: ignore[attr-defined]  # it is a choice of models

    def wanted(self) -> PeopleFilter:
        """The filter; what makes no sense narrows nothing."""
        self.is_valid()
        said = self.cleaned_data
        return PeopleFilter(
            words=said.get("q", ""),
            unit=said.get("unit"),
            post_level=said.get("level", ""),
            role=said.get("role", ""),
            active=said.get("active") or "yes",
            lacking=said.get("lacking", ""),
            class_teacher=said.get("teacher"),
            sort=said.get("sort") or "staff_number",
        )

    def measures(self) -> MeasuresVersion | None:
        """The measures of which those wanted have not taken note; none where that does not matter."""
        self.is_valid()
        wanted: MeasuresVersion | None = self.cleaned_data.get("unnoted")
        return wanted

    def paces(self) -> list[Pace]:
        """The paces of the learners wanted; none where the standing does not matter."""
        self.is_valid()
        wanted = self.cleaned_data.get("standing", "")
        return PACES.get(wanted) or ([Pace(wanted)] if wanted else [])


class PersonForm(forms.Form):
    """What is known of a person."""

    staff_number = forms.CharField(
        label=_("学号"),
        max_length=32,
        validators=[RegexValidator(r"^[0-9A-Za-z][0-9A-Za-z-]*$", _("学号只能用字母、数字和连字符。"))],
    )
    full_name = forms.CharField(label=_("姓名"), max_length=60)
    post_level = forms.ChoiceField(label=_("职务层次"), choices=PostLevel.choices, initial=PostLevel.STAFF)
    rank = forms.ChoiceField(label=_("职级"), choices=[("", _("无")), *Rank.choices], required=False)
    position = forms.CharField(label=_("职务"), max_length=80, required=False)
    appointed_on = forms.DateField(label=_("任现职日期"), required=False, widget=DayInput())
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        validators=[RegexValidator(r"^1[3-9]\d{9}$", _("手机号应为 11 位数字，如 13800000000。"))],
    )
    email = forms.EmailField(label=_("邮箱"), required=False)
    tags = forms.CharField(label=_("标签"), required=False, max_length=200, help_text=_("几个标签用分号隔开"))
    is_learner = forms.BooleanField(label=_("应学学员（计入学分要求和排名）"), required=False, initial=True)

    @classmethod
    def of(cls, person: Person) -> PersonForm:
        """The form filled with what is known now."""
        initial = {name: getattr(person, name) for name in cls.base_fields if name != "tags" and hasattr(person, name)}
        initial["tags"] = "；".join(tag.name for tag in person.tags.all())
        return cls(initial=initial)

    def details(self) -> Details:
        """The values as the action takes them."""
        said = self.cleaned_data
        tags = {tag.strip()[:40] for tag in said["tags"].replace(";", "；").split("；")} - {""}
        return Details(
            staff_number=said["staff_number"],
            full_name=said["full_name"],
            post_level=said["post_level"],
            rank=said["rank"],
            position=said["position"],
            appointed_on=said["appointed_on"],
            phone=said["phone"] or None,
            email=said["email"].lower() or None,
            is_learner=said["is_learner"],
            tags=tuple(sorted(tags)),
        )


class NewPersonForm(PersonForm):
    """A new person, in a unit of the scope."""

    unit = UnitField()

    field_order = ["staff_number", "full_name", "unit"]

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.PEOPLE_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class TransferForm(forms.Form):
    """To which unit, from which day on."""

    unit = UnitField(label=_("调入单位"))
    on = forms.DateField(label=_("生效日期"), widget=DayInput(), initial=timezone.localdate)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.PEOPLE_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class RetireForm(forms.Form):
    """From which day on, and why."""

    on = forms.DateField(label=_("离册日期"), widget=DayInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("如 退休、调离本市"))
