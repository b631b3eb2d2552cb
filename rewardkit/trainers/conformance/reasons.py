"""The reason codes that the rewards of the conformance suite give."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "suite_outage": "A row of the conformance suite that stands for a judge without a reply.",
    "suite_unreadable": "A row of the conformance suite that stands for an unreadable reply.",
}
