"""Addresses of the learner pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.learner import claim_urls, course_urls, library_urls
from yuanjiao.web.learner.views import (
    appeals,
    certificate,
    circulars,
    documents,
    home,
    measures,
    notes,
    player,
    quiz,
    ranks,
    record,
    teacher,
    watch,
)

app_name = "learner"
urlpatterns: list[URLPattern | URLResolver] = [
    *claim_urls.urlpatterns,
    *course_urls.urlpatterns,
    *library_urls.urlpatterns,
    path("", home.home, name="home"),
    path("appeals/", appeals.index, name="appeals"),
    path("appeals/new/", appeals.new, name="appeal_new"),
    path("teacher/", teacher.messages_page, name="teacher"),
    path("ranks/card/", home.board, name="board_card"),
    path("ranks/", ranks.ranks, name="ranks"),
    path("measures/", measures.measures, name="measures"),
    path("measures/note", measures.note, name="measures_note"),
    path("record/", record.record, name="record"),
    path("record/<int:sequence>/", record.entry, name="entry"),
    path("record/<int:sequence>/certificate.pdf", certificate.certificate, name="certificate"),
    path("circulars/", circulars.index, name="circulars"),
    path("circulars/<int:circular_id>/", circulars.show, name="circular"),
    path("circulars/<int:circular_id>/file.<str:form>", circulars.file, name="circular_file"),
    path("learn/lessons/<int:lesson_id>/", player.player, name="player"),
    path("learn/lessons/<int:lesson_id>/watch", watch.watch, name="watch"),
    path("learn/lessons/<int:lesson_id>/media", player.media_grant, name="media_grant"),
    path("learn/lessons/<int:lesson_id>/after", player.after_lesson, name="after_lesson"),
    path("learn/lessons/<int:lesson_id>/notes", notes.notes, name="notes"),
    path("learn/documents/<int:lesson_id>/", documents.document, name="document"),
    path("learn/documents/<int:lesson_id>/place", documents.document_place, name="document_place"),
    path("learn/notes/<int:note_id>/delete", notes.note_delete, name="note_delete"),
    path("courses/<int:course_id>/quiz/", quiz.quiz, name="quiz"),
    path("courses/<int:course_id>/quiz/open", quiz.quiz_open, name="quiz_open"),
    path("courses/<int:course_id>/quiz/<int:attempt_id>/", quiz.quiz_attempt, name="quiz_attempt"),
]
