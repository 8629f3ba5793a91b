"""Addresses of the catalogue, course pages, boards and notices."""

from __future__ import annotations

from django.urls import path

from yuanjiao.web.learner.views import board, catalogue, course, notices, pushes, recommend, shared, wishes

urlpatterns = [
    path("courses/", catalogue.courses, name="catalogue"),
    path("courses/suggest/", catalogue.suggest, name="course_suggest"),
    path("courses/wishes/", wishes.wishes, name="wishes"),
    path("courses/wishes/<int:wish_id>/vote/", wishes.vote, name="wish_vote"),
    path("courses/<int:course_id>/", course.course, name="course"),
    path("courses/<int:course_id>/like/", course.like, name="course_like"),
    path("courses/<int:course_id>/rate/", course.rate_course, name="course_rate"),
    path("courses/<int:course_id>/messages/", board.write, name="course_write"),
    path("courses/<int:course_id>/recommend/", recommend.recommend, name="recommend"),
    path("colleagues/", recommend.colleagues, name="colleagues"),
    path("pushes/", pushes.pushes, name="pushes"),
    path("pushes/seen", pushes.pushes_seen, name="pushes_seen"),
    path("pushes/<int:campaign_id>/", pushes.push, name="push"),
    path("pushes/<int:campaign_id>/courses/<int:course_id>/", pushes.push_course, name="push_course"),
    path("pushes/<int:campaign_id>/courses/<int:course_id>/put-away", pushes.push_put_away, name="push_put_away"),
    path("shared/", shared.shared, name="shared"),
    path("s/<str:key>/", shared.share, name="share"),
    path("s/<str:key>/code.svg", shared.share_code, name="share_code"),
    path("board/", board.board, name="board"),
    path("board/<int:message_id>/like/", board.like_message, name="message_like"),
    path("board/<int:message_id>/delete/", board.delete_asked, name="message_delete_asked"),
    path("board/<int:message_id>/delete/confirmed/", board.delete_message, name="message_delete"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read_all, name="notices_read"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
]
