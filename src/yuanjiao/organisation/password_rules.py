"""What a password must be, in words that the reader's language has."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters; Chinese ones count like any other."""

    def get_error_message(self) -> str:
        """What is said of a short one."""
        return _("密码太短，至少要 %(least)d 个字。") % {"least": self.min_length}

    def get_help_text(self) -> str:
        """What is said beforehand."""
        return _("至少 %(least)d 个字，一句好记的话就行。") % {"least": self.min_length}
