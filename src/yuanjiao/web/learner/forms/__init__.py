"""Forms of the learner pages."""
