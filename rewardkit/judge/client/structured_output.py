"""Probe of the structured-output mode of a server: once, by a test question."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from rewardkit.judge.faults import Fault
from rewardkit.judge.prompt.question import Question
from rewardkit.judge.prompt.verdict_schema import Field, Form
from rewardkit.judge.reply import read_body, reply_text
from rewardkit.judge.transports.base import Answer

MODES = ("structured_outputs", "response_format")
# A word that no model writes unprompted: only constrained decoding produces it.
_WORD = "zq7-plover"
_FORM = Form((Field("word", "choice", choices=(_WORD,)),))
# The least length of a truncated reply that no model produces by chance.
_TELLS = len('{"word":"zq')
Try = Callable[[Question, str], Awaitable[Answer]]


async def find_mode(try_one: Try) -> str:
    """Return the first mode that the server enforces: its own, the common one, or none.

    A server may accept an option and ignore it, so a mode counts only if its reply has the form.
    vLLM before 0.12 knows neither under these names.

    Raises:
        Fault: The server cannot be asked at all.
    """
    question = Question(
        [{"role": "user", "content": "Say any one word as JSON."}],
        _FORM,
        max_tokens=64,
        cut=True,
        kind="probe",
    )
    for mode in MODES:
        try:
            answer = await try_one(question, mode)
            text, _ = reply_text(read_body(answer.body), cut=True)
            if _constrained(text):
                return mode
        except Fault as fault:
            if fault.http in (400, 404, 422) or fault.reason.startswith(
                ("judge_truncated", "judge_empty", "judge_reasoning", "judge_bad")
            ):
                continue  # refused, or ignored
            raise
    return "none"


def _constrained(text: str) -> bool:
    """Return True if a reply was constrained to the form; one filled with white space counts."""
    dense = "".join(text.split())
    return len(dense) >= _TELLS and json.dumps({"word": _WORD}).replace(" ", "").startswith(dense)
