"""Addresses of the pages about the management measures."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import measures

urlpatterns = [
    path("measures/", measures.index, name="measures"),
    path("measures/draft", measures.draft, name="measures_draft"),
    path("measures/discard", measures.discard, name="measures_discard"),
    path("measures/<int:measures_number>/", measures.show, name="measures_version"),
    path("measures/<int:measures_number>/noted/", measures.noted, name="measures_noted"),
    path("measures/<int:measures_number>/chapters", measures.chapter, name="measures_chapter_new"),
    path("measures/<int:measures_number>/chapters/<int:chapter_id>", measures.chapter, name="measures_chapter"),
    path("measures/<int:measures_number>/publish", measures.publish, name="measures_publish"),
    path("measures/<int:measures_number>/units/<int:unit_id>/note", measures.note, name="measures_note"),
    path("measures/<int:measures_number>/units/<int:unit_id>/remind", measures.remind, name="measures_remind"),
]
