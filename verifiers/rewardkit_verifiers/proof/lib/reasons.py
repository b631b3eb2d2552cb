"""The reason codes of the verifiers of formal proofs."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "bad_statement": "The statement of the row cannot be read, or Lean refuses it; correct it.",
    "forbidden_axiom": "The proof rests on an axiom that is not allowed, such as sorryAx.",
    "no_proof": "The reply has no proof in it, or several.",
    "no_toolchain": "The language's compiler or interpreter is not installed where programs run.",
    "no_verdict": "Lean came to an end without a verdict on the proof.",
    "not_proved": "Lean refuses the proof with an error, or it proves something else.",
    "time_limit": "The program took longer than the task allows.",
    "unsafe_construct": "The proof has a construct that could change what is checked.",
}
