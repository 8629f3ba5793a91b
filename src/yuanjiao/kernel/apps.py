"""The kernel as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Tables: audit trail, outbox, policy versions."""

    name = "yuanjiao.kernel"
    label = "kernel"
