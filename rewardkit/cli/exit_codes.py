"""Exit codes of every verb."""

from typing import Final

OK: Final = 0
GATE: Final = 1
"""A gate failed: cases, an agreement, a threshold."""
USAGE: Final = 2
"""The call or a file is wrong."""
INFRASTRUCTURE: Final = 3
"""A sandbox, a judge, a plugin or an extra is not there."""
INTERRUPTED: Final = 130
"""Ctrl-C."""
