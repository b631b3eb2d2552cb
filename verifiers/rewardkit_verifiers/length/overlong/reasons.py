"""The reason code of `length/overlong`."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "overlong": "The reply is longer than is free, and pays for it.",
}
