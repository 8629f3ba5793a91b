"""Template tags of the learner pages."""
