"""Who I am here, and how pages look to me."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from yuanjiao.web.account.forms.appearance import SettingsForm
from yuanjiao.web.shell import appearance
from yuanjiao.web.shell.http import PersonRequest


@login_required
def settings(request: PersonRequest) -> HttpResponse:
    """Her particulars, which her unit keeps, and her own choices."""
    form = SettingsForm(
        initial={
            "theme": appearance.theme(request),
            "large_text": "on" if appearance.large_text(request) else "off",
            "language": get_language(),
        }
    )
    return render(request, "account/settings.html", {"form": form})
