"""The kernel's tables."""

from yuanjiao.kernel.models.audit import EVERYDAY, AuditEntry
from yuanjiao.kernel.models.job import UNFINISHED, BackgroundJob, JobState
from yuanjiao.kernel.models.outbox import OutboxMessage
from yuanjiao.kernel.models.policy import PolicyVersion

__all__ = ["EVERYDAY", "UNFINISHED", "AuditEntry", "BackgroundJob", "JobState", "OutboxMessage", "PolicyVersion"]
