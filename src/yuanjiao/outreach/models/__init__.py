"""The outreach tables."""

from yuanjiao.outreach.models.board import BoardMessage, MessageLike
from yuanjiao.outreach.models.complaint import Complaint, ComplaintKind, ComplaintState
from yuanjiao.outreach.models.notice import Notice
from yuanjiao.outreach.models.recommendation import Recommendation

__all__ = ["BoardMessage", "Complaint", "ComplaintKind", "ComplaintState", "MessageLike", "Notice", "Recommendation"]
