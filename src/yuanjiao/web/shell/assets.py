"""Where the built styles, scripts and icons are."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

STYLES = "frontend/css/main.scss"
SCRIPT = "frontend/islands/shell/main.ts"
WORKER = "frontend/islands/worker/main.ts"


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
def styles() -> SafeString:
    """The style sheet of every page, ready to print."""
    made = manifest()
    return (
        format_html('<link rel="stylesheet" href="{}">', static(f"dist/{made[STYLES]['file']}"))
        if made
        else SafeString()
    )


@cache
def links() -> SafeString:
    """The style sheet and script of every page, ready to print."""
    made = manifest()
    if not made:
        return SafeString()
    return styles() + format_html('<script type="module" src="{}"></script>', static(f"dist/{made[SCRIPT]['file']}"))


@cache
def worker() -> str:
    """The service worker's code, begun with the files of this build; its name for them changes with any of them."""
    made = manifest()
    if not made:
        return ""
    code = (Path(settings.FRONTEND) / made[WORKER]["file"]).read_text()
    files = [static(f"dist/{made[name]['file']}") for name in (STYLES, SCRIPT)]
    files += [sprite(), static("brand/mark.svg"), reverse("shell:offline")]
    return f"self.SHELL = {json.dumps(files)};\n{code}"
