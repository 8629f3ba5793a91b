"""The media tables."""

from yuanjiao.media.models.asset import Asset, AssetKind, AssetState, Rendition

__all__ = ["Asset", "AssetKind", "AssetState", "Rendition"]
