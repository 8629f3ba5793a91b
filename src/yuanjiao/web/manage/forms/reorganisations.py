"""Forms about reorganisations: one for each kind, and the filters of their list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import (
    ClassGroup,
    Person,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    ReorganisedUnit,
    Unit,
)
from yuanjiao.organisation.public import Permission, Scope, Wish, units_below
from yuanjiao.web.manage.forms.fields import DayInput, UnitField
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

MOST_UNITS = 50
MOST_PEOPLE = 400
NAMED = 5


class UnitsField(UnitField):
    """Several units, one a line, each as `UnitField` takes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget = forms.Textarea(attrs={"rows": 3, "class": "form-control"})

    def clean(self, value: Any) -> list[Unit]:
        """The units in the order of the lines."""
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if not lines:
            super().clean("")
        if len(lines) > MOST_UNITS:
            raise forms.ValidationError(_("一次最多 %(most)s 个单位。"), params={"most": MOST_UNITS})
        return [unit for line in lines if (unit := super(UnitsField, self).clean(line))]


class PeopleField(forms.CharField):
    """People who belong to one unit itself, one a line: by staff number, or by a name that nobody else there has."""

    unit: Unit | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}), **options)

    def clean(self, value: Any) -> tuple[int, ...]:
        """Their numbers, each once, in the order of the lines; two queries."""
        lines = list(dict.fromkeys(line.strip() for line in str(value or "").splitlines() if line.strip()))
        if len(lines) > MOST_PEOPLE:
            raise forms.ValidationError(_("一次最多写 %(most)s 人，更多请按班划。"), params={"most": MOST_PEOPLE})
        people = Person.objects.filter(unit=self.unit)
        by_number = dict(people.filter(staff_number__in=lines).values_list("staff_number", "pk"))
        by_name: dict[str, list[int]] = {}
        for name, number in people.filter(full_name__in=lines).values_list("full_name", "pk"):
            by_name.setdefault(name, []).append(number)
        found = {line: [by_number[line]] if line in by_number else by_name.get(line, []) for line in lines}
        _demand(_("本单位没有这些人：%(names)s"), [line for line, one in found.items() if not one])
        _demand(_("这些姓名不止一个人，请写工号：%(names)s"), [line for line, one in found.items() if len(one) > 1])
        return tuple(dict.fromkeys(numbers[0] for numbers in found.values()))


def _demand(sentence: Any, wrong: list[str]) -> None:
    if wrong:
        raise forms.ValidationError(sentence, params={"names": str(_("、")).join(wrong[:NAMED])})


class WishForm(forms.Form):
    """What every kind of reorganisation asks: since when, and on what grounds."""

    kind: ClassVar[ReorganisationKind]

    on = forms.DateField(label=_("生效日期"), widget=DayInput(), initial=timezone.localdate)
    reason = forms.CharField(label=_("依据"), max_length=200, help_text=_("文件名称和文号，会写进通知和记录"))

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.units = scope.units(Permission.UNITS_WRITE).filter(valid_to__isnull=True)

    def wish(self) -> Wish:
        """The values as the action takes them."""
        said = dict(self.cleaned_data)
        units = said.pop("units")
        return Wish(kind=self.kind, units=tuple(units) if isinstance(units, list) else (units,), **said)


