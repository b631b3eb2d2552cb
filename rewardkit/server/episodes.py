"""Open episodes of the protocols that hand out a task and score one reply to it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

_IDLE_SECONDS = 900.0
_AT_MOST = 100_000


@dataclass(slots=True)
class Episode:
    """One task that a client works on.

    Attributes:
        task: The row of the dataset, or what the client gave in its place.
        steps: How many replies were scored.
        used: When it was last used.
    """

    task: Mapping[str, Any]
    steps: int = 0
    used: float = 0.0


class Episodes:
    """The open episodes of one protocol; idle and surplus ones are dropped, the oldest first."""

    def __init__(self, seconds: float = _IDLE_SECONDS, most: int = _AT_MOST) -> None:
        self._open: OrderedDict[str, Episode] = OrderedDict()
        self._seconds = seconds
        self._most = most

    def begin(self, task: Mapping[str, Any], name: str | None = None) -> str:
        """Open an episode and return its name, a new one where none is given."""
        name = name or secrets.token_hex(16)
        self._open.pop(name, None)
        self._open[name] = Episode(task, used=monotonic())
        while len(self._open) > self._most or self._idle(next(iter(self._open.values()))):
            self._open.popitem(last=False)
        return name

    def get(self, name: str | None) -> Episode | None:
        """Return an open episode; None where there is none of the name, or it was idle too long."""
        found = self._open.get(name or "")
        if found is None or self._idle(found):
            return None
        found.used = monotonic()
        self._open.move_to_end(str(name))
        return found

    def end(self, name: str | None) -> None:
        """Close an episode; unknown names are ignored."""
        self._open.pop(name or "", None)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def _idle(self, one: Episode) -> bool:
        return monotonic() - one.used > self._seconds


def shown_prompt(row: Mapping[str, Any]) -> str:
    """Return the prompt of a row as one text: of a chat, the contents of its messages."""
    prompt = row.get("prompt", "")
    if isinstance(prompt, str):
        return prompt
    parts: Sequence[Any] = prompt if isinstance(prompt, Sequence) else ()
    contents = (part.get("content") for part in parts if isinstance(part, Mapping))
    return "\n".join(one for one in contents if isinstance(one, str))
