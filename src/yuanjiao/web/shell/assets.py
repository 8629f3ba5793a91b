"""Where the built styles, scripts and icons are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

STYLES = "frontend/css/main.scss"
SCRIPT = "frontend/islands/shell/main.ts"


@cache
def manifest() -> dict[str, dict[str, str]]:
    """What the build says it made; empty before the first build (tests run without one)."""
    path = Path(settings.FRONTEND) / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {}


@cache
def sprite() -> str:
    """The address of the icon sprite."""
    path = Path(settings.FRONTEND) / "icons.json"
    return static(f"dist/{json.loads(path.read_text())['sprite']}") if path.exists() else ""


@cache
def links() -> SafeString:
    """The style sheet and script of every page, ready to print."""
    made = manifest()
    if not made:
        return SafeString()
    return format_html(
        '<link rel="stylesheet" href="{}"><script type="module" src="{}"></script>',
        static(f"dist/{made[STYLES]['file']}"),
        static(f"dist/{made[SCRIPT]['file']}"),
    )
