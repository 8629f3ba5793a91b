"""The kernel as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Tables: audit trail, outbox, policy versions."""

    name = "yuanjiao.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Name the details that are told the same everywhere."""
        from yuanjiao.kernel import acts  # noqa: PLC0415 -- models must be loaded first

        acts.declare((), details=acts.COMMON)
