"""What the catalogue's address says, and the small forms of course pages."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.public import FACETS, Choice

LONGEST_WORDS = 80
VALUES_AT_MOST = 30


def choice_of(address: QueryDict) -> Choice:
    """The reader's choice from the address; what makes no sense in it is left out, never an error."""
    page = address.get("page", "")
    return Choice(
        words=address.get("q", "").strip()[:LONGEST_WORDS],
        selection={
            facet: tuple(dict.fromkeys(address.getlist(facet)))[:VALUES_AT_MOST] for facet in FACETS if facet in address
        },
        order=address.get("order", ""),
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )


class MessageForm(forms.Form):
    """A message for a board."""

    text = forms.CharField(
        label=_("留言"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control", "placeholder": _("说说学习体会、问题或建议")}),
    )


class RatingForm(forms.Form):
    """Stars and, if she likes, some words."""

    stars = forms.TypedChoiceField(
        label=_("评分"),
        coerce=int,
        choices=[(number, f"{number} ★") for number in (5, 4, 3, 2, 1)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    comment = forms.CharField(
        label=_("评语（选填）"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )


class RecommendForm(forms.Form):
    """To whom, and a few words; `receiver` is chosen from what the search found."""

    receiver = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _("请先查找并选中一位同事。")})
    words = forms.CharField(
        label=_("附言（选填）"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "placeholder": _("说说为什么值得学")}),
    )
