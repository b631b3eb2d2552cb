"""The reason codes of the verifiers of text."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "ambiguous_choice": "The reply names several options.",
    "declined": "The reply says that it cannot answer.",
    "different": "The reply was read, and its answer is not the reference.",
    "hedged": "An accepted answer is said, but denied, doubted, bounded or as what was so before.",
    "no_choice": "The reply states none of the options.",
    "not_said": "None of the accepted answers is said in the reply.",
    "only_echoed": "An accepted answer is said only where the reply repeats the question.",
    "several_answers": "The reply gives several answers, or hedges or denies the one it gives.",
    "wrong_choice": "The reply chooses another option than the reference.",
}
