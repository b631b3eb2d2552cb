"""What a judge is asked: templates, criteria, verdict schemas."""
