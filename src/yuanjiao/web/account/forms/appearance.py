"""What a reader may choose about how pages look."""

from __future__ import annotations

from django import forms
from django.conf import settings

from yuanjiao.web.shell.appearance import THEMES


class AppearanceForm(forms.Form):
    """Any of the three; what is not sent stays as it is."""

    theme = forms.ChoiceField(required=False, choices=[(name, name) for name in THEMES])
    large_text = forms.ChoiceField(required=False, choices=[("on", "on"), ("off", "off")])
    language = forms.ChoiceField(required=False, choices=settings.LANGUAGES)
