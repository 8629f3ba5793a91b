"""Addresses of a course's life: audit, going online and offline, batches, the review board, the period report."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import audits, batches, life, period, review

urlpatterns = [
    path("courses/<int:course_id>/life/", life.show, name="course_life"),
    path("courses/<int:course_id>/submit/", life.submit, name="course_submit"),
    path("courses/<int:course_id>/publish/", life.publish, name="course_publish"),
    path("courses/<int:course_id>/schedule/", life.schedule, name="course_schedule"),
    path("courses/<int:course_id>/retire/", life.retire, name="course_retire"),
    path("courses/<int:course_id>/back/", life.back, name="course_back"),
    path("courses/<int:course_id>/learners/", life.learners, name="course_learners"),
    path("courses/<int:course_id>/opinion/", audits.opinion, name="course_opinion"),
    path("courses/audits/", audits.index, name="audits"),
    path("courses/batches/", batches.index, name="batches"),
    path("courses/batches/new/", batches.new, name="batch_new"),
    path("courses/batches/<str:batch_key>/", batches.show, name="batch"),
    path("courses/batches/<str:batch_key>/undo/", batches.undo, name="batch_undo"),
    path("courses/review/", review.index, name="review"),
    path("courses/review/<int:course_id>/", review.show, name="review_course"),
    path("courses/review/proposals/<int:proposal_id>/decide/", review.decide, name="proposal_decide"),
    path("courses/changes/", period.changes, name="course_changes"),
    path("courses/period/", period.report, name="period_report"),
]
