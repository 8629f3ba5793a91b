"""Forms of pushes: whom one is for, what it says, and the filters of their lists."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Course, CourseState
from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import PostLevel, Rank, Tag, Unit, UnitKind
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.organisation.queries import named_in_full
from yuanjiao.outreach.models import Campaign, CampaignState, Priority
from yuanjiao.outreach.public import CampaignFields, CourseNamed, PushAudience, PushStep, audience_from, courses_of
from yuanjiao.web.manage.forms.courses import CONTROL, LONGEST_POSITION, words_of
from yuanjiao.web.manage.forms.fields import Suggesting, UnitField
from yuanjiao.web.manage.forms.filters import NEWEST, OLDEST
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

COURSE_FIELDS = tuple(f"course_{number}" for number in range(1, 6))
CHANNELS = ("on_home", "by_notice", "by_email", "by_message")
MOMENT = "%Y-%m-%dT%H:%M"
QUIET = {"quiet_from": time(21), "quiet_to": time(7, 30)}
USUAL_DAYS = 30
PACES = [
    (Pace.NOT_STARTED, _("未开始")),
    (Pace.BEHIND, _("落后")),
    (Pace.AT_RISK, _("有风险")),
    (Pace.ON_TRACK, _("能达标")),
    (Pace.MET, _("已达标")),
]
STEPS = [
    (PushStep.PUSHED, _("推送对象")),
    (PushStep.SEEN, _("看到")),
    (PushStep.OPENED, _("打开")),
    (PushStep.STARTED, _("开始学")),
    (PushStep.COMPLETED, _("学完")),
    (PushStep.NOT_SEEN, _("还没看到")),
    (PushStep.NOT_OPENED, _("还没打开")),
    (PushStep.NOT_STARTED, _("还没开始学")),
    (PushStep.NOT_COMPLETED, _("还没学完")),
]


class CourseField(forms.CharField):
    """A course that is online, by its title or its number."""

    default_error_messages = {
        "unknown": _("没有已上线的课程叫“%(words)s”。请从提示里选，或填课程编号。"),
        "ambiguous": _("有 %(count)s 门课叫“%(words)s”。请填课程编号，就是课程页地址里的数字。"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=Suggesting("manage:campaign_courses", "course-options"), required=False, max_length=120, **options
        )

    def clean(self, value: Any) -> Any:
        """The course, or nothing."""
        words = super().clean(value).strip()
        if not words:
            return None
        online = Course.objects.filter(state=CourseState.PUBLISHED)
        found = list(online.filter(title=words)[:9]) or (list(online.filter(pk=words)) if words.isdecimal() else [])
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], params={"words": words})
        if len(found) > 1:
            raise forms.ValidationError(self.error_messages["ambiguous"], params={"words": words, "count": len(found)})
        return found[0]


def ticks(label: Any, choices: Any) -> forms.MultipleChoiceField:
    """Boxes of which none or several are ticked."""
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


def words_field(label: Any, options: str, help_text: Any) -> forms.CharField:
    """Several words in a line, with suggestions from a list of the page."""
    widget = forms.TextInput(CONTROL | {"list": options, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=300, widget=widget, help_text=help_text)


class AudienceForm(forms.Form):
    """Whom a push is for."""

    unit = UnitField(label=_("推给哪个单位及其下级"))
    post_levels = ticks(_("职务层次"), PostLevel.choices)
    unit_kinds = ticks(_("单位类别"), UnitKind.choices)
    paces = ticks(_("今年的学习进度"), PACES)
    ranks = ticks(_("职级"), Rank.choices)
    positions = words_field(_("职务"), "position-options", _("用顿号隔开，要写完整的职务，如 民政办主任"))
    tenure_months_max = forms.IntegerField(
        label=_("任现职不超过（月）"),
        required=False,
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(CONTROL),
        help_text=_("没有登记任职日期的不算在内"),
    )
    tags = words_field(_("标签"), "tag-options", _("用顿号隔开，有其中一个就算"))
    finished = CourseField(label=_("已经学完这门课的"))
    unfinished = CourseField(label=_("还没学完这门课的"))

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.CAMPAIGNS_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field

    def clean_positions(self) -> tuple[str, ...]:
        """The positions one by one."""
        words = words_of(self.cleaned_data["positions"])
        if any(len(word) > LONGEST_POSITION for word in words):
            raise forms.ValidationError(_("每个职务最多 %(number)s 字。"), params={"number": LONGEST_POSITION})
        return tuple(words)

    def clean_tags(self) -> tuple[str, ...]:
        """Tags that there are."""
        words = words_of(self.cleaned_data["tags"])
        known = set(Tag.objects.filter(name__in=words).values_list("name", flat=True))
        unknown = [word for word in words if word not in known]
        if unknown:
            raise forms.ValidationError(_("没有“%(word)s”这个标签。"), params={"word": unknown[0]})
        return tuple(words)

    def audience(self) -> PushAudience:
        """The audience that was described."""
        said = self.cleaned_data
        return PushAudience(
            post_levels=tuple(said["post_levels"]),
            unit_kinds=tuple(said["unit_kinds"]),
            positions=said["positions"],
            tenure_months_max=said["tenure_months_max"],
            ranks=tuple(said["ranks"]),
            tags=said["tags"],
            paces=tuple(Pace(pace) for pace in said["paces"]),
            finished=_named(said["finished"]),
            unfinished=_named(said["unfinished"]),
        )


def _named(course: Course | None) -> CourseNamed | None:
    return CourseNamed(course.pk, course.title) if course else None


def moment_field(label: Any) -> forms.DateTimeField:
    """A day with an hour."""
    widget = forms.DateTimeInput(CONTROL | {"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"])


def hour_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """A time of day."""
    widget = forms.TimeInput(CONTROL | {"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, help_text=help_text)


def channel_field(label: Any) -> forms.BooleanField:
    """One way by which a push reaches people."""
    return forms.BooleanField(label=label, required=False)


class CampaignForm(AudienceForm):
    """Everything of a campaign."""

    name = forms.CharField(label=_("名称"), max_length=80, widget=forms.TextInput(CONTROL))
    text = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(CONTROL | {"rows": 3}),
        help_text=_("学员会看到：为什么要学、什么时候学完。"),
    )
    starts_at = moment_field(_("从"))
    ends_at = moment_field(_("到"))
    on_home = channel_field(_("首页的重点推送"))
    by_notice = channel_field(_("站内通知"))
    by_email = channel_field(_("邮件"))
    by_message = channel_field(_("短信或企业微信"))
    quiet_from = hour_field(_("免打扰从"), _("这段时间不发通知、邮件和短信，过后自动补发；首页不受影响"))
    quiet_to = hour_field(_("免打扰到"))
    priority = forms.TypedChoiceField(
        label=_("优先级"), choices=Priority.choices, coerce=int, widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for number, name in enumerate(COURSE_FIELDS, 1):
            self.fields[name] = CourseField(label=_("第 %(number)s 门课") % {"number": number})

    def clean(self) -> dict[str, Any]:
        """Times, courses and channels make a campaign."""
        said = super().clean() or {}
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", _("结束时间要在开始时间之后。"))
        if not any(said.get(name) for name in COURSE_FIELDS) and not self.errors.keys() & set(COURSE_FIELDS):
            self.add_error(COURSE_FIELDS[0], _("请至少选一门课程。"))
        if not any(said.get(name) for name in CHANNELS):
            self.add_error("on_home", _("请至少选一种推送方式。"))
        if (said.get("quiet_from") is None) != (said.get("quiet_to") is None):
            self.add_error("quiet_to", _("免打扰的起止时间要一起填，或都不填。"))
        return said

    def campaign_fields(self) -> CampaignFields:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        same = ("unit", "name", "text", "starts_at", "ends_at", "quiet_from", "quiet_to", *CHANNELS)
        return CampaignFields(
            **{name: said[name] for name in same},
            courses=tuple(said[name] for name in COURSE_FIELDS if said[name]),
            audience=self.audience(),
            priority=Priority(said["priority"]),
        )


def given_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as its form shows it."""
    audience = audience_from(campaign.audience)
    same = ("name", "text", "starts_at", "ends_at", "quiet_from", "quiet_to", "priority", *CHANNELS)
    listed = ("post_levels", "unit_kinds", "ranks", "paces", "tenure_months_max")
    courses = [course.title for course in courses_of(campaign)]
    return (
        {name: getattr(campaign, name) for name in same}
        | {name: getattr(audience, name) for name in listed}
        | dict(zip(COURSE_FIELDS, courses, strict=False))
        | {
            "unit": unit_words(campaign.unit),
            "positions": "、".join(audience.positions),
            "tags": "、".join(audience.tags),
            "finished": audience.finished.title if audience.finished else "",
            "unfinished": audience.unfinished.title if audience.unfinished else "",
        }
    )


