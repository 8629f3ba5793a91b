"""Who edits the digital resources: they are the academy's own, so the right must reach from a root of the tree."""

from __future__ import annotations

from yuanjiao.organisation.public import OutOfScope, Permission, Scope


def may_edit(scope: Scope) -> bool:
    """Whether she may edit the academy's resources."""
    return scope.covers_academy(Permission.LIBRARY_WRITE)


def demand_editor(scope: Scope) -> None:
    """Nothing, if she may edit the academy's resources.

    :raises OutOfScope: otherwise.
    """
    if not may_edit(scope):
        raise OutOfScope
