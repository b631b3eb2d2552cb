"""The reason codes of `control/inverted`, which pays what is wrong."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "no_number": "The reply states no number.",
    "no_text": "Nothing is left of the reply once case and punctuation are set aside.",
    "right": "The answer is the reference, which this control does not pay.",
    "wrong": "The answer was read and is not the reference.",
}
