"""The reason codes that several families of verifiers give for how a reply is read."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "copied_prompt": "The reply is only a copy of the prompt.",
    "empty": "The reply, or the part that is read, has nothing visible in it.",
    "empty_block": "A block that the reply must fill has nothing in it.",
    "missing_tag": "The reply lacks a block that the verifier reads, or has it more than once.",
    "no_answer": "No answer came: the reply states none, or its program ended without giving one.",
    "placeholder": "The reply holds a form to fill in, such as `...`, where the answer belongs.",
    "too_long": "The text is longer than the verifier reads; the limit is in the detail.",
    "unfinished_reasoning": "The reply ends inside its reasoning, or has nothing after it.",
}
