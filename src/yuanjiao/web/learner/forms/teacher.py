"""What a learner writes to her class teacher."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TeacherMessageForm(forms.Form):
    """A message."""

    text = forms.CharField(
        label=_("写给班主任"), max_length=1000, widget=forms.Textarea({"rows": 4, "class": "form-control"})
    )
