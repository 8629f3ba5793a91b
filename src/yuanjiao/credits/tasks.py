"""Long work of the credits domain."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import ngettext

from yuanjiao.credits import holding
from yuanjiao.credits.actions.claims import decide_claim
from yuanjiao.credits.claims import claims_to_decide
from yuanjiao.credits.deciding import AlreadyDecided, DecidesHerOwn
from yuanjiao.kernel.jobs import Running
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import OutOfScope, Scope


def approve_training(running: Running) -> str:
    """Approve every claim of a training that waits for the owner, one transaction each; how many."""
    actor = Person.objects.get(pk=running.job.owner_id or 0)
    waiting = claims_to_decide(Scope.of(actor, timezone.now())).filter(training=running.arguments["training"])
    claims = list(waiting.order_by("pk").values_list("pk", "training__days_hundredths"))
    approved = 0
    for done, (claim_id, days) in enumerate(claims, start=1):
        try:
            decide_claim(actor=actor, claim_id=claim_id, days_hundredths=days, reason="", now=timezone.now())
        except (AlreadyDecided, DecidesHerOwn, OutOfScope):
            # Somebody else was quicker, or the learner has moved away meanwhile.
            continue
        finally:
            running.step(done, len(claims))
        approved += 1
    return ngettext("已认定 %(number)s 人。", "已认定 %(number)s 人。", approved) % {"number": approved}


def hold_to_requirement(running: Running) -> str:
    """Hold a year's learners of some post levels to what is required of them now, part by part; how many."""
    year, levels = running.arguments["year"], running.arguments["levels"]
    whole = holding.standings_of_levels(year, levels).count()
    done = 0
    part = holding.next_part(year, levels, 0)
    while part:
        holding.hold_part(part, year, timezone.now())
        done += len(part)
        # Somebody may have come meanwhile.
        running.step(done, max(done, whole))
        part = holding.next_part(year, levels, part[-1])
    return ngettext("已按新要求核对 %(number)s 人。", "已按新要求核对 %(number)s 人。", done) % {"number": done}
