"""The reason codes of the verifiers of instructions."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_instruction": "A constraint of the row has missing or broken parameters; correct them.",
    "not_followed": "The reply does not keep to a constraint that the detail names.",
    "unknown_instruction": "The row names a constraint that is not known.",
}
