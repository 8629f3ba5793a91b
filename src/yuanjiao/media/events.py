"""What the media domain tells and asks the rooms above it.

A listener is called in the transaction that makes an asset ready, with the asset, so that what it
writes stands or falls with the asset's state. Register in ``apps.py: ready()``::

    from yuanjiao.media import events
    events.ready.append(copy_duration_to_lessons)
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from yuanjiao.media.models.asset import Asset

ready: list[Callable[[Asset], None]] = []

# Each is asked whether it shows an asset; one that is shown anywhere cannot be deleted.
uses: list[Callable[[Asset], bool]] = []

# Each is asked with an uploader's request (cookies and session only) whether something still bars her from
# the manage pages, such as a second factor she has yet to add.
obstacles: list[Callable[[HttpRequest], bool]] = []
