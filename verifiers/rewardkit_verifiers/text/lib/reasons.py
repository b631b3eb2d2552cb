"""The reason codes of the verifiers of text."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "ambiguous_choice": "The reply names several options.",
    "copied_source": "The reply is the source text and not what was asked for.",
    "different": "The reply was read, and its answer is not the reference.",
    "no_choice": "The reply states none of the options.",
    "other_language": "The text is written in another language than the row asks for.",
    "too_short": "The text is too short to tell its language.",
    "wrong_choice": "The reply chooses another option than the reference.",
}
