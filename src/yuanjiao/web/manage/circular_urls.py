"""Addresses of circulars."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.manage.views import circular_acts, circulars

urlpatterns: list[URLPattern | URLResolver] = [
    path("circulars/", circulars.index, name="circulars"),
    path("circulars/new/", circular_acts.new, name="circular_new"),
    path("circulars/<int:circular_id>/", circulars.show, name="circular"),
    path("circulars/<int:circular_id>/units/", circulars.units, name="circular_units"),
    path("circulars/<int:circular_id>/readers/", circulars.readers, name="circular_readers"),
    path("circulars/<int:circular_id>/file.<str:form>", circulars.file, name="circular_file"),
    path("circulars/<int:circular_id>/edit", circular_acts.edit, name="circular_edit"),
    path("circulars/<int:circular_id>/count", circular_acts.count, name="circular_count"),
    path("circulars/<int:circular_id>/check", circular_acts.check, name="circular_check"),
    path("circulars/<int:circular_id>/publish", circular_acts.publish, name="circular_publish"),
    path("circulars/<int:circular_id>/discard", circular_acts.discard, name="circular_discard"),
    path("circulars/<int:circular_id>/remind", circular_acts.remind, name="circular_remind"),
]
