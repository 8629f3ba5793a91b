"""Addresses of the shell pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.shell.views import help as help_views
from yuanjiao.web.shell.views import verify

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", help_views.help_page, name="help"),
    path("help/complaint/", help_views.complaint, name="complaint"),
    path("help/gallery/", help_views.gallery, name="gallery"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
