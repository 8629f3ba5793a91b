"""The audit entry that every act on a resource leaves."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from yuanjiao.kernel import audit
from yuanjiao.library import counts
from yuanjiao.library.models import App, Article, Book, Digest, Feed
from yuanjiao.organisation.models import Person

KINDS: dict[type[models.Model], str] = {Book: "book", Article: "article", App: "app", Feed: "feed", Digest: "digest"}
"""What each is called in the audit trail."""


def record(
    actor: Person | None, verb: str, subject: models.Model, now: datetime, detail: dict[str, object] | None = None
) -> None:
    """Write the audit entry of an act, and let the counts on the home be asked anew."""
    audit.record(
        at=now,
        actor_id=actor.pk if actor else None,
        verb=f"library.{verb}",
        subject=(KINDS[type(subject)], subject.pk),
        detail={"title": str(subject), **(detail or {})},
    )
    transaction.on_commit(counts.forget)
