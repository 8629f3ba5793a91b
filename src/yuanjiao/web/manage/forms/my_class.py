"""What class teachers write: reminders, contacts, answers, handing over; and the filters of their lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.models import ClassGroup, Person
from yuanjiao.organisation.queries import who_may_stand_in
from yuanjiao.outreach.models import Contact, ContactWay, DeliveryState, LetterKind, Reminder, ReminderChannel
from yuanjiao.outreach.public import Talk, marks
from yuanjiao.web.manage.forms.fields import DayInput, PersonField, Suggesting
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class ReminderForm(forms.Form):
    """The words of a reminder and how it goes out."""

    text = forms.CharField(
        label=_("提醒的文字"),
        max_length=500,
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
    )
    channels = forms.TypedMultipleChoiceField(
        label=_("怎么发"),
        choices=ReminderChannel.choices,
        coerce=ReminderChannel,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        words = {"marks": " ".join(marks(get_language()).values())}
        self.fields["text"].help_text = _("%(marks)s 会换成每个人自己的") % words


class ContactForm(forms.Form):
    """One contact with a learner."""

    way = forms.TypedChoiceField(
        label=_("怎么联系的"),
        choices=ContactWay.choices,
        coerce=ContactWay,
        widget=forms.Select({"class": "form-select"}),
    )
    said = forms.CharField(
        label=_("说了什么"), max_length=1000, widget=forms.Textarea({"rows": 3, "class": "form-control"})
    )
    next_step = forms.CharField(
        label=_("下一步"), required=False, max_length=200, widget=forms.TextInput({"class": "form-control"})
    )
    follow_up_on = forms.DateField(
        label=_("哪天再联系"), required=False, widget=DayInput(), help_text=_("到了那天，会排在“今天先联系”的最前面")
    )

    def clean_follow_up_on(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("再联系的日子已经过去了，请选今天或以后。"))
        return day

    def talk(self) -> Talk:
        """The contact as it was noted."""
        return Talk(**self.cleaned_data)


class AnswerLearnerForm(forms.Form):
    """A message to a learner."""

    text = forms.CharField(
        label=_("写给学员"), max_length=1000, widget=forms.Textarea({"rows": 3, "class": "form-control"})
    )


class SubstituteForm(forms.Form):
    """Who looks after the class, from which day to which."""

    person = PersonField(
        label=_("代班的人"),
        help_text=_("本单位同事的学号或姓名"),
        error_messages={"unknown": _("本单位里找不到“%(words)s”。请填学号。")},
    )
    since = forms.DateField(label=_("从哪天"), widget=DayInput())
    until = forms.DateField(label=_("到哪天"), widget=DayInput())
    reason = forms.CharField(
        label=_("原因"), required=False, max_length=120, widget=forms.TextInput({"class": "form-control"})
    )

    def __init__(self, *arguments: Any, group: ClassGroup, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["person"]
        field.people = who_may_stand_in(group)  # type: ignore[attr-defined]  # a person field
        field.widget = Suggesting("manage:substitute_suggest", "person-options", group.pk)


class ContactFilter(ListForm):
    """The contact log."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-at", "-id")),
        "due": Sort(_("最该再联系的在前"), ("follow_up_on", "-at", "-id")),
        "name": Sort(_("姓名拼音"), ("person__initials", "-at", "-id")),
    }
    q = search_field(_("学员姓名、说的话"))
    way = choice_field(_("怎么联系的"), ContactWay.choices)
    due = choice_field(_("再联系"), [("yes", _("约了日子的"))])

    def narrow(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        """The contacts that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(person__full_name__contains=words) | Q(said__contains=words))
        if way := self.wanted("way"):
            rows = rows.filter(way=way)
        return rows.filter(follow_up_on__isnull=False) if self.wanted("due") else rows


class ReminderFilter(ListForm):
    """The log of reminders."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-at", "-id")),
        "oldest": Sort(_("最早在前"), ("at", "id")),
        "name": Sort(_("姓名拼音"), ("person__initials", "-at", "-id")),
    }
    q = search_field(_("学员姓名、文字"))
    kind = choice_field(_("内容"), LetterKind.choices)
    channel = choice_field(_("方式"), ReminderChannel.choices)
    state = choice_field(_("状态"), DeliveryState.choices)
    mailing = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def narrow(self, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
        """The reminders that were asked for."""
        own = {"kind": self.wanted("kind"), "mailing_id": self.wanted("mailing")}
        rows = rows.filter(**{name: value for name, value in own.items() if value})
        if words := self.wanted("q"):
            rows = rows.filter(Q(person__full_name__contains=words) | Q(text__contains=words))
        fields = {f"deliveries__{name}": self.wanted(name) for name in ("channel", "state") if self.wanted(name)}
        return rows.filter(**fields).distinct() if fields else rows


class CaseloadFilter(ListForm):
    """The teachers with their classes."""

    sorts = {
        "most": Sort(_("学员最多的在前"), ("-learners", "staff_number")),
        "behind": Sort(_("落后最多的在前"), ("-behind", "-learners", "staff_number")),
        "silent": Sort(_("最久没有联系的在前"), ("last_contact", "-learners", "staff_number")),
        "name": Sort(_("姓名拼音"), ("initials", "staff_number")),
    }
    q = search_field(_("班主任姓名、学号"))
    contact = choice_field(_("联系"), [("none", _("三十天没有联系过学员"))])

    def narrow(self, rows: QuerySet[Person], since: Any) -> QuerySet[Person]:
        """The teachers that were asked for; `since` is what counts as lately."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(full_name__contains=words) | Q(staff_number__startswith=words))
        if self.wanted("contact"):
            rows = rows.exclude(pk__in=Contact.objects.filter(at__gt=since).values("by"))
        return rows
