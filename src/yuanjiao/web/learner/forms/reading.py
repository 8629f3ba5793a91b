"""A reader's place, as the reader sends it."""

from __future__ import annotations

from django import forms


class PlaceForm(forms.Form):
    """Page or chapter from 0, and thousandths of it."""

    place = forms.IntegerField(min_value=0, max_value=1_000_000)
    fraction = forms.IntegerField(min_value=0, max_value=1000)
