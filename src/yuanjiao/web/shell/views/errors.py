"""What is shown when something went wrong on our side."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from yuanjiao.kernel.outage import RETRY_SECONDS, is_outage


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A page that needs no database: 503 while the store is away or full, else 500."""
    if is_outage(sys.exc_info()[1]):
        return _later()
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be read; and 503 where only her session could not be kept."""
    return _later() if is_outage(exception) else defaults.bad_request(request, exception)


def _later() -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_SECONDS)})
