"""Addresses of the pages about big screens."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import screens

urlpatterns = [
    path("screens/", screens.index, name="screens"),
    path("screens/<int:screen_id>/revoke", screens.revoke, name="screen_revoke"),
]
