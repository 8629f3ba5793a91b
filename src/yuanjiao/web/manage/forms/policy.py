"""The forms of the academy's dated rules, one a kind; each gives the typed rules of its domain."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.public import AuditRules, LicenceRules, ReviewRules
from yuanjiao.credits.public import Channel, Disclosure, RankingRules
from yuanjiao.learning.public import ActivityRules, WatchingRules
from yuanjiao.outreach.public import AppealRules, BoardRules, Moderation, RecommendationRules
from yuanjiao.web.manage.forms.fields import DayInput
from yuanjiao.web.shell.figures import LiveRules

CHANNELS = [
    (Channel.DESKTOP, _("电脑网页")),
    (Channel.PHONE, _("手机网页")),
    (Channel.SCREEN, _("大屏")),
    (Channel.API, _("程序接口")),
]
PAGES = (Channel.DESKTOP, Channel.PHONE)


class ChannelsField(forms.TypedMultipleChoiceField):
    """On which channels something is shown, of those that can show it; none switches it off everywhere."""

    def __init__(self, label: Any, channels: Collection[Channel], help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text or _("一个都不勾，就是在哪里都不开放"),
            required=False,
            choices=[(channel, name) for channel, name in CHANNELS if channel in channels],
            coerce=Channel,
            widget=forms.CheckboxSelectMultiple,
        )


def number_field(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    """A whole number within the bounds that the rules hold to."""
    widget = forms.NumberInput({"class": "form-control"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=help_text, widget=widget)


def choice_field(label: Any, choices: list[tuple[Any, Any]], coerce: Any) -> forms.TypedChoiceField:
    """One of several values."""
    widget = forms.Select({"class": "form-select"})
    return forms.TypedChoiceField(label=label, choices=choices, coerce=coerce, widget=widget)


class RulesForm(forms.Form):
    """The rules of one kind, and from which day on they hold; without a day, at once."""

    shape: ClassVar[type[msgspec.Struct]]
    nothing_said: ClassVar[Any] = _("不开放")
    """How an empty list is told."""
    begins = forms.DateField(
        label=_("从哪天起生效"),
        required=False,
        widget=DayInput(),
        help_text=_("不填就是立即生效；也可以先定好以后的日子"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.order_fields([*self.shape.__struct_fields__, "begins"])

    @classmethod
    def of(cls, rules: msgspec.Struct) -> RulesForm:
        """The form filled with rules."""
        return cls(initial=cls.values_of(rules))

    @classmethod
    def values_of(cls, rules: msgspec.Struct) -> dict[str, Any]:
        """The rules as the form's fields hold them."""
        return msgspec.structs.asdict(rules)

    def rules(self) -> msgspec.Struct:
        """The rules that were given."""
        return self.shape(**{name: self.cleaned_data[name] for name in self.shape.__struct_fields__})

    def valid_from(self, now: datetime) -> datetime | None:
        """The first moment; none for at once, which today is too."""
        day: date | None = self.cleaned_data["begins"]
        if day is None or day == timezone.localdate(now):
            return None
        return timezone.make_aware(datetime.combine(day, time.min))

    @classmethod
    def spoken(cls, rules: msgspec.Struct) -> list[tuple[Any, str]]:
        """Every rule by its label, with its value in words."""
        values = cls.values_of(rules)
        fields = {name: field for name, field in cls.base_fields.items() if name in values}
        return [(field.label, _spoken(field, values[name]) or str(cls.nothing_said)) for name, field in fields.items()]


def _spoken(field: forms.Field, value: Any) -> str:
    names = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return "、".join(str(name) for key, name in names.items() if key in value)
    return str(names.get(value, value))


class WatchingForm(RulesForm):
    """How watching is verified."""

    shape = WatchingRules
    checks_per_half_hour = choice_field(
        _("每半小时的专注确认"),
        [(0, _("不提醒")), *((number, format_lazy(_("{number} 次"), number=number)) for number in (2, 3, 4))],
        int,
    )
    answer_within = number_field(_("提醒后多少秒内回应"), 30, 600)
    speed_max = choice_field(
        _("最高播放速度"), [(speed, f"{speed / 100:g}×") for speed in (100, 125, 150, 175, 200)], int
    )
    cap_minutes = number_field(
        _("断线后最多补记多少分钟"), 1, 120, _("网络不好时先看、后上报的部分，最多一次补记这么多")
    )
    need_per_mille = forms.DecimalField(
        label=_("看够百分之多少算学完一讲"),
        min_value=Decimal("0.1"),
        max_value=100,
        decimal_places=1,
        widget=forms.NumberInput({"class": "form-control", "step": "0.1"}),
    )
    pulse_every = number_field(_("每隔多少秒核对一次"), 5, 60)
    timeline_months = number_field(_("观看明细保存多少个月"), 6, 600)

    @classmethod
    def values_of(cls, rules: msgspec.Struct) -> dict[str, Any]:
        """People read a share in per cent."""
        values = super().values_of(rules)
        share = Decimal(values["need_per_mille"]) / 10
        return values | {"need_per_mille": share.quantize(Decimal(1)) if share == int(share) else share}

    def rules(self) -> msgspec.Struct:
        """The share is kept in thousandths."""
        self.cleaned_data["need_per_mille"] = int(self.cleaned_data["need_per_mille"] * 10)
        return super().rules()


