"""The review board's filters, a proposal, a decision, and the rules of the score."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Course, CourseProposal, CourseState, ProposalKind, SourceKind
from yuanjiao.web.manage.forms.filters import FOUND_AT_MOST
from yuanjiao.web.manage.forms.life import CONTROL, reason_field
from yuanjiao.web.manage.forms.life_filters import topic_field
from yuanjiao.web.shell.forms.listing import ListForm, choice_field, search_field

ONLINE = [("", _("在线的")), ("all", _("全部")), *CourseState.choices]
ORDERS = [
    ("", _("得分最低")),
    ("best", _("得分最高")),
    ("clicks", _("点击最多")),
    ("starts", _("开始最多")),
    ("completions", _("学完最多")),
    ("unfinished", _("完成率最低")),
    ("rating", _("评分最低")),
    ("oldest", _("上线最久")),
]


class ReviewFilter(ListForm):
    """The review board."""

    q = search_field(_("课程、讲师、拼音首字母"))
    state = forms.ChoiceField(label=_("状态"), required=False, choices=ONLINE)
    topic = topic_field()
    source = choice_field(_("来源"), SourceKind.choices)
    proposal = choice_field(
        _("建议"),
        [("waiting", _("等决定")), ("retire", _("已同意下线")), ("renew", _("已同意更新")), ("none", _("没有建议"))],
    )
    weak = choice_field(_("得分"), [("yes", _("低于标准"))])
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=ORDERS)

    def narrow(self, rows: QuerySet[Course]) -> QuerySet[Course]:
        """The courses that were asked for; those under the score are picked out later."""
        if words := self.wanted("q"):
            rows = rows.filter(pk__in=catalogue.search(words, FOUND_AT_MOST).course_ids)
        state = self.wanted("state")
        if state != "all":
            rows = rows.filter(state=state) if state else rows.filter(state__in=catalogue.STUDIED)
        if topic := self.wanted("topic"):
            rows = rows.filter(topic=topic)
        if source := self.wanted("source"):
            rows = rows.filter(source_kind=source)
        return _by_proposal(rows, self.wanted("proposal"))


def _by_proposal(rows: QuerySet[Course], wanted: str | None) -> QuerySet[Course]:
    proposals = CourseProposal.objects.filter(course=OuterRef("pk"))
    if wanted == "waiting":
        return rows.filter(Exists(proposals.filter(decided_at__isnull=True)))
    if wanted == "none":
        return rows.filter(~Exists(proposals))
    return rows.filter(Exists(proposals.filter(kind=wanted, accepted=True))) if wanted else rows


class ProposalForm(forms.Form):
    """What to do with a course, and why."""

    kind = forms.ChoiceField(
        label=_("建议"), choices=ProposalKind.choices, widget=forms.Select({"class": "form-select"})
    )
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(CONTROL | {"rows": 3}))

    @property
    def proposed(self) -> dict[str, Any]:
        """The proposal as the action takes it."""
        return {"kind": ProposalKind(self.cleaned_data["kind"]), "reason": self.cleaned_data["reason"]}


class DecisionForm(forms.Form):
    """Yes or no, and why."""

    accepted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda given: given == "yes",
        widget=forms.Select({"class": "form-select"}),
    )
    answer = reason_field(_("决定的理由"))
