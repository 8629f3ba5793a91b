"""The outreach tables."""

from yuanjiao.outreach.models.appeal import Appeal, AppealState, AppealSubject
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
from yuanjiao.outreach.models.contact import Contact, ContactWay
from yuanjiao.outreach.models.mailing import LetterKind, Mailing, MailingPlace, MailingState
from yuanjiao.outreach.models.notice import Notice
from yuanjiao.outreach.models.recommendation import Recommendation
from yuanjiao.outreach.models.reminder import DeliveryState, Reminder, ReminderChannel, ReminderDelivery
from yuanjiao.outreach.models.study_review import StudyReview, Verdict
from yuanjiao.outreach.models.teacher_message import TeacherMessage

__all__ = [
    "MOST_COURSES",
    "Appeal",
    "AppealState",
    "AppealSubject",
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
    "Contact",
    "ContactWay",
    "DeliveryState",
    "LetterKind",
    "Mailing",
    "MailingPlace",
    "MailingState",
    "MessageLike",
    "Notice",
    "Priority",
    "Recommendation",
    "Reminder",
    "ReminderChannel",
    "ReminderDelivery",
    "StudyReview",
    "TeacherMessage",
    "Verdict",
]