class RankingsForm(RulesForm):
    """Where boards are shown, and how names appear."""

    shape = RankingRules
    people = ChannelsField(_("个人排名在哪里显示"), (*PAGES, Channel.API))
    units = ChannelsField(_("单位排名在哪里显示"), tuple(Channel))
    names = choice_field(
        _("外单位的人怎么显示"),
        [(Disclosure.SURNAME, _("姓氏和职务")), (Disclosure.FULL, _("全名")), (Disclosure.HIDDEN, _("不显示姓名"))],
        Disclosure,
    )
    top = number_field(_("榜上列多少名"), 1, 500)


class LiveForm(RulesForm):
    """Where the online count is shown."""

    shape = LiveRules
    channels = ChannelsField(_("在线人数在哪里显示"), (*PAGES, Channel.SCREEN))


class BoardsForm(RulesForm):
    """Where message boards are open."""

    shape = BoardRules
    channels = ChannelsField(_("留言板在哪里开放"), PAGES)
    moderation = choice_field(
        _("什么时候审"), [(Moderation.AFTER, _("先显示，后审")), (Moderation.BEFORE, _("先审，后显示"))], Moderation
    )
    messages_an_hour = number_field(_("每人每小时最多留言几条"), 1, 500)


class RecommendationsForm(RulesForm):
    """Where recommending to colleagues is open."""

    shape = RecommendationRules
    channels = ChannelsField(_("向同事荐课在哪里开放"), PAGES)
    a_day = number_field(_("每人每天最多荐几次"), 1, 500)
    searches_a_minute = number_field(_("每人每分钟最多找几次同事"), 1, 600)


class AuditForm(RulesForm):
    """How many auditors pass a course before it goes online."""

    shape = AuditRules
    auditors = number_field(_("上线前要几名审核人全部通过"), 0, 9, _("填 0 就是不要求审核，编辑可以直接上线"))
    external = number_field(_("其中至少几名外部专家"), 0, 9)

    def clean(self) -> dict[str, Any]:
        """Those from outside are among the auditors."""
        given = super().clean() or {}
        if given.get("external", 0) > given.get("auditors", 9):
            self.add_error("external", _("外部专家不能比审核人总数多。"))
        return given


class ReviewForm(RulesForm):
    """What counts how much in a course's score."""

    shape = ReviewRules
    use = number_field(_("使用的权重"), 0, 100, _("每月开始学的人数，和在线课程的中位数比"))
    completion = number_field(_("完成的权重"), 0, 100, _("开始的人里学完的比例"))
    rating = number_field(_("评分的权重"), 0, 100, _("学员给的星数"))
    age = number_field(_("时效的权重"), 0, 100, _("上线越久越低"))
    licence = number_field(_("授权的权重"), 0, 100, _("授权快到期越低；没有到期日的不计"))
    ratings_least = number_field(_("至少几人评分才计"), 1, 1000)
    old_after_months = number_field(_("上线多少个月时效为 0"), 6, 240)
    weak_below = number_field(_("低于多少分要提醒"), 0, 100)

    def clean(self) -> dict[str, Any]:
        """Something must weigh."""
        given = super().clean() or {}
        if not any(given.get(part) for part in ("use", "completion", "rating", "age", "licence")):
            self.add_error("use", _("至少有一项权重要大于 0。"))
        return given


class AppealsForm(RulesForm):
    """How soon appeals are answered, and how long one may appeal."""

    shape = AppealRules
    term_days = number_field(_("多少天内答复申诉"), 1, 90)
    open_days = number_field(_("事后多少天内可以申诉"), 7, 1000)


class ActivityForm(RulesForm):
    """How long it is kept who clicked, searched, began and completed what."""

    shape = ActivityRules
    keep_days = number_field(_("点击、搜索、开始和学完的明细保存多少天"), 180, 3650)


class LicencesForm(RulesForm):
    """When editors are reminded of licences that end."""

    shape = LicenceRules
    first = number_field(_("到期前多少天第一次提醒"), 1, 730)
    second = number_field(_("到期前多少天第二次提醒"), 1, 730)
    last = number_field(_("到期前多少天最后一次提醒"), 1, 730)

    def clean(self) -> dict[str, Any]:
        """Each reminder is nearer to the end than the one before."""
        given = super().clean() or {}
        days = [given[name] for name in ("first", "second", "last") if name in given]
        if len(days) == 3 and not days[0] > days[1] > days[2]:
            self.add_error("last", _("一次要比一次更接近到期日。"))
        return given
