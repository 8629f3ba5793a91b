"""The kernel's tables."""

from yuanjiao.kernel.models.audit import AuditEntry
from yuanjiao.kernel.models.outbox import OutboxMessage
from yuanjiao.kernel.models.policy import PolicyVersion

__all__ = ["AuditEntry", "OutboxMessage", "PolicyVersion"]
