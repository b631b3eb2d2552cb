"""Versions of what decides a verdict besides the model: how it is asked and how it is read."""

TEMPLATE_VERSION = 1
"""Raised when a word of a prompt changes."""
READER_VERSION = 2
"""Raised when a reply is read differently."""
