"""A note at a moment of a lesson."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """The note and its moment in milliseconds; without a moment it belongs to the beginning."""

    text = forms.CharField(
        max_length=2000, error_messages={"required": _("请先写点什么。"), "max_length": _("一条笔记最多 2000 字。")}
    )
    at_ms = forms.IntegerField(min_value=0, required=False)

    def clean_at_ms(self) -> int:
        """The moment, zero when the page gave none."""
        return self.cleaned_data["at_ms"] or 0
