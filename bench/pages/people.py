"""People who can sign in, and a course to like: ``python -m bench.pages.people LEARNERS`` prints its number."""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 -- Django must be set up first

from bench.pulses.academy import academy  # noqa: E402 -- as above
from yuanjiao.organisation.models import Person  # noqa: E402 -- as above

PASSWORD = "a password for measuring"  # noqa: S105 -- of people who do not exist

if __name__ == "__main__":
    lesson = academy(int(sys.argv[1]))
    # One slow hash for all of them: checking it costs the same as if each had her own.
    Person.objects.update(password=make_password(PASSWORD))
    print(lesson.course_id)
