"""Addresses of the shell pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.shell.views import application, complaint, screen, verify
from yuanjiao.web.shell.views import help as help_views

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", help_views.help_page, name="help"),
    path("help/complaint/", complaint.complaint, name="complaint"),
    path("help/gallery/", help_views.gallery, name="gallery"),
    path("manifest.webmanifest", application.manifest, name="manifest"),
    path("sw.js", application.service_worker, name="service_worker"),
    path("offline/", application.offline, name="offline"),
    path("screen/<str:screen_part>/", screen.screen, name="screen"),
    path("screen/<str:screen_part>/figures", screen.figures, name="screen_figures"),
    path("verify/<str:code>/", verify.verify, name="verify"),
]
