"""Addresses of pushes: campaigns, their builder, their figures."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import campaign_acts, campaigns

urlpatterns = [
    path("pushes/", campaigns.index, name="campaigns"),
    path("pushes/new/", campaigns.new, name="campaign_new"),
    path("pushes/count", campaigns.count, name="campaign_count"),
    path("pushes/courses", campaigns.courses, name="campaign_courses"),
    path("pushes/<int:campaign_id>/", campaigns.show, name="campaign"),
    path("pushes/<int:campaign_id>/people/", campaigns.people, name="campaign_people"),
    path("pushes/<int:campaign_id>/edit/", campaigns.edit, name="campaign_edit"),
    path("pushes/<int:campaign_id>/schedule/", campaign_acts.schedule, name="campaign_schedule"),
    path("pushes/<int:campaign_id>/stop/", campaign_acts.stop, name="campaign_stop"),
    path("pushes/<int:campaign_id>/discard/", campaign_acts.discard, name="campaign_discard"),
    path("pushes/<int:campaign_id>/copy", campaign_acts.copy, name="campaign_copy"),
    path("pushes/<int:campaign_id>/refresh", campaign_acts.refresh, name="campaign_refresh"),
]
