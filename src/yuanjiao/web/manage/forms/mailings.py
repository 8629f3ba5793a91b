"""What is sent to the people of a list, and the filter of what was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.outreach.models import LetterKind, Mailing
from yuanjiao.outreach.public import Letter
from yuanjiao.web.manage.forms.filters import NEWEST, OLDEST
from yuanjiao.web.manage.forms.my_class import ReminderForm
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field

LONGEST_SUBJECT = 60


class MailingForm(ReminderForm):
    """The words, how they go out, and the key that lets them go out once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=22)
    subject = forms.CharField(
        label=_("标题"), max_length=LONGEST_SUBJECT, widget=forms.TextInput({"class": "form-control"})
    )

    field_order = ["subject"]

    def __init__(self, *arguments: Any, kind: LetterKind, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if kind == LetterKind.REMINDER:
            del self.fields["subject"]
        else:
            self.fields["text"].label = _("消息的文字")

    def letter(self, kind: LetterKind, link: str) -> Letter:
        """What was written, as the action takes it."""
        said = self.cleaned_data
        return Letter(kind, said["text"], said["channels"], said.get("subject", ""), link)


class MailingFilter(ListForm):
    """What was sent to lists."""

    sorts = {
        "newest": Sort(NEWEST, ("-at", "-id")),
        "oldest": Sort(OLDEST, ("at", "id")),
        "most": Sort(_("人数最多"), ("-reached", "-id")),
    }
    q = search_field(_("标题、文字、名单"))
    kind = choice_field(_("内容"), LetterKind.choices)

    def narrow(self, rows: QuerySet[Mailing]) -> QuerySet[Mailing]:
        """Those that were asked for."""
        if words := self.wanted("q"):
            found = Q(subject__icontains=words) | Q(text__icontains=words) | Q(whom__icontains=words)
            rows = rows.filter(found)
        return rows.filter(kind=self.wanted("kind")) if self.wanted("kind") else rows
