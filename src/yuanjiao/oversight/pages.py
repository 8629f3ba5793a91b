"""The addresses that notices of oversight lead to; a test holds them to the pages."""

from __future__ import annotations


def talk_page(talk_id: int) -> str:
    """The page of one talk."""
    return f"/manage/talks/{talk_id}/"


def plan_task_page(task_id: int) -> str:
    """The page of one task of a yearly plan."""
    return f"/manage/plans/tasks/{task_id}/"


def assessment_page(assessment_id: int) -> str:
    """The page of one assessment; a unit that is assessed is led on to its own scores."""
    return f"/manage/assessments/{assessment_id}/"
