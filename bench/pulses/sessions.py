"""Open watch sessions for many learners at once: the rows and tokens that opening a lesson leaves.

Run with the environment of the scratch installation: ``python -m bench.pulses.sessions LEARNERS FILE [ABOVE]``
writes one token a line; learners are numbered from the number after ABOVE.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
django.setup()

from django.db import transaction  # noqa: E402 -- Django must be set up first

from yuanjiao.learning.models import Allowance, Watch  # noqa: E402 -- Django must be set up first
from yuanjiao.learning.public import mint, now_ms  # noqa: E402 -- Django must be set up first
from yuanjiao.pulse.tokens import LIFE_SECONDS, Claims  # noqa: E402 -- Django must be set up first

DURATION_MS = 60 * 60 * 1000
HALF_HOUR_MS = 30 * 60 * 1000
CHUNK = 5_000


def open_sessions(learners: int, above: int = 0) -> list[str]:
    """Open the lesson of each learner, with half an hour of allowance; the tokens in order."""
    now = now_ms()
    for first in range(above + 1, above + learners + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, above + learners + 1))
        with transaction.atomic():
            Allowance.objects.bulk_create(
                [
                    Allowance(
                        learner_id=number,
                        balance_ms=HALF_HOUR_MS,
                        accrued_at_ms=now,
                        session_id=number,
                        lesson_id=number,
                    )
                    for number in numbers
                ]
            )
            Watch.objects.bulk_create(
                [
                    Watch(
                        learner_id=number,
                        lesson_id=number,
                        course_id=number,
                        duration_ms=DURATION_MS,
                        answered=2**62 - 1,
                    )
                    for number in numbers
                ]
            )
    expires = int(time.time()) + LIFE_SECONDS
    our_mint = mint()
    return [
        our_mint.token(Claims(number, number, number, number, DURATION_MS, 150, 0, expires, 0))
        for number in range(above + 1, above + learners + 1)
    ]


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(open_sessions(int(sys.argv[1]), *map(int, sys.argv[3:]))) + "\n")
