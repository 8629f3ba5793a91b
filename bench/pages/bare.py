"""All addresses of the product, and the page that others are measured by: a session, a person, a template."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from yuanjiao.web.urls import urlpatterns as product

TEMPLATE = engines["django"].from_string(
    "{% extends 'base.html' %}{% block main %}<p>{{ request.user.full_name }}</p>{% endblock %}"
)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """Nothing but the frame that every page has."""
    return HttpResponse(TEMPLATE.render({}, request))


urlpatterns = [path("bare/", bare), *product]
