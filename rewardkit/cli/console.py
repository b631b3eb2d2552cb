"""The console of the verbs: as wide as the terminal, or as a table needs in a file."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING, TextIO

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


def for_terminal(text: str, stream: TextIO) -> str:
    """Return a message broken between words at the width of a terminal.

    In a file or a pipe it stays on one line, which is what logs are searched for.
    """
    if not stream.isatty():
        return text
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return text
    return "\n".join(
        textwrap.fill(line, max(width, 20), break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
