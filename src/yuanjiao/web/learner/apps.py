"""The learner pages as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LearnerPagesConfig(AppConfig):
    """Templates and views of the learner pages."""

    name = "yuanjiao.web.learner"
    label = "web_learner"
