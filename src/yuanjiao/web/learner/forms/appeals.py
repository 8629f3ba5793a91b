"""What a learner writes when she appeals."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AppealForm(forms.Form):
    """What happened, and what she asks for."""

    text = forms.CharField(
        label=_("说明"),
        max_length=2000,
        help_text=_("什么时候、用什么设备学的，发生了什么，您希望怎么处理。"),
        widget=forms.Textarea({"rows": 6, "class": "form-control"}),
    )
