"""What of Django's own lines an operator reads: no trace for what is expected, and nothing of strangers' guesses."""

from __future__ import annotations

import logging

from yuanjiao.kernel.lines import in_one_line
from yuanjiao.kernel.outage import is_outage

NOT_FOUND = 404


class Plain(logging.Filter):
    """Leaves out addresses that do not exist; says outages and refused requests in one line each."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is printed; one whose trace tells nothing new loses it."""
        if record.name == "django.request" and getattr(record, "status_code", 0) == NOT_FOUND:
            return False
        error = record.exc_info[1] if record.exc_info else None
        refused = record.name.startswith("django.security")
        if error is not None and (refused or is_outage(error)):
            said = record.getMessage()
            if refused:
                said = said.replace("ALLOWED_HOSTS", "YUANJIAO_HOSTS")
            elif (why := str(error).strip()) not in said:
                said = f"{said}: {why}"
            record.msg, record.args, record.exc_info, record.exc_text = in_one_line(said), None, None, None
        elif error is None and "\n" in (said := record.getMessage()):
            record.msg, record.args = in_one_line(said), None
        return True
