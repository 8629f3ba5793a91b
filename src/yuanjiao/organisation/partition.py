"""How people are spread over class groups (A18): arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence


def balanced(people: int, limit: int) -> list[int]:
    """The sizes of the fewest classes that hold so many people; they differ by one at most."""
    classes = -(-people // limit)
    return [people // classes + (place < people % classes) for place in range(classes)] if classes else []


def additions(sizes: Sequence[int], newcomers: int, limit: int) -> list[int]:
    """How many newcomers each class takes, old classes first, then new ones at the end.

    Nobody who has a class is moved. New classes are opened only when the old ones cannot hold
    everyone, and then as few as possible; the emptiest class takes the next newcomer.
    """
    room = sum(max(limit - size, 0) for size in sizes)
    opened = -(-max(newcomers - room, 0) // limit)
    filled = [*sizes, *([0] * opened)]
    for _newcomer in range(newcomers):
        emptiest = min(range(len(filled)), key=filled.__getitem__)
        filled[emptiest] += 1
    return [after - before for after, before in zip(filled, [*sizes, *([0] * opened)], strict=True)]


def rebalanced(sizes: Sequence[int], limit: int) -> list[int]:
    """The sizes after evening out, in the order of the classes, moving as few people as possible.

    Classes beyond the fewest that are needed end at 0: the smallest ones are dissolved.
    """
    targets = sorted(balanced(sum(sizes), limit), reverse=True)
    order = sorted(range(len(sizes)), key=lambda place: -sizes[place])
    after = [0] * max(len(sizes), len(targets))
    for target, place in zip(targets, [*order, *range(len(sizes), len(targets))], strict=False):
        after[place] = target
    return after
