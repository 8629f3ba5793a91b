"""Books of the digital library, on shelves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.library.models.resource import Resource
from yuanjiao.media.models import Asset


class Shelf(models.Model):
    """A shelf of the digital library: what its books are about."""

    name = models.CharField(_("书架"), max_length=40, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Book(Resource):
    """A book to be read in the browser: a PDF or an EPUB with what a catalogue card says of it.

    Where a reader stopped belongs to the document (`media.ReadingPosition`). Reading earns no credit.
    """

    title = models.CharField(_("书名"), max_length=120)
    author = models.CharField(_("作者"), max_length=120)
    publisher = models.CharField(_("出版者"), max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(_("出版年"), null=True, blank=True)
    blurb = models.TextField(_("内容提要"), blank=True)
    shelf = models.ForeignKey(Shelf, verbose_name=_("书架"), on_delete=models.PROTECT, related_name="books")
    asset = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.PROTECT, related_name="books")
    cover = models.ForeignKey(Asset, null=True, blank=True, on_delete=models.SET_NULL, related_name="covered_books")

    class Meta(Resource.Meta):
        indexes = [
            models.Index(fields=["state", "-publish_at"], name="books_newest"),
            models.Index(fields=["shelf", "state"], name="books_of_shelf"),
        ]

    def __str__(self) -> str:
        return self.title
