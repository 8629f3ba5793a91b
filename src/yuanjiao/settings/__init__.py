"""Settings profiles: embedded (one machine), cluster (many nodes), test."""
