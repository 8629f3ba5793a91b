"""Forms about contracts, letters, suppliers and where a course comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import (
    Contract,
    Course,
    CourseOrigin,
    CourseState,
    Introduction,
    SharedLicence,
    SourceKind,
    Supplier,
)
from yuanjiao.catalogue.public import (
    ContractFields,
    IntroductionFields,
    Origin,
    SupplierFields,
    crowded,
    ended,
    ending,
    licence_rules,
    supplier_named,
    university_named,
)
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Unit
from yuanjiao.web.manage.forms.courses import CONTROL
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.manage.forms.filters import NEWEST
from yuanjiao.web.manage.keeping import Keepers
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

FEN = 100
MOST_YUAN = Decimal(10_000_000_000)
MOST_SEATS = 100_000_000
SELECT = {"class": "form-select"}


def money_field(label: Any, **options: Any) -> forms.DecimalField:
    """Yuan as people write them, with at most two decimals."""
    widget = forms.NumberInput(CONTROL | {"step": "0.01", "inputmode": "decimal"})
    return forms.DecimalField(label=label, min_value=0, max_value=MOST_YUAN, decimal_places=2, widget=widget, **options)


def unit_field(label: Any) -> forms.ModelChoiceField[Unit]:
    """The unit that keeps something; which ones are offered, its `Keepers` say."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("全学院"),
        widget=forms.Select(SELECT),
        help_text=_("这个单位和上级单位的课程编辑可以查看和修改。"),
    )


def words(label: Any, most: int, *, required: bool = False, **options: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.TextInput(CONTROL), **options)


def notes_field() -> forms.CharField:
    """Whatever else there is to know."""
    area = forms.Textarea(CONTROL | {"rows": 3})
    return forms.CharField(label=_("备注"), required=False, max_length=2000, widget=area)


STATES = {"ended": ended, "crowded": crowded}


class ContractFilter(ListForm):
    """The list of contracts."""

    sorts = {
        "ends": Sort(_("授权到期早的在前"), (F("renewed_by").asc(nulls_first=True), "licence_to", "id")),
        "newest": Sort(_("最近签订"), ("-signed_on", "-id")),
        "price": Sort(_("价格最高"), ("-price_fen", "id")),
        "courses": Sort(_("课程最多"), ("-course_count", "id")),
    }
    q = search_field(_("合同名称、编号、供应商"))
    state = choice_field(
        _("授权"),
        [
            ("valid", _("在授权期内")),
            ("ending", _("快到期")),
            ("crowded", _("授权人数快用完")),
            ("ended", _("已到期，还有课程")),
            ("renewed", _("已续签")),
        ],
    )
    supplier = forms.ModelChoiceField(
        label=_("供应商"), required=False, queryset=Supplier.objects.order_by("name"), empty_label=_("全部")
    )

    def narrow(self, rows: QuerySet[Contract]) -> QuerySet[Contract]:
        """The contracts that were asked for."""
        today, state = timezone.localdate(), self.wanted("state")
        if said := self.wanted("q"):
            rows = rows.filter(Q(title__icontains=said) | Q(number__icontains=said) | Q(supplier__name__icontains=said))
        if supplier := self.wanted("supplier"):
            rows = rows.filter(supplier=supplier)
        if state == "valid":
            return rows.filter(licence_from__lte=today, licence_to__gte=today)
        if state == "ending":
            return ending(rows, today, licence_rules(timezone.now()).first)
        if state in STATES:
            return STATES[state](rows, today)
        return rows.filter(renewed_by__isnull=False) if state == "renewed" else rows


class ContractForm(forms.Form):
    """Everything of a contract."""

    supplier = forms.CharField(
        label=_("供应商"),
        max_length=80,
        widget=forms.TextInput(CONTROL | {"list": "supplier-options", "autocomplete": "off"}),
        help_text=_("可以填新的名称。"),
    )
    number = words(_("合同编号"), 60, required=True)
    title = words(_("合同名称"), 120, required=True)
    unit = unit_field(_("采购单位"))
    signed_on = forms.DateField(label=_("签订日期"), widget=DayInput())
    price = money_field(_("价格（元）"))
    licence_from = forms.DateField(label=_("授权开始"), widget=DayInput())
    licence_to = forms.DateField(
        label=_("授权到期"), widget=DayInput(), help_text=_("这一天过后，学员不能再学这份合同里的课程。")
    )
    seats = forms.IntegerField(
        label=_("授权人数"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.NumberInput(CONTROL),
        help_text=_("不限就留空。"),
    )
    notes = notes_field()
    scan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, keepers: Keepers, **options: Any) -> None:
        super().__init__(*arguments, **options)
        keepers.offer(self.fields["unit"])

    def contract_fields(self, scan: Asset | None) -> ContractFields:
        """The fields for the action; a supplier that is new becomes a row now."""
        given = self.cleaned_data
        same = ("number", "title", "signed_on", "licence_from", "licence_to", "seats", "notes", "unit")
        return ContractFields(
            supplier=supplier_named(given["supplier"]),
            price_fen=int(given["price"] * FEN),
            scan=scan,
            **{name: given[name] for name in same},
        )


def given_of_contract(contract: Contract) -> dict[str, Any]:
    """A contract as its form shows it."""
    same = ("number", "title", "signed_on", "licence_from", "licence_to", "seats", "notes", "unit")
    return {name: getattr(contract, name) for name in same} | {
        "supplier": contract.supplier.name,
        "price": Decimal(contract.price_fen) / FEN,
        "scan": contract.scan_id or "",
    }


