"""The Django part of the program, for the threads behind `asgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")

application = get_wsgi_application()
