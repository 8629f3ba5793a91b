"""Forms for those who answer complaints."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """The answer to one complaint."""

    answer = forms.CharField(label=_("答复"), max_length=2000, widget=forms.Textarea({"rows": 3}))
