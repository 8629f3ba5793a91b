"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import include, path

from yuanjiao.web.account.views import appearance, settings
from yuanjiao.web.api.views import tokens

own = [
    path("appearance/", appearance.change, name="appearance"),
    path("settings/", settings.settings, name="settings"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", tokens.revoke, name="token_revoke"),
]

urlpatterns = [
    path("", include((own, "account"))),
    path("", include("allauth.urls")),
]
