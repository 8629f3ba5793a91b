"""Playable lectures made from text alone: speech, slides, captions, film."""
