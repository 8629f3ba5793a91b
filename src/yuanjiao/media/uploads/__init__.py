"""Resumable uploads by the tus protocol, 1.0.0: creation, expiration, termination.

Own small server part, for the reasons in ``docs/decisions/0006-resumable-uploads.md``.
"""

from yuanjiao.media.uploads.tus import application

__all__ = ["application"]
