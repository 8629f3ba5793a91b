"""What makes the pages an installable application (A10): manifest, service worker, offline page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yuanjiao.web.shell import assets


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view takes its request
    """The application as a phone installs it."""
    name = settings.ACADEMY_NAME or gettext("网络学院")
    pictures = [("brand/mark.svg", "any", "any"), ("brand/mark-192.png", "192x192", "any")]
    pictures += [("brand/mark-512.png", "512x512", "any"), ("brand/mark-maskable-512.png", "512x512", "maskable")]
    body = {
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [{"src": static(path), "sizes": sizes, "purpose": purpose} for path, sizes, purpose in pictures],
        "shortcuts": [
            {"name": gettext("课程"), "url": "/courses/"},
            {"name": gettext("我的学习"), "url": "/record/"},
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view takes its request
    """The worker, told which files of this build to keep; it never keeps a page of a person."""
    return HttpResponse(assets.worker(), content_type="text/javascript")


@require_safe
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """What a page without a line shows; the same for everyone, so that it may be kept."""
    return render(request, "shell/offline.html")
