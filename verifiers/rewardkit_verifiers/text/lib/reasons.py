"""The reason codes of the verifiers of text."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "ambiguous_choice": "The reply names several options.",
    "different": "The reply was read, and its answer is not the reference.",
    "no_choice": "The reply states none of the options.",
    "wrong_choice": "The reply chooses another option than the reference.",
}
