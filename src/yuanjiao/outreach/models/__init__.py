"""The outreach tables."""

from yuanjiao.outreach.models.board import BoardMessage, MessageLike
from yuanjiao.outreach.models.campaign import (
    MOST_COURSES,
    Campaign,
    CampaignCourse,
    CampaignDelivery,
    CampaignFigure,
    CampaignRecipient,
    CampaignState,
    Carrier,
    Priority,
)
from yuanjiao.outreach.models.complaint import Complaint, ComplaintKind, ComplaintState
from yuanjiao.outreach.models.notice import Notice
from yuanjiao.outreach.models.recommendation import Recommendation

__all__ = [
    "MOST_COURSES",
    "BoardMessage",
    "Campaign",
    "CampaignCourse",
    "CampaignDelivery",
    "CampaignFigure",
    "CampaignRecipient",
    "CampaignState",
    "Carrier",
    "Complaint",
    "ComplaintKind",
    "ComplaintState",
    "MessageLike",
    "Notice",
    "Priority",
    "Recommendation",
]
