"""The media tables."""

from yuanjiao.media.models.asset import Asset, AssetKind, AssetState, Rendition
from yuanjiao.media.models.reading import ReadingPosition

__all__ = ["Asset", "AssetKind", "AssetState", "ReadingPosition", "Rendition"]
