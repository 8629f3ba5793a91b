"""What other rooms may use of library."""

from __future__ import annotations

from yuanjiao.library import events
from yuanjiao.library.actions.digests import (
    AlreadySent,
    NothingInIt,
    TooManyItems,
    add_articles,
    begin_digest,
    carry_on_sending,
    change_digest,
    move_item,
    remove_item,
    send_digest,
    write_item,
)
from yuanjiao.library.actions.editing import (
    AppFields,
    ArticleFields,
    BookFields,
    write_app,
    write_article,
    write_book,
)
from yuanjiao.library.actions.feeds import (
    FeedFields,
    FeedKnown,
    ask_to_look,
    look_at_due_feeds,
    look_at_feed,
    write_feed,
)
from yuanjiao.library.actions.publishing import (
    EndsBeforeItBegins,
    NothingToWithdraw,
    NotReady,
    decide,
    publish,
    withdraw,
)
from yuanjiao.library.actions.reading import record_opening
from yuanjiao.library.actions.searching import rebuild_search
from yuanjiao.library.actions.subscriptions import NoAddress, end_mail, subscribe
from yuanjiao.library.counts import Counts, counts
from yuanjiao.library.failures import LibraryFailure
from yuanjiao.library.queries import (
    DAYS_SHOWN,
    DayOfReading,
    MostRead,
    apps_shown,
    articles_shown,
    being_read,
    books_shown,
    days_of_reading,
    digests_sent,
    items_of,
    most_read,
    next_number,
    sections_in_use,
    shelves_in_use,
)
from yuanjiao.library.rules import demand_editor, may_edit
from yuanjiao.library.sending import sent_of, will_be_told
from yuanjiao.library.tables import ARTICLES, BOOKS
from yuanjiao.library.uses import unused, uses_of

find_books = BOOKS.find
find_articles = ARTICLES.find

__all__ = [
    "DAYS_SHOWN",
    "AlreadySent",
    "AppFields",
    "ArticleFields",
    "BookFields",
    "Counts",
    "DayOfReading",
    "EndsBeforeItBegins",
    "FeedFields",
    "FeedKnown",
    "LibraryFailure",
    "MostRead",
    "NoAddress",
    "NotReady",
    "NothingInIt",
    "NothingToWithdraw",
    "TooManyItems",
    "add_articles",
    "apps_shown",
    "articles_shown",
    "ask_to_look",
    "begin_digest",
    "being_read",
    "books_shown",
    "carry_on_sending",
    "change_digest",
    "counts",
    "days_of_reading",
    "decide",
    "demand_editor",
    "digests_sent",
    "end_mail",
    "events",
    "find_articles",
    "find_books",
    "items_of",
    "look_at_due_feeds",
    "look_at_feed",
    "may_edit",
    "most_read",
    "move_item",
    "next_number",
    "publish",
    "rebuild_search",
    "record_opening",
    "remove_item",
    "sections_in_use",
    "send_digest",
    "sent_of",
    "shelves_in_use",
    "subscribe",
    "unused",
    "uses_of",
    "will_be_told",
    "withdraw",
    "write_app",
    "write_article",
    "write_book",
    "write_feed",
    "write_item",
]
