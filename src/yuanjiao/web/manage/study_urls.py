"""Addresses of study reviews and appeals."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import appeals, study_reviews

urlpatterns = [
    path("study-reviews/", study_reviews.index, name="study_reviews"),
    path("study-reviews/decided/", study_reviews.decided, name="study_reviews_decided"),
    path("study-reviews/<int:person_id>/", study_reviews.case, name="study_review"),
    path("study-reviews/<int:person_id>/decide", study_reviews.decide, name="study_review_decide"),
    path("appeals/", appeals.index, name="appeals"),
    path("appeals/<int:appeal_id>/", appeals.show, name="appeal"),
]
