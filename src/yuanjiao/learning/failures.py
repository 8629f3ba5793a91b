"""The base of what may go wrong for a learner without being a bug."""

from __future__ import annotations


class LearningFailure(Exception):
    """An expected failure; `sentence` says in plain words what happened and what to do next."""

    @property
    def sentence(self) -> str:
        """The sentence for the page, in the reader's language."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.sentence
