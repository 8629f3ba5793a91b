"""The hot path of verified watching: door, messages, committer, presence. Knows nothing of Django."""
