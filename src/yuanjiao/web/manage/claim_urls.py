"""Addresses of claims, trainings told by organisers, and exemptions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.manage.views import claims, exemptions, trainings

urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/", claims.index, name="claims"),
    path("claims/<int:claim_id>/", claims.show, name="claim"),
    path("claims/evidence/<str:evidence_key>", claims.evidence, name="evidence"),
    path("claims/trainings/", trainings.index, name="trainings"),
    path("claims/trainings/new/", trainings.new, name="training_new"),
    path("claims/trainings/template", trainings.template, name="roster_template"),
    path("claims/trainings/<int:training_id>/", trainings.show, name="training"),
    path("claims/trainings/<int:training_id>/roster", trainings.roster, name="training_roster"),
    path("claims/trainings/<int:training_id>/approve", trainings.approve, name="training_approve"),
    path("exemptions/", exemptions.index, name="exemptions"),
    path("exemptions/new/", exemptions.new, name="exemption_new"),
    path("exemptions/<int:exemption_id>/", exemptions.show, name="exemption"),
    path("exemptions/<int:exemption_id>/end", exemptions.end, name="exemption_end"),
]
