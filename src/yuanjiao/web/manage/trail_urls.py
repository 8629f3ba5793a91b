"""Addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import trail

urlpatterns = [
    path("trail/", trail.index, name="trail"),
]
