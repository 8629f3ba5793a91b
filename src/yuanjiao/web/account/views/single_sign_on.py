"""On the way to the provider of single sign-on."""

from __future__ import annotations

import logging

from allauth.socialaccount.providers.openid_connect.views import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

logger = logging.getLogger(__name__)


def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Show a page that goes on to the provider.

    The content policy lets forms lead to this site only, and browsers hold redirects of a form to it as well.
    """
    try:
        answer: HttpResponse = login(request, provider_id)
    except RequestException as error:
        logger.warning("single sign-on: the provider does not answer: %s", error)
        return render(request, "socialaccount/authentication_error.html", status=502)
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    page = render(request, "socialaccount/leaving.html", {"address": answer.url})
    page.headers["Refresh"] = f"0; url={answer.url}"
    return page