def name_field(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A unit's new name."""
    return forms.CharField(label=_("新名称"), max_length=100, required=required, help_text=help_text)


def short_name_field() -> forms.CharField:
    """A unit's new short name."""
    return forms.CharField(label=_("新简称"), max_length=40, required=False)


def code_field() -> forms.CharField:
    """A unit's new division code."""
    digits = RegexValidator(r"^\d{12}$", _("区划代码是 12 位数字。"))
    return forms.CharField(label=_("新区划代码"), required=False, validators=[digits], help_text=_("12 位数字，可留空"))


def administrators_field(label: Any) -> forms.BooleanField:
    """Whether administrators go along."""
    return forms.BooleanField(label=label, required=False)


class MoveForm(WishForm):
    """Units that go below another, with all that is below them."""

    kind = ReorganisationKind.MOVE
    field_order = ("units", "target", "on", "reason")

    units = UnitsField(label=_("哪些单位"), help_text=_("一行一个：区划代码，或名称；重名时写出上级"))
    target = UnitField(label=_("划归哪个单位"), help_text=_("新的上级单位"))


class MergeForm(WishForm):
    """Units that become part of another."""

    kind = ReorganisationKind.MERGE
    field_order = ("units", "target", "on", "reason")

    units = UnitsField(label=_("哪些单位"), help_text=_("一行一个：区划代码，或名称；重名时写出上级"))
    target = UnitField(label=_("并入哪个单位"), help_text=_("这个单位保留"))
    name = name_field(required=False, help_text=_("合并后改名时填"))
    short_name = short_name_field()
    code = code_field()
    evens_classes = forms.BooleanField(label=_("合并后把各班拉平，每班不超过 40 人"), required=False, initial=True)
    keeps_administrators = administrators_field(_("被并单位的管理员继续管理合并后的单位（不选则收回）"))


class RenameForm(WishForm):
    """A unit that is called otherwise from a day on."""

    kind = ReorganisationKind.RENAME
    field_order = ("units", "name", "short_name", "code", "on", "reason")

    units = UnitField(label=_("哪个单位"))
    name = name_field()
    short_name = short_name_field()
    code = code_field()


class SplitForm(WishForm):
    """A new unit that takes class groups and lower units of another along."""

    kind = ReorganisationKind.SPLIT
    field_order = ("units", "name", "short_name", "code", "class_ids", "below_ids", "person_ids", "on", "reason")

    units = UnitField(label=_("哪个单位"))
    name = name_field(help_text=_("新单位的名称；原单位保留"))
    short_name = short_name_field()
    code = code_field()
    class_ids = forms.TypedMultipleChoiceField(
        label=_("哪些班划到新单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    below_ids = forms.TypedMultipleChoiceField(
        label=_("哪些下级单位划到新单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    person_ids = PeopleField(
        label=_("另外哪些人划到新单位"),
        required=False,
        help_text=_("一行一个工号或姓名，可以从表格里粘贴；跟着班级走的不用写"),
    )
    keeps_administrators = administrators_field(_("原单位的管理员也管理新单位"))

    def __init__(self, *arguments: Any, scope: Scope, unit: Unit, **options: Any) -> None:
        super().__init__(*arguments, scope=scope, **options)
        self.fields["units"].widget = forms.HiddenInput()
        self.fields["person_ids"].unit = unit  # type: ignore[attr-defined]  # a field of people
        groups = ClassGroup.objects.filter(unit=unit).order_by("number")
        classes = [(group.pk, _("%(name)s（%(size)s 人）") % {"name": group, "size": group.size}) for group in groups]
        below = [(each.pk, each.name) for each in units_below([unit])]
        for name, choices in (("class_ids", classes), ("below_ids", below)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
            if not choices:
                del self.fields[name]

    def wish(self) -> Wish:
        """The values as the action takes them."""
        for name in ("class_ids", "below_ids"):
            self.cleaned_data[name] = tuple(self.cleaned_data.get(name, ()))
        return super().wish()


FORMS: dict[str, type[WishForm]] = {form.kind: form for form in (MoveForm, MergeForm, SplitForm, RenameForm)}


class WhichUnitForm(forms.Form):
    """Which unit is to be split; its class groups are asked about next."""

    unit = UnitField(label=_("拆分哪个单位"))

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.UNITS_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class ReorganisationFilter(ListForm):
    """The list of reorganisations."""

    sorts = {
        "newest": Sort(_("生效最晚的在前"), ("-on", "-id")),
        "oldest": Sort(_("生效最早的在前"), ("on", "id")),
        "decided": Sort(_("最近决定的在前"), ("-decided_at", "-id")),
    }
    q = search_field(_("单位名称、依据"))
    kind = choice_field(_("方式"), ReorganisationKind.choices)
    state = choice_field(_("状态"), ReorganisationState.choices)

    def narrow(self, rows: QuerySet[Reorganisation]) -> QuerySet[Reorganisation]:
        """The reorganisations that were asked for."""
        if words := self.wanted("q"):
            named = ReorganisedUnit.objects.filter(reorganisation=OuterRef("pk"), unit__name__contains=words)
            arisen = Reorganisation.objects.filter(pk=OuterRef("pk"), successions__heir__name__contains=words)
            found = Q(target__name__contains=words) | Q(reason__contains=words)
            rows = rows.filter(Exists(named) | Exists(arisen) | found)
        asked = {"kind": self.wanted("kind"), "state": self.wanted("state")}
        return rows.filter(**{name: value for name, value in asked.items() if value})
