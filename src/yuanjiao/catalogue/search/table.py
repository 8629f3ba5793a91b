"""The full-text table of courses; apart, so that its migration reads no model."""

from __future__ import annotations

from yuanjiao.kernel.search.index import Index

COURSES = Index("catalogue_search", "course_id")
