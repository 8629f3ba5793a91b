"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import include, path

from yuanjiao.web.account.views import appearance, settings

own = [
    path("appearance/", appearance.change, name="appearance"),
    path("settings/", settings.settings, name="settings"),
]

urlpatterns = [
    path("", include((own, "account"))),
    path("", include("allauth.urls")),
]
