"""One tap: large text, light or dark, language. It stays on the device and with the account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import prefer
from yuanjiao.web.account.forms.appearance import AppearanceForm
from yuanjiao.web.shell import appearance


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page where it was made."""
    form = AppearanceForm(request.POST)
    response = HttpResponseRedirect(back(request))
    if not form.is_valid():
        return response
    wanted = form.cleaned_data
    if wanted["theme"]:
        appearance.remember(response, appearance.THEME_COOKIE, wanted["theme"])
    if wanted["large_text"]:
        appearance.remember(response, appearance.TEXT_COOKIE, "large" if wanted["large_text"] == "on" else "plain")
    if wanted["language"]:
        appearance.remember(response, settings.LANGUAGE_COOKIE_NAME, wanted["language"])
    if isinstance(request.user, Person):
        large = {"on": True, "off": False}.get(wanted["large_text"])
        prefer(actor=request.user, large_text=large, language=wanted["language"] or None)
    return response


def back(request: HttpRequest) -> str:
    """The page to return to, if it is one of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
