"""Views of the account pages that allauth does not have."""
