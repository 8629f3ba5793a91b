"""Addresses of the pages on digital resources: the same ones for books, articles and apps; feeds, issues, figures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from yuanjiao.web.manage.library_desks import DESKS
from yuanjiao.web.manage.views import digest_items, digests, feeds, reading, resources


def of_desk(plural: str, singular: str) -> list[URLPattern]:
    """The addresses of one kind of resource."""
    kind, base = {"desk": plural}, f"library/{plural}/"
    one = f"{base}<int:item_id>/"
    return [
        path(base, resources.index, kind, name=plural),
        path(f"{base}new/", resources.new, kind, name=f"{singular}_new"),
        path(one, resources.show, kind, name=singular),
        path(f"{one}edit/", resources.edit, kind, name=f"{singular}_edit"),
        path(f"{one}publish", resources.publish, kind, name=f"{singular}_publish"),
        path(f"{one}withdraw/", resources.withdraw, kind, name=f"{singular}_withdraw"),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("library/articles/decide", resources.decide, name="articles_decide"),
    *(address for desk in DESKS.values() for address in of_desk(desk.plural, desk.singular)),
    path("library/feeds/", feeds.index, name="feeds"),
    path("library/feeds/new/", feeds.new, name="feed_new"),
    path("library/feeds/<int:feed_id>/", feeds.edit, name="feed"),
    path("library/feeds/<int:feed_id>/look", feeds.look, name="feed_look"),
    path("library/digests/", digests.index, name="digests"),
    path("library/digests/new/", digests.new, name="digest_new"),
    path("library/digests/<int:digest_id>/", digests.show, name="digest"),
    path("library/digests/<int:digest_id>/edit/", digests.edit, name="digest_edit"),
    path("library/digests/<int:digest_id>/send/", digests.send, name="digest_send"),
    path("library/digests/<int:digest_id>/carry-on", digests.carry_on, name="digest_carry_on"),
    path("library/digests/<int:digest_id>/articles", digest_items.add, name="digest_add"),
    path("library/digests/<int:digest_id>/items/new/", digest_items.new, name="digest_item_new"),
    path("library/digests/<int:digest_id>/items/<int:item_id>/", digest_items.edit, name="digest_item"),
    path("library/digests/<int:digest_id>/items/<int:item_id>/move", digest_items.move, name="digest_item_move"),
    path("library/digests/<int:digest_id>/items/<int:item_id>/remove", digest_items.remove, name="digest_item_remove"),
    path("library/reading/", reading.index, name="reading"),
]
