"""The reason codes of the verifiers of tool calls."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_call": "The reply begins a tool call that cannot be read.",
    "bad_tools": "The tools of the row are no list of functions with schemas; correct them.",
    "extra_call": "The reply calls more than was expected.",
    "needless_call": "The reply calls a tool where none was needed.",
    "no_call": "The reply calls no tool where a call was expected.",
    "too_few_calls": "The reply calls less than was expected.",
    "wrong_arguments": "The right tool is called with other arguments.",
    "wrong_tool": "Another tool is called than the expected one.",
}
