"""Forms about yearly work plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import UNFINISHED_TASKS, PlanTask, PlanTaskState, WorkPlan
from yuanjiao.oversight.public import TaskDetails, possible_owners
from yuanjiao.web.manage.forms.fields import DayInput, PersonField, UnitField
from yuanjiao.web.manage.forms.talks import text_field
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class PlanFilter(ListForm):
    """Which plans are listed."""

    sorts = {
        "year": Sort(_("年度最近"), ("-year", "unit__path", "id")),
        "unit": Sort(_("单位"), ("unit__path", "-year", "id")),
        "left": Sort(_("没完成的最多"), ("-left", "id")),
    }
    q = search_field(_("标题、单位"))
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]  # a choice field

    def narrow(self, plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
        """The plans that were asked for."""
        if words := self.wanted("q"):
            plans = plans.filter(Q(title__contains=words) | Q(unit__name__contains=words))
        return plans.filter(year=year) if (year := self.wanted("year")) else plans


class PlanTaskFilter(ListForm):
    """Which tasks of a plan are listed."""

    sorts = {
        "end": Sort(_("完成期限"), ("ends_on", "id")),
        "begin": Sort(_("开始日期"), ("begins_on", "id")),
        "progress": Sort(_("完成得最少"), ("progress", "ends_on", "id")),
        "owner": Sort(_("负责人"), ("owner__initials", "ends_on", "id")),
    }
    q = search_field(_("任务、负责人"))
    state = choice_field(_("状态"), [*PlanTaskState.choices, ("late", _("已超期"))])

    def narrow(self, tasks: QuerySet[PlanTask], today: Any) -> QuerySet[PlanTask]:
        """The tasks that were asked for."""
        if words := self.wanted("q"):
            tasks = tasks.filter(Q(title__contains=words) | Q(owner__full_name__contains=words))
        state = self.wanted("state")
        if state == "late":
            return tasks.filter(state__in=UNFINISHED_TASKS, ends_on__lt=today)
        return tasks.filter(state=state) if state else tasks


class NewPlanForm(forms.Form):
    """A plan of a unit and year."""

    unit = UnitField()
    year = forms.TypedChoiceField(label=_("年度"), coerce=int, widget=forms.Select({"class": "form-select"}))
    title = forms.CharField(label=_("标题"), max_length=120)
    aims = text_field(_("总的目标"), 3000, _("今年要做到什么，一两句话"), rows=3, required=False)
    like_before = forms.BooleanField(
        label=_("把上一年的任务抄过来，日期顺延一年"), required=False, help_text=_("上一年没有计划就没有可抄的")
    )

    def __init__(self, *arguments: Any, scope: Scope, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].units = scope.units(Permission.PLANS_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field


class PlanTaskForm(forms.Form):
    """A task of a plan."""

    title = forms.CharField(label=_("要做什么"), max_length=200)
    owner = PersonField(label=_("负责人"))
    begins_on = forms.DateField(label=_("开始"), widget=DayInput())
    ends_on = forms.DateField(label=_("完成期限"), widget=DayInput())
    remarks = text_field(_("备注"), 2000, rows=2, required=False)

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"].people = possible_owners(scope)  # type: ignore[attr-defined]  # a person field

    def clean(self) -> dict[str, Any]:
        """The days are the right way round."""
        said = super().clean() or {}
        if "begins_on" in said and "ends_on" in said and said["ends_on"] < said["begins_on"]:
            self.add_error("ends_on", _("完成期限不能早于开始日期。"))
        return said

    def details(self) -> TaskDetails:
        """As the actions take it."""
        return TaskDetails(**self.cleaned_data)

    @classmethod
    def of(cls, task: PlanTask, scope: Scope) -> PlanTaskForm:
        """The form filled with a task."""
        names = ("title", "begins_on", "ends_on", "remarks")
        filled = {name: getattr(task, name) for name in names} | {"owner": task.owner.staff_number}
        return cls(initial=filled, scope=scope)


class ReportForm(forms.Form):
    """How far a task is."""

    state = forms.TypedChoiceField(label=_("现在"), choices=PlanTaskState.choices, coerce=PlanTaskState)
    progress = forms.IntegerField(
        label=_("完成百分比"), min_value=0, max_value=100, help_text=_("“已完成”就是 100，“未开始”就是 0")
    )
    words = text_field(_("说明"), 2000, rows=2, required=False)
