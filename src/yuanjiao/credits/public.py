"""What other domains and the pages may use of the credits domain.

A learner's home needs: ``stands = standing_or_empty(person, year_of(now), now)``, ``forecast(stands, now)``,
``places(stands)``, and for the boards ``ranking_rules(now)`` (``channel in rules.people``) before any figure is read.
"""

from __future__ import annotations

from yuanjiao.credits.actions.award import award
from yuanjiao.credits.actions.certificates import NothingToCertify, issue_certificate, reversed_by
from yuanjiao.credits.actions.requirements import (
    BeginsTooEarly,
    BeginsTooLate,
    RequiredExceedsTotal,
    publish_requirement,
    publish_requirements,
    seed_requirements,
)
from yuanjiao.credits.actions.reverse import AlreadyReversed, NotReversible, ReasonMissing, reverse
from yuanjiao.credits.actions.years import open_year
from yuanjiao.credits.audit import Difference, Report, audit
from yuanjiao.credits.bulk import enter_many
from yuanjiao.credits.certificate_pdf import CertificateFacts, certificate_pdf
from yuanjiao.credits.effects import (
    RequirementEffect,
    ReversalEffect,
    requirement_effect,
    reversal_effect,
)
from yuanjiao.credits.forecast import Forecast, Pace
from yuanjiao.credits.history import enter_history
from yuanjiao.credits.ledger import Line
from yuanjiao.credits.names import shown_name, surname_of
from yuanjiao.credits.outlook import Outlook, has_pace, outlook
from yuanjiao.credits.policy import Channel, Disclosure, RankingRules, ranking_rules
from yuanjiao.credits.queries import (
    Places,
    YearStanding,
    certificate_of,
    entries_of,
    entry_holds,
    forecast,
    months_of,
    places,
    standing,
    standing_or_empty,
    standings_of,
    years_of,
)
from yuanjiao.credits.ranks import BoardPerson, BoardUnit, Place, people_board, rank, ranks, units_board, units_compared
from yuanjiao.credits.requirements import (
    Due,
    VersionInForce,
    coming_requirements,
    requirement_for,
    settled_by,
    versions_in_force,
)
from yuanjiao.credits.roots import Root, sign_root
from yuanjiao.credits.years import date_of, year_of

__all__ = [
    "AlreadyReversed",
    "BeginsTooEarly",
    "BeginsTooLate",
    "BoardPerson",
    "BoardUnit",
    "CertificateFacts",
    "Channel",
    "Difference",
    "Disclosure",
    "Due",
    "Forecast",
    "Line",
    "NotReversible",
    "NothingToCertify",
    "Outlook",
    "Pace",
    "Place",
    "Places",
    "RankingRules",
    "ReasonMissing",
    "Report",
    "RequiredExceedsTotal",
    "RequirementEffect",
    "ReversalEffect",
    "Root",
    "VersionInForce",
    "YearStanding",
    "audit",
    "award",
    "certificate_of",
    "certificate_pdf",
    "coming_requirements",
    "date_of",
    "enter_history",
    "enter_many",
    "entries_of",
    "entry_holds",
    "forecast",
    "has_pace",
    "issue_certificate",
    "months_of",
    "open_year",
    "outlook",
    "people_board",
    "places",
    "publish_requirement",
    "publish_requirements",
    "rank",
    "ranking_rules",
    "ranks",
    "requirement_effect",
    "requirement_for",
    "reversal_effect",
    "reverse",
    "reversed_by",
    "seed_requirements",
    "settled_by",
    "shown_name",
    "sign_root",
    "standing",
    "standing_or_empty",
    "standings_of",
    "surname_of",
    "units_board",
    "units_compared",
    "versions_in_force",
    "year_of",
    "years_of",
]
