"""What an operator reads of Django's own lines."""

from __future__ import annotations

import logging

from django.core.exceptions import DisallowedHost
from django.db import OperationalError

from yuanjiao.kernel.log import Plain


def record(name: str, said: str, error: Exception | None = None, **more: object) -> logging.LogRecord:
    trace = (type(error), error, None) if error is not None else None
    made = logging.LogRecord(name, logging.ERROR, __file__, 1, said, None, trace)
    made.__dict__.update(more)
    return made


def test_a_strangers_guess_at_an_address_is_not_logged():
    assert not Plain().filter(record("django.request", "Not Found: /wp-admin", status_code=404))
    assert Plain().filter(record("django.request", "Forbidden: /manage/", status_code=403))


def test_a_name_that_the_academy_does_not_answer_to_is_one_line_with_our_settings_name():
    error = DisallowedHost("Invalid HTTP_HOST header: 'x'. You may need to add 'x' to ALLOWED_HOSTS.")
    said = record("django.security.DisallowedHost", str(error), error)
    assert Plain().filter(said)
    assert logging.Formatter("%(message)s").format(said) == (
        "Invalid HTTP_HOST header: 'x'. You may need to add 'x' to YUANJIAO_HOSTS."
    )


def test_an_outage_is_one_line_with_its_reason():
    said = record("django.request", "Internal Server Error: /", OperationalError("nobody listens\nat 5432"))
    assert Plain().filter(said)
    assert logging.Formatter("%(message)s").format(said) == "Internal Server Error: /: nobody listens at 5432"


def test_what_a_database_says_in_two_lines_is_one():
    said = record("yuanjiao", "pulses wait: no such file\n\tIs the server running?")
    assert Plain().filter(said)
    assert said.getMessage() == "pulses wait: no such file Is the server running?"


def test_a_bug_keeps_its_trace():
    said = record("django.request", "Internal Server Error: /", ValueError("a bug"))
    assert Plain().filter(said)
    assert said.exc_info
