"""Forms about units, classes and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import Role, UnitKind
from yuanjiao.organisation.public import Permission, Scope, UnitDetails
from yuanjiao.web.manage.forms.fields import DayInput, PersonField, UnitField


class NewUnitForm(forms.Form):
    """A unit below another."""

    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices, initial=UnitKind.DISTRICT_DEPARTMENT)
    code = forms.CharField(
        label=_("区划代码"),
        required=False,
        help_text=_("12 位数字，部门可留空"),
        validators=[RegexValidator(r"^\d{12}$", _("区划代码是 12 位数字。"))],
    )
    on = forms.DateField(label=_("设立日期"), widget=DayInput(), initial=timezone.localdate)

    def details(self) -> UnitDetails:
        """The values as the action takes them."""
        said = self.cleaned_data
        return UnitDetails(
            name=said["name"], short_name=said["short_name"], kind=UnitKind(said["kind"]), code=said["code"] or None
        )


class RenameUnitForm(forms.Form):
    """A unit's names."""

    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)


class GrantForm(forms.Form):
    """Who, which role, on which unit."""

    person = PersonField(label=_("人员"))
    role = forms.ChoiceField(label=_("角色"))
    unit = UnitField(help_text=_("对这个单位和它的全部下级有效"))

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        roles = {role for prefix in scope.prefixes(Permission.ROLES_GRANT) for role in scope.grantable(prefix)}
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in roles]  # type: ignore[attr-defined]  # a choice field
        self.fields["person"].people = scope.people()  # type: ignore[attr-defined]  # a person field
        self.fields["unit"].units = scope.units(Permission.ROLES_GRANT).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class FormClassesForm(forms.Form):
    """In which unit, with or without those below it."""

    unit = UnitField()
    below = forms.BooleanField(label=_("包括全部下级单位"), required=False, initial=True)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.CLASSES_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class TeacherForm(forms.Form):
    """Who takes the class; nobody leaves it without a teacher."""

    teacher = PersonField(label=_("班主任"), required=False)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["teacher"].people = scope.people()  # type: ignore[attr-defined]  # a person field


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=_("Excel 或 CSV 文件"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.ods,.csv"}),
    )
    forms_classes = forms.BooleanField(label=_("导入后把还没有班的学员自动编班"), required=False, initial=True)
