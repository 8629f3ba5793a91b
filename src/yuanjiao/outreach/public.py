"""What other rooms may use of outreach."""

from __future__ import annotations

from yuanjiao.outreach.actions.board import (
    BoardClosed,
    EmptyMessage,
    MessageTooLong,
    NotTheAuthor,
    ReasonMissing,
    TooManyMessages,
    delete_message,
    hide_message,
    restore_message,
    toggle_message_like,
    write_message,
)
from yuanjiao.outreach.actions.complaints import AlreadyAnswered, TooManyComplaints, answer_complaint, complain
from yuanjiao.outreach.actions.notices import mark_all_read, mark_read, notify, notify_many
from yuanjiao.outreach.actions.recommendations import (
    AlreadyRecommended,
    ColleagueCannotStudy,
    RecommendationsClosed,
    RecommendedToHerself,
    TooManyRecommendations,
    recommend,
)
from yuanjiao.outreach.board import Board, ShownMessage, board, messages, on_board, shown, told, visible
from yuanjiao.outreach.colleagues import Colleague, TooManySearches, colleagues, find_colleagues
from yuanjiao.outreach.failures import OutreachFailure
from yuanjiao.outreach.policy import BoardRules, Moderation, RecommendationRules, board_rules, recommendation_rules
from yuanjiao.outreach.queries import complaints_in, latest_notices, notices_of, unread_count, waiting_complaints

__all__ = [
    "AlreadyAnswered",
    "AlreadyRecommended",
    "Board",
    "BoardClosed",
    "BoardRules",
    "Colleague",
    "ColleagueCannotStudy",
    "EmptyMessage",
    "MessageTooLong",
    "Moderation",
    "NotTheAuthor",
    "OutreachFailure",
    "ReasonMissing",
    "RecommendationRules",
    "RecommendationsClosed",
    "RecommendedToHerself",
    "ShownMessage",
    "TooManyComplaints",
    "TooManyMessages",
    "TooManyRecommendations",
    "TooManySearches",
    "answer_complaint",
    "board",
    "board_rules",
    "colleagues",
    "complain",
    "complaints_in",
    "delete_message",
    "find_colleagues",
    "hide_message",
    "latest_notices",
    "mark_all_read",
    "mark_read",
    "messages",
    "notices_of",
    "notify",
    "notify_many",
    "on_board",
    "recommend",
    "recommendation_rules",
    "restore_message",
    "shown",
    "toggle_message_like",
    "told",
    "unread_count",
    "visible",
    "waiting_complaints",
    "write_message",
]
