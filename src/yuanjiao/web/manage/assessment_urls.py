"""Addresses of the pages about unit assessment."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.manage.views import assessment_steps, assessments, rubrics, score_sheets, scores

urlpatterns = [
    path("assessments/", assessments.index, name="assessments"),
    path("assessments/<int:assessment_id>/", assessments.show, name="assessment"),
    path("assessments/<int:assessment_id>/units/<int:assessed_unit_id>/", assessments.of_unit, name="assessment_unit"),
    path("assessments/<int:assessment_id>/sheet/", score_sheets.show, name="assessment_sheet"),
    path("assessments/<int:assessment_id>/sheet/file", score_sheets.file, name="assessment_sheet_file"),
    path("assessments/<int:assessment_id>/count", assessment_steps.count, name="assessment_count"),
    path("assessments/<int:assessment_id>/show", assessment_steps.show, name="assessment_show"),
    path("assessments/<int:assessment_id>/finish", assessment_steps.finish, name="assessment_finish"),
    path("assessments/<int:assessment_id>/discard", assessment_steps.discard, name="assessment_discard"),
    path("assessments/scores/<int:score_id>/points", scores.give, name="score_give"),
    path("assessments/scores/<int:score_id>/object", scores.object_to, name="score_object"),
    path("assessments/objections/<int:objection_id>/answer", scores.answer, name="objection_answer"),
    path("assessments/files/<str:score_file_key>", scores.file, name="score_file"),
    path("assessments/rubrics/", rubrics.index, name="rubrics"),
    path("assessments/rubrics/<int:rubric_number>/", rubrics.show, name="rubric"),
    path("assessments/rubrics/<int:rubric_number>/publish", rubrics.publish, name="rubric_publish"),
    path("assessments/rubrics/<int:rubric_number>/discard", rubrics.discard, name="rubric_discard"),
    path("assessments/rubrics/<int:rubric_number>/indicators", rubrics.indicator, name="indicator_new"),
    path("assessments/rubrics/<int:rubric_number>/indicators/<int:indicator_id>", rubrics.indicator, name="indicator"),
]
