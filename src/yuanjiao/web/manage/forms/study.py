"""Forms and filters of study reviews and appeals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.learning.models import SuspicionSignal
from yuanjiao.learning.models.suspicion import SuspicionKind
from yuanjiao.learning.public import suspected
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import Appeal, AppealState, AppealSubject, StudyReview, Verdict
from yuanjiao.outreach.public import Decision, Givable, Ruling
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field
from yuanjiao.web.shell.templatetags.shell import credit

NEWEST = _("最新在前")


class SuspectFilter(ListForm):
    """The queue of study reviews."""

    sorts = {
        "weight": Sort(_("最可疑的在前"), ("-weight", "oldest", "learner_id")),
        "oldest": Sort(_("等得最久的在前"), ("oldest", "learner_id")),
        "newest": Sort(NEWEST, ("-newest", "learner_id")),
    }
    q = search_field(_("姓名、学号"))
    kind = choice_field(_("信号"), SuspicionKind.choices)

    def narrow(self, rows: QuerySet[SuspicionSignal]) -> QuerySet[SuspicionSignal]:
        """The signals that were asked for."""
        if words := self.wanted("q"):
            people = Person.objects.filter(Q(full_name__contains=words) | Q(staff_number__startswith=words))
            rows = rows.filter(learner_id__in=people.values("pk"))
        return rows.filter(kind=self.wanted("kind")) if self.wanted("kind") else rows

    def suspects(self, signals: QuerySet[SuspicionSignal]) -> QuerySet[Any, Any]:
        """The learners of the signals that were asked for, in the order that the reader chose."""
        chosen = self.sorts.get(self.wanted("sort")) or self.sorts["weight"]
        return suspected(self.narrow(signals)).order_by(*chosen.fields)


class ReviewFilter(ListForm):
    """What was decided."""

    sorts = {
        "newest": Sort(NEWEST, ("-decided_at", "-id")),
        "oldest": Sort(_("最早在前"), ("decided_at", "id")),
        "name": Sort(_("姓名拼音"), ("learner__initials", "-decided_at", "-id")),
    }
    q = search_field(_("姓名、理由"))
    verdict = choice_field(_("结论"), Verdict.choices)

    def narrow(self, rows: QuerySet[StudyReview]) -> QuerySet[StudyReview]:
        """The reviews that were asked for."""
        if words := self.wanted("q"):
            rows = rows.filter(Q(learner__full_name__contains=words) | Q(reason__contains=words))
        return rows.filter(verdict=self.wanted("verdict")) if self.wanted("verdict") else rows


class DecisionForm(forms.Form):
    """What a review comes to; credits are chosen only by whoever may take them back."""

    verdict = forms.TypedChoiceField(label=_("结论"), coerce=Verdict, widget=forms.RadioSelect)
    sequences = forms.TypedMultipleChoiceField(
        label=_("冲正哪些学分"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        help_text=_("除“没有问题”外，学员会看到"),
        widget=forms.Textarea({"rows": 3, "class": "form-control"}),
    )
    until = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, entries: Sequence[LedgerEntry], may_reverse: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.entries = {entry.sequence: entry for entry in entries}
        verdicts = [choice for choice in Verdict.choices if may_reverse or choice[0] != Verdict.REVERSE]
        self.fields["verdict"].choices = verdicts  # type: ignore[attr-defined]  # a choice field has them
        if not (may_reverse and entries):
            del self.fields["sequences"]
            return
        choices = [(each.sequence, f"{each.title} · {credit(each.hundredths)}") for each in entries]
        self.fields["sequences"].choices = choices  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Credits are chosen if and only if they are taken back."""
        given = super().clean() or {}
        chosen = given.get("sequences")
        if given.get("verdict") == Verdict.REVERSE and not chosen:
            self.add_error("verdict", _("请选出要冲正的学分；一条也不冲正，就选“提醒注意”。"))
        if given.get("verdict") != Verdict.REVERSE and chosen:
            self.add_error("sequences", _("只有结论是“冲正学分”才选学分。"))
        return given

    def decision(self) -> Decision:
        """The decision that was given."""
        given = self.cleaned_data
        return Decision(given["verdict"], given["reason"], given["until"], given.get("sequences") or ())

    def chosen(self) -> list[LedgerEntry]:
        """The credits to take back."""
        return [self.entries[sequence] for sequence in self.cleaned_data.get("sequences") or ()]


class AppealFilter(ListForm):
    """The queue of appeals."""

    sorts = {
        "due": Sort(_("最先到期的在前"), ("-state", "due_on", "id")),
        "newest": Sort(NEWEST, ("-written_at", "-id")),
        "name": Sort(_("姓名拼音"), ("learner__initials", "-written_at", "-id")),
    }
    q = search_field(_("姓名、内容"))
    state = choice_field(_("状态"), [*AppealState.choices, ("late", _("已过期限"))])
    subject = choice_field(_("针对"), AppealSubject.choices)

    def narrow(self, rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
        """The appeals that were asked for."""
        if words := self.wanted("q"):
            found = Q(learner__full_name__contains=words) | Q(text__contains=words) | Q(title__contains=words)
            rows = rows.filter(found)
        if subject := self.wanted("subject"):
            rows = rows.filter(subject=subject)
        if self.wanted("state") == "late":
            return rows.filter(state=AppealState.WAITING, due_on__lt=timezone.localdate())
        return rows.filter(state=self.wanted("state")) if self.wanted("state") else rows


class RulingForm(forms.Form):
    """What is decided about an appeal."""

    granted = forms.TypedChoiceField(
        label=_("处理"),
        choices=[("yes", _("支持")), ("no", _("不支持"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    with_course = forms.BooleanField(label=_("支持，并补记这门课的学分"), required=False)
    answer = forms.CharField(
        label=_("答复"),
        max_length=2000,
        help_text=_("学员会看到；写清楚看了哪些证据"),
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
    )

    def __init__(self, *arguments: Any, due: Givable, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not due.hundredths:
            del self.fields["with_course"]
            return
        worth = {"credit": credit(due.hundredths)}
        self.fields["with_course"].help_text = _("%(credit)s 学分；以后学完这门课，不再重复计") % worth

    def ruling(self) -> Ruling:
        """The ruling that was given."""
        return Ruling(**self.cleaned_data)
