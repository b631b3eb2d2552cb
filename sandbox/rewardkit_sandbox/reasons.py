"""The outcomes of a run that reach a score as its reason, by their own names."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "compile_error": "The program does not compile.",
    "killed": "The program was killed by a signal, such as a segmentation fault.",
    "memory_limit": "The program used more memory than the task allows.",
    "output_limit": "The program wrote more output than the task allows.",
    "runtime_error": "The program ended with an exception or an exit status other than 0.",
    "sandbox_error": "The sandbox failed and nothing was judged; run `rewardkit sandbox doctor`.",
}
