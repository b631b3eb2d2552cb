"""What a composition pays for: ranges, influence and warnings."""
