"""The screens that journeys are made on."""

from __future__ import annotations

from playwright.sync_api import ViewportSize

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
