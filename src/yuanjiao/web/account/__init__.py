"""Sign-in, password, second factor, sessions, language and text size."""
