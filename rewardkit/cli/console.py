"""The console of the verbs: as wide as the terminal, or as a table needs in a file."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_FILE_WIDTH = 160


def open_console() -> Console:
    """Return the console for human-readable output, which prints text as it is.

    Square brackets and colons are text: names, details and completions hold them, and read as
    markup they would disappear.
    """
    from rich.console import Console

    narrow = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    width = None if narrow else _FILE_WIDTH
    return Console(markup=False, emoji=False, highlight=False, width=width)
