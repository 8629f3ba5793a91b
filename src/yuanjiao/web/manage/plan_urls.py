"""Addresses of the pages about yearly plans."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import plan_steps, plans

urlpatterns = [
    path("plans/", plans.index, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/<int:plan_id>/", plans.show, name="plan"),
    path("plans/<int:plan_id>/pdf", plans.document, name="plan_document"),
    path("plans/tasks/<int:plan_task_id>/", plans.task, name="plan_task"),
    path("plans/tasks/<int:plan_task_id>/report", plan_steps.report, name="plan_report"),
    path("plans/tasks/<int:plan_task_id>/attach", plan_steps.attach, name="plan_attach"),
    path("plans/files/<str:plan_file_key>", plans.attachment, name="plan_file"),
]
