"""The door of the pages on digital resources: they are the academy's own, so the right must cover all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yuanjiao.library import public as library
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, View, allowed

Rest = ParamSpec("Rest")


def editors(view: View[Rest]) -> Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]:
    """Let a view be reached by those who edit the whole academy's resources."""

    @allowed(Permission.LIBRARY_WRITE)
    @wraps(view)
    def handle(request: ManageRequest, /, *arguments: Rest.args, **words: Rest.kwargs) -> HttpResponseBase:
        library.demand_editor(request.scope)
        return view(request, *arguments, **words)

    return handle
