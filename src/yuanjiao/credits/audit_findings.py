"""What an audit finds: places where a stored figure is not what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass, field

KEPT_DIFFERENCES = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the stored figure is not what the ledger says."""

    subject: str
    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.subject} {self.where}: expected {self.expected}, found {self.found}"


@dataclass
class Findings:
    """Differences; at most `KEPT_DIFFERENCES` are kept, all are counted."""

    difference_count: int = 0
    differences: list[Difference] = field(default_factory=list)

    def differ(self, subject: str, where: object, expected: object, found: object) -> None:
        """Note one difference."""
        self._keep([Difference(subject, str(where), str(expected), str(found))])
        self.difference_count += 1

    def join(self, others: Findings) -> None:
        """Take in what somebody else has found."""
        self._keep(others.differences)
        self.difference_count += others.difference_count

    def _keep(self, fresh: list[Difference]) -> None:
        self.differences += fresh[: KEPT_DIFFERENCES - len(self.differences)]
