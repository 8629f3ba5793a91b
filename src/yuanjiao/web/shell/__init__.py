"""What all pages share: base templates, look, live figures, error pages."""
