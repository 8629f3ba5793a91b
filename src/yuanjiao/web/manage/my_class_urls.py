"""Addresses of class teachers and of those above them."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import caseload, my_class

urlpatterns = [
    path("my-class/", my_class.index, name="my_class"),
    path("my-class/remind/", my_class.remind, name="class_remind"),
    path("my-class/contacts/", caseload.contacts, name="contacts"),
    path("my-class/reminders/", caseload.reminders, name="reminders"),
    path("my-class/people/<int:person_id>/", my_class.show, name="classmate"),
    path("my-class/people/<int:person_id>/contact", my_class.note, name="contact_note"),
    path("my-class/people/<int:person_id>/answer", my_class.answer, name="teacher_answer"),
    path("my-class/substitutes/<int:substitute_id>/end", my_class.take_back, name="substitute_end"),
    path("classes/<int:class_id>/substitute", my_class.hand_over, name="substitute"),
    path("classes/<int:class_id>/substitute/suggest", my_class.suggest, name="substitute_suggest"),
    path("caseload/", caseload.caseload, name="caseload"),
]
