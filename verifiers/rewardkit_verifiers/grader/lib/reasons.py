"""The reason codes of the graders."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_template": "A template names something that no sample has; correct the grader.",
    "grader_failed": "The Python of the grader raised an error, or used more than it may.",
    "grader_returned": "The Python of the grader returned something that is no number.",
    "missing_metric": "The measure needs a package or data that is not installed; see the detail.",
    "missing_path": "The reply lacks the part of its JSON or tool calls that a template names.",
    "not_json": "The reply is not JSON.",
    "too_long": "The text is longer than the verifier reads; the limit is in the detail.",
}
