"""Reading assets."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yuanjiao.kernel import storage
from yuanjiao.media import kinds
from yuanjiao.media.models import Asset, ReadingPosition
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope, in_subtrees


def assets_in(scope: Scope) -> QuerySet[Asset]:
    """The assets someone may look after: her own, and those brought by people of units whose courses she edits.

    What nobody brought (a command did, or someone long gone) is for whoever edits the whole academy's courses.
    """
    prefixes = scope.prefixes(Permission.COURSES_WRITE)
    if prefixes == ("",):
        return Asset.objects.all()
    # `in_subtrees` begins with a condition on the rows' own key, which holds for none.
    covered = in_subtrees(prefixes, "owner__unit__path") | Q(owner_id=scope.person_id)
    whole = scope.covers_academy(Permission.COURSES_WRITE)
    return Asset.objects.filter(covered | Q(owner__isnull=True) if whole else covered)


def assets_of(person: Person) -> QuerySet[Asset]:
    """The assets a person uploaded."""
    return Asset.objects.filter(owner=person)


def held_by(asset: Asset) -> storage.Held:
    """How much an asset takes in the stores: its original and everything made of it."""
    original = storage.originals().held(asset.original_path) if asset.original_path else storage.NOTHING
    made = storage.media().held(asset.key)
    return storage.Held(original.files + made.files, original.size + made.size)


def upload_rules(kind: str) -> kinds.Allowed:
    """What may be uploaded as a kind: its endings and greatest size."""
    return kinds.KINDS[kind]


def reading_position(learner_id: int, asset_id: int) -> tuple[int, int]:
    """Where a learner stopped in a document: page or chapter from 0, and thousandths of it."""
    found = ReadingPosition.objects.filter(learner_id=learner_id, asset_id=asset_id).values_list("place", "fraction")
    return found.first() or (0, 0)
