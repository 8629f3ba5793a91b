"""The form for complaints and proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.outreach.models import Complaint


class ComplaintForm(forms.ModelForm[Complaint]):
    """What happened, and how to reach whoever is not signed in."""

    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    class Meta:
        model = Complaint
        fields = ["kind", "text", "contact", "page"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6, "maxlength": 2000})}
        help_texts = {
            "text": _("发生了什么，当时在看哪门课、第几讲，您希望怎么解决。"),
            "contact": _("手机号或邮箱。不留也行，但我们就没法答复您。"),
        }

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            # Her answer comes as a notice; nothing else is needed of her.
            del self.fields["contact"]
