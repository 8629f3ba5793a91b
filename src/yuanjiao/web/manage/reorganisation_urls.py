"""Addresses of the pages about reorganisations, and about why one sees what one sees."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import reorganisations, why

urlpatterns = [
    path("reorganisations/", reorganisations.index, name="reorganisations"),
    path("reorganisations/new/<slug:reorganisation_kind>/", reorganisations.new, name="reorganisation_new"),
    path("reorganisations/<int:reorganisation_id>/", reorganisations.show, name="reorganisation"),
    path("reorganisations/<int:reorganisation_id>/withdraw", reorganisations.withdraw, name="reorganisation_withdraw"),
    path("units/<int:unit_id>/why/", why.unit, name="unit_why"),
    path("people/<int:person_id>/why/", why.person, name="person_why"),
]
