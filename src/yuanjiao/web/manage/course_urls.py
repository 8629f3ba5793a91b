"""Addresses of the course editor and of moderation."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import complaints, courses, lessons, moderation, questions

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/new/", courses.course_new, name="course_new"),
    path("courses/questions.xlsx", questions.questions_template, name="questions_template"),
    path("courses/<int:course_id>/", courses.course, name="course"),
    path("courses/<int:course_id>/edit/", courses.course_edit, name="course_edit"),
    path("courses/<int:course_id>/preview/", courses.course_preview, name="course_preview"),
    path("courses/<int:course_id>/lessons/", lessons.lesson_new, name="lesson_new"),
    path("courses/<int:course_id>/lessons/<int:lesson_id>/", lessons.lesson, name="lesson"),
    path("courses/<int:course_id>/lessons/<int:lesson_id>/move/", lessons.lesson_move, name="lesson_move"),
    path("courses/<int:course_id>/lessons/<int:lesson_id>/remove/", lessons.lesson_remove, name="lesson_remove"),
    path("courses/<int:course_id>/quiz/", questions.questions, name="questions"),
    path("courses/<int:course_id>/quiz/remove/", questions.quiz_remove, name="quiz_remove"),
    path("courses/<int:course_id>/quiz/import/", questions.questions_import, name="questions_import"),
    path("courses/<int:course_id>/quiz/new/", questions.question_new, name="question_new"),
    path("courses/<int:course_id>/quiz/<int:question_id>/", questions.question, name="question"),
    path("courses/<int:course_id>/quiz/<int:question_id>/remove/", questions.question_remove, name="question_remove"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/<int:complaint_id>/answer/", complaints.answer, name="complaint_answer"),
    path("board/", moderation.moderation, name="moderation"),
    path("board/<int:message_id>/hide/", moderation.message_hide, name="message_hide"),
    path("board/<int:message_id>/restore/", moderation.message_restore, name="message_restore"),
]
