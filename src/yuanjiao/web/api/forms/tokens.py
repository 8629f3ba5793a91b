"""A new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.web.api.scopes import TokenScope

TERMS = [(30, _("30 天")), (90, _("90 天")), (365, _("一年"))]


class TokenForm(forms.Form):
    """Its name, what it may be used for, and how long."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("写下用在哪里，例如“单位办公系统”。"))
    days = forms.TypedChoiceField(label=_("有效期"), choices=TERMS, coerce=int, initial=90)
    scopes = forms.MultipleChoiceField(
        label=_("可以用来"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple()
    )
