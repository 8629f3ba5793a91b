"""How someone wants pages to look, kept with her account so that every device follows."""

from __future__ import annotations

from django.db import transaction

from yuanjiao.organisation.models import Person


@transaction.atomic
def prefer(*, actor: Person, large_text: bool | None = None, language: str | None = None) -> None:
    """Keep what she chose; what is None stays as it is. Not an administrative act, so not in the audit trail."""
    changed = []
    if large_text is not None and large_text != actor.large_text:
        actor.large_text = large_text
        changed.append("large_text")
    if language is not None and language != actor.language:
        actor.language = language
        changed.append("language")
    if changed:
        actor.save(update_fields=changed)
