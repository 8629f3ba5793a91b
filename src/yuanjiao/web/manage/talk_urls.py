"""Addresses of the pages about talks."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import talk_steps, talks

urlpatterns = [
    path("talks/", talks.index, name="talks"),
    path("talks/under/", talks.under, name="talks_under"),
    path("talks/call/", talks.call, name="talk_call"),
    path("talks/unit/<int:unit_id>/", talks.of_unit, name="talks_of_unit"),
    path("talks/files/<str:attachment_key>", talks.attachment, name="talk_file"),
    path("talks/tasks/<int:talk_task_id>/answer", talk_steps.answer, name="talk_answer"),
    path("talks/<int:talk_id>/", talks.show, name="talk"),
    path("talks/<int:talk_id>/postpone", talk_steps.postpone, name="talk_postpone"),
    path("talks/<int:talk_id>/withdraw", talk_steps.withdraw, name="talk_withdraw"),
    path("talks/<int:talk_id>/record", talk_steps.record, name="talk_record"),
    path("talks/<int:talk_id>/task", talk_steps.task, name="talk_task"),
    path("talks/<int:talk_id>/check", talk_steps.check, name="talk_check"),
    path("talks/<int:talk_id>/carry-on", talk_steps.carry_on, name="talk_carry_on"),
    path("talks/<int:talk_id>/close", talk_steps.close, name="talk_close"),
    path("talks/<int:talk_id>/attach", talk_steps.attach, name="talk_attach"),
]
