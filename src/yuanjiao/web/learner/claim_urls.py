"""Addresses of a learner's claims and exemptions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.learner.views import claims, exemptions

urlpatterns: list[URLPattern | URLResolver] = [
    path("record/claims/", claims.index, name="claims"),
    path("record/claims/new/", claims.new, name="claim_new"),
    path("record/claims/<int:claim_id>/", claims.show, name="claim"),
    path("record/claims/<int:claim_id>/withdraw", claims.withdraw, name="claim_withdraw"),
    path("record/evidence/<str:evidence_key>", claims.evidence, name="evidence"),
    path("record/exemptions/", exemptions.index, name="exemptions"),
    path("record/exemptions/new/", exemptions.new, name="exemption_new"),
    path("record/exemptions/<int:exemption_id>/withdraw", exemptions.withdraw, name="exemption_withdraw"),
]
