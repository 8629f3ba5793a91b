"""Addresses of the pages about unit assessment."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import assessment_steps, assessments

urlpatterns = [
    path("assessments/", assessments.index, name="assessments"),
    path("assessments/<int:assessment_id>/", assessments.show, name="assessment"),
    path("assessments/<int:assessment_id>/units/<int:unit_id>/", assessments.of_unit, name="assessment_unit"),
    path("assessments/<int:assessment_id>/show", assessment_steps.show, name="assessment_show"),
    path("assessments/<int:assessment_id>/finish", assessment_steps.finish, name="assessment_finish"),
    path("assessments/scores/<int:score_id>/points", assessment_steps.give, name="score_give"),
    path("assessments/scores/<int:score_id>/object", assessment_steps.object_to, name="score_object"),
    path("assessments/objections/<int:objection_id>/answer", assessment_steps.answer, name="objection_answer"),
    path("rubrics/", assessment_steps.rubrics, name="rubrics"),
    path("rubrics/draft", assessment_steps.draft, name="rubric_draft"),
    path("rubrics/<int:rubric_number>/", assessment_steps.rubric, name="rubric"),
    path("rubrics/<int:rubric_number>/publish", assessment_steps.publish, name="rubric_publish"),
    path("rubrics/<int:rubric_number>/indicators", assessment_steps.indicator, name="indicator_new"),
    path("rubrics/<int:rubric_number>/indicators/<int:indicator_id>", assessment_steps.indicator, name="indicator"),
]
