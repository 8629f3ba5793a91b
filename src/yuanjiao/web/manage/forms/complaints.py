"""Forms for those who answer complaints."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yuanjiao.outreach.models import ComplaintKind, ComplaintState


class ComplaintFilter(forms.Form):
    """Search and filters of the complaint list."""

    q = forms.CharField(
        label=_("搜索"),
        required=False,
        widget=forms.TextInput({"type": "search", "class": "form-control", "placeholder": _("内容或姓名")}),
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ComplaintState.choices])
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *ComplaintKind.choices])


class AnswerForm(forms.Form):
    """The answer to one complaint."""

    answer = forms.CharField(label=_("答复"), max_length=2000, widget=forms.Textarea({"rows": 3}))
