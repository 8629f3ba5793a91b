"""How an audit stands: which opinions count, how many are still wanted, who may give one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import AuditOpinion, AuditSide, Course
from yuanjiao.catalogue.policy import AuditRules
from yuanjiao.organisation.models import Person


@dataclass(frozen=True)
class AuditStanding:
    """The opinions of the running round against the rules in force."""

    rules: AuditRules
    opinions: list[AuditOpinion]

    @property
    def passed(self) -> int:
        """How many auditors have passed everything."""
        return sum(opinion.passed for opinion in self.opinions)

    @property
    def passed_outside(self) -> int:
        """How many of them come from outside."""
        return sum(opinion.passed and opinion.side == AuditSide.EXTERNAL for opinion in self.opinions)

    @property
    def wanted(self) -> int:
        """How many must pass it; those from outside are among them."""
        return max(self.rules.auditors, self.rules.external)

    @property
    def missing(self) -> list[str]:
        """What the audit still lacks, one sentence each; empty when the course may go online."""
        sentences = []
        if any(not opinion.passed for opinion in self.opinions):
            sentences.append(_("有审核意见还没有处理。改好课程后，审核人会重新审核。"))
        left = self.wanted - self.passed
        if left > 0:
            words = {"number": left, "wanted": self.wanted}
            sentence = ngettext(
                "还差 %(number)s 名审核人五项全部通过（规定 %(wanted)s 名）。",
                "还差 %(number)s 名审核人五项全部通过（规定 %(wanted)s 名）。",
                left,
            )
            sentences.append(sentence % words)
        outside = self.rules.external - self.passed_outside
        if outside > 0:
            words = {"number": outside}
            sentences.append(
                ngettext("其中还要 %(number)s 名外部专家。", "其中还要 %(number)s 名外部专家。", outside) % words
            )
        return sentences


WITH_AUDITORS = Prefetch("opinions", AuditOpinion.objects.select_related("auditor", "recorded_by"))
"""What an audit's standing reads; many courses may have it read at once."""


def audit_of(course: Course, rules: AuditRules) -> AuditStanding:
    """How the course's audit stands; one query, or none where the opinions were read."""
    prefetch_related_objects([course], WITH_AUDITORS)
    return AuditStanding(rules, [each for each in course.opinions.all() if each.round == course.audit_round])


def past_opinions(course: Course) -> list[AuditOpinion]:
    """The opinions of earlier rounds, newest first."""
    prefetch_related_objects([course], WITH_AUDITORS)
    return [each for each in course.opinions.all() if each.round != course.audit_round]


def is_author(person: Person, course: Course) -> bool:
    """Whether she made or changed what the course teaches; such people do not audit it."""
    return course.authors.filter(pk=person.pk).exists()