class ContractCourseFilter(ListForm):
    """The courses of one contract."""

    sorts = {
        "title": Sort(_("名称"), ("title", "id")),
        "completions": Sort(_("学完最多"), ("-completion_count", "id")),
    }
    q = search_field(_("课程名称"))
    state = choice_field(_("状态"), CourseState.choices)

    def narrow(self, rows: QuerySet[Course]) -> QuerySet[Course]:
        """The courses that were asked for."""
        asked = {"title__icontains": self.wanted("q"), "state": self.wanted("state")}
        return rows.filter(**{name: value for name, value in asked.items() if value})


class IntroductionFilter(ListForm):
    """The list of letters of introduction."""

    sorts = {
        "newest": Sort(NEWEST, ("-received_on", "-id")),
        "authority": Sort(_("上级机关"), ("authority", "-received_on", "id")),
        "courses": Sort(_("课程最多"), ("-course_count", "id")),
    }
    q = search_field(_("上级机关、文号"))

    def narrow(self, rows: QuerySet[Introduction]) -> QuerySet[Introduction]:
        """The letters that were asked for."""
        said = self.wanted("q")
        return rows.filter(Q(authority__icontains=said) | Q(letter_number__icontains=said)) if said else rows


class IntroductionForm(forms.Form):
    """Everything of a letter of introduction."""

    authority = words(_("上级机关"), 100, required=True, help_text=_("引进课程的机关，如某某部培训司。"))
    letter_number = words(_("文号"), 80, required=True)
    received_on = forms.DateField(label=_("来文日期"), widget=DayInput())
    unit = unit_field(_("引进单位"))
    notes = notes_field()

    def __init__(self, *arguments: Any, keepers: Keepers, **options: Any) -> None:
        super().__init__(*arguments, **options)
        keepers.offer(self.fields["unit"])

    def introduction_fields(self) -> IntroductionFields:
        """The fields for the action."""
        return IntroductionFields(**self.cleaned_data)


class SupplierFilter(ListForm):
    """The list of suppliers."""

    sorts = {
        "name": Sort(_("名称"), ("name", "id")),
        "courses": Sort(_("课程最多"), ("-course_count", "name")),
        "paid": Sort(_("金额最高"), ("-paid_fen", "name")),
    }
    q = search_field(_("名称、联系人"))

    def narrow(self, rows: QuerySet[Supplier]) -> QuerySet[Supplier]:
        """The suppliers that were asked for."""
        said = self.wanted("q")
        return rows.filter(Q(name__icontains=said) | Q(contact__icontains=said)) if said else rows


class SupplierForm(forms.Form):
    """What is kept of a supplier."""

    name = words(_("名称"), 80, required=True)
    contact = words(_("联系人"), 60)
    phone = words(_("电话"), 40)
    email = forms.EmailField(label=_("电子邮箱"), required=False, widget=forms.EmailInput(CONTROL))
    notes = notes_field()

    def supplier_fields(self) -> SupplierFields:
        """The fields for the action."""
        return SupplierFields(**self.cleaned_data)


class OriginForm(forms.Form):
    """Where a course comes from: its kind, and what belongs to that kind."""

    kind = forms.ChoiceField(label=_("来源"), choices=SourceKind.choices, widget=forms.Select(SELECT))
    contract = forms.ModelChoiceField(
        label=_("合同"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("不选"),
        widget=forms.Select(SELECT),
        help_text=_("购买的课程必选。供应商和授权期跟着合同走。"),
    )
    introduction = forms.ModelChoiceField(
        label=_("来文"),
        queryset=Introduction.objects.none(),
        required=False,
        empty_label=_("不选"),
        widget=forms.Select(SELECT),
        help_text=_("引进的课程必选。"),
    )
    university = forms.CharField(
        label=_("高校"),
        max_length=60,
        required=False,
        widget=forms.TextInput(CONTROL | {"list": "university-options", "autocomplete": "off"}),
        help_text=_("共享资源必填。"),
    )
    licence = forms.ChoiceField(
        label=_("许可方式"),
        choices=[("", _("不选")), *SharedLicence.choices],
        required=False,
        widget=forms.Select(SELECT),
        help_text=_("共享资源必选。"),
    )

    def __init__(
        self,
        *arguments: Any,
        contracts: QuerySet[Contract],
        introductions: QuerySet[Introduction],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        for name, rows in (("contract", contracts), ("introduction", introductions)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells mypy which field it is
            field.queryset = rows

    def origin(self) -> Origin:
        """The origin for the action: what belongs to another kind is left out."""
        given, kind = self.cleaned_data, SourceKind(self.cleaned_data["kind"])
        shared = kind == SourceKind.SHARED_OPEN
        return Origin(
            kind,
            contract=given["contract"] if kind == SourceKind.PURCHASED else None,
            introduction=given["introduction"] if kind == SourceKind.INTRODUCED else None,
            university=university_named(given["university"]) if shared and given["university"] else None,
            licence=SharedLicence(given["licence"]) if shared and given["licence"] else None,
        )


def given_of_origin(course: Course, origin: CourseOrigin | None) -> dict[str, Any]:
    """A course's origin as its form shows it."""
    return {
        "kind": course.source_kind,
        "contract": origin and origin.contract_id,
        "introduction": origin and origin.introduction_id,
        "university": str(course.university or ""),
        "licence": origin.shared_licence if origin else "",
    }
