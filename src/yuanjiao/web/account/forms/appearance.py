"""What a reader may choose about how pages look."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

THEMES = [("auto", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))]
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
"""By their own names: whoever looks for one reads it."""
SIZES = [("off", _("普通")), ("on", _("大字"))]


class AppearanceForm(forms.Form):
    """Any of the three; what is not sent stays as it is."""

    theme = forms.ChoiceField(label=_("明暗"), required=False, choices=THEMES)
    large_text = forms.ChoiceField(label=_("字号"), required=False, choices=SIZES)
    language = forms.ChoiceField(label=_("语言"), required=False, choices=LANGUAGES)


class SettingsForm(AppearanceForm):
    """The same choices with buttons to pick from."""

    theme = forms.ChoiceField(label=_("明暗"), choices=THEMES, widget=forms.RadioSelect)
    large_text = forms.ChoiceField(label=_("字号"), choices=SIZES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("语言"), choices=LANGUAGES, widget=forms.RadioSelect)
