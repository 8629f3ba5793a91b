"""Forms of the moderators."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

STATES = [("", _("全部")), ("waiting", _("等待查看")), ("shown", _("显示中")), ("hidden", _("已隐藏"))]


class MessageFilter(forms.Form):
    """Search and filters of the message list."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        widget=forms.TextInput({"type": "search", "class": "form-control", "placeholder": _("留言内容或作者姓名")}),
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=STATES, widget=forms.Select({"class": "form-select"})
    )


class HideForm(forms.Form):
    """Why a message is hidden."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.TextInput({"class": "form-control"}))
