"""Static explanation of a composition: ranges, influence and warnings."""
