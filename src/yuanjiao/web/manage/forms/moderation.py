"""Forms of the moderators."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HideForm(forms.Form):
    """Why a message is hidden."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.TextInput({"class": "form-control"}))
