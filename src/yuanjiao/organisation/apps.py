"""The organisation domain as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Tables and start-up of the organisation domain."""

    name = "yuanjiao.organisation"
    label = "organisation"