def first_of(units: list[Unit], now: datetime) -> dict[str, Any]:
    """What an empty form begins with: her own unit, from now on for a month, on the home page."""
    begins = timezone.localtime(now).replace(second=0, microsecond=0)
    return QUIET | {
        "unit": unit_words(units[0]) if len(units) == 1 else "",
        "starts_at": begins,
        "ends_at": begins + timedelta(days=USUAL_DAYS),
        "on_home": True,
    }


def course_asked_for(number: str) -> dict[str, str]:
    """The first course, when the address names one that is online."""
    if not number.isdecimal():
        return {}
    course = Course.objects.filter(state=CourseState.PUBLISHED, pk=int(number)).first()
    return {COURSE_FIELDS[0]: course.title} if course else {}


def unit_words(unit: Unit) -> str:
    """A unit as its field finds it again."""
    return named_in_full([unit])[0][1]


class CampaignFilter(ListForm):
    """The list of pushes."""

    sorts = {
        "newest": Sort(NEWEST, ("-created_at", "-id")),
        "starts": Sort(_("开始时间"), ("-starts_at", "-id")),
        "oldest": Sort(OLDEST, ("created_at", "id")),
        "people": Sort(_("推送对象最多"), ("-people", "-id")),
    }
    q = search_field(_("名称、课程、单位"))
    state = choice_field(_("状态"), CampaignState.choices)
    priority = choice_field(_("优先级"), Priority.choices)

    def narrow(self, rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
        """The pushes that were asked for."""
        if words := self.wanted("q"):
            named = Campaign.objects.filter(courses__title__icontains=words)
            rows = rows.filter(Q(name__icontains=words) | Q(unit__name__contains=words) | Q(pk__in=named.values("pk")))
        return rows.filter(**{name: self.wanted(name) for name in ("state", "priority") if self.wanted(name)})


class RecipientFilter(ListForm):
    """The people behind a figure of a push."""

    sorts = {
        "unit": Sort(_("单位"), ("unit__path", "staff_number")),
        "name": Sort(_("姓名拼音"), ("initials", "staff_number")),
        "number": Sort(_("学号"), ("staff_number",)),
    }
    q = search_field(_("姓名、学号"))
    step = forms.ChoiceField(label=_("走到哪一步"), required=False, choices=STEPS)
    level = choice_field(_("职务层次"), PostLevel.choices)
    branch = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=Unit.objects.none(), empty_label=_("全部")
    )

    def __init__(self, *arguments: Any, branches: QuerySet[Unit], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]  # a choice of models

    def step_wanted(self) -> PushStep:
        """The step; all recipients where none is asked for."""
        return PushStep(self.wanted("step") or PushStep.PUSHED)

    def narrow(self, people: Any) -> Any:
        """Those who are searched for."""
        words = self.wanted("q")
        return people.filter(Q(full_name__contains=words) | Q(staff_number__startswith=words)) if words else people


class StopForm(forms.Form):
    """Why a push is stopped."""

    reason = forms.CharField(
        label=_("停止的原因"),
        max_length=200,
        widget=forms.Textarea(CONTROL | {"rows": 2}),
        help_text=_("写给以后查看的人，学员看不到。"),
    )
