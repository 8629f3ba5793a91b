"""Watch sessions, coverage, attention checks, quizzes, completion, ratings, activity record."""
