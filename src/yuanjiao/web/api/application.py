"""The API: its endpoints, and how expected failures are answered."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from yuanjiao.kernel.outage import RETRY_SECONDS
from yuanjiao.organisation.public import FileTooLarge, NotWaiting, OutOfScope
from yuanjiao.web.api.auth import THROTTLES
from yuanjiao.web.api.endpoints import catalogue, people, record, standings

FAILURES: dict[type[Exception], int] = {OutOfScope: 403, NotWaiting: 409, FileTooLarge: 413}

api = NinjaAPI(
    title="Yuanjiao API",
    version="1",
    description="Catalogue, record, standings, people import. Watching is not in it: credits are earned in the player.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
    throttle=THROTTLES,
)
for endpoints in (catalogue, record, standings, people):
    api.add_router("/v1", endpoints.router)


def refuse(request: HttpRequest, failure: Exception | type[Exception]) -> HttpResponse:
    """An expected failure as its status and its own sentence."""
    return api.create_response(
        request,
        {"detail": str(failure)},
        status=next(status for kind, status in FAILURES.items() if isinstance(failure, kind)),
    )


def away(request: HttpRequest, _failure: Exception | type[Exception]) -> HttpResponse:
    """The database is out of reach or full: what to do about it, and when."""
    answer = api.create_response(request, {"detail": _("系统正忙，请稍后再试。")}, status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


for outage in (OperationalError, InterfaceError):
    api.add_exception_handler(outage, away)
for kind in FAILURES:
    api.add_exception_handler(kind, refuse)
