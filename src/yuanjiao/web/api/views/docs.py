"""The API's documentation, written out from its own description; nothing is fetched from elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yuanjiao.web.api.description import groups
from yuanjiao.web.api.scopes import TokenScope


def docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint with its parameters, its scope and an example."""
    shown = {"groups": groups(), "scopes": TokenScope.choices, "address": settings.PUBLIC_ADDRESS.rstrip("/")}
    return render(request, "api/docs.html", shown)
