"""What a learner wishes for, and the filters of the list of wishes."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import CourseWish, WishState
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class WishForm(forms.Form):
    """What and why."""

    words = forms.CharField(label=_("想学什么"), max_length=60, widget=forms.TextInput({"class": "form-control"}))
    why = forms.CharField(
        label=_("为什么（选填）"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"class": "form-control", "rows": 2, "placeholder": _("工作中哪里用得上")}),
    )


class WishListForm(ListForm):
    """The list of wishes."""

    sorts = {
        "votes": Sort(_("想学的人最多"), ("-vote_count", "wished_at", "id")),
        "newest": Sort(_("最新在前"), ("-wished_at", "-id")),
    }
    q = search_field(_("想学什么"))
    state = choice_field(_("答复"), WishState.choices)

    def narrow(self, rows: QuerySet[CourseWish]) -> QuerySet[CourseWish]:
        """The wishes that were asked for."""
        if said := self.wanted("q"):
            rows = rows.filter(words__icontains=said)
        return rows.filter(state=self.wanted("state")) if self.wanted("state") else rows
