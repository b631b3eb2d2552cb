"""Times, days and events read, and held against what a calendar allows."""
