"""Addresses of what is sent to the people of a list."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import mailings

urlpatterns = [
    path("people/remind/", mailings.remind, name="people_remind"),
    path("people/write/", mailings.write, name="people_write"),
    path("mailings/", mailings.index, name="mailings"),
    path("mailings/<int:mailing_id>/rest/", mailings.rest, name="mailing_rest"),
]
