"""The chat with the model that proposes: the task with the cases shown, then what was wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rewardkit.testing.draft.cases import DraftCases, data_of

_ASK = """\
Write a reward function in Python for reinforcement learning of a language model.

The task: {task}

Define exactly this function at the top level, with the standard library alone:

def reward(completion: str, answer, prompt: str, **columns) -> float

`completion` is the model's whole reply, `answer` the reference of the row or None, `prompt` the
question, `columns` what else the row holds. Return a number from 0 (worth nothing) to 1. It must
be deterministic, keep no state, read no file, never raise on any completion, and be fast on
hostile ones. A completion that gives several answers, only names the form, or echoes the prompt
deserves nothing.

These cases show what is expected; it is also tried on cases that you do not see, and on hostile
replies:

{cases}

Reply with one block of Python, ```python ... ```, and nothing else that is code."""
_AGAIN = """\
This candidate was refused:

{told}

Mend the cause, not these replies alone. Reply with the whole function in one block of Python."""


def first_prompt(task: str, cases: DraftCases) -> str:
    """Return the first message: task, signature, and the cases that are shown."""
    lines = [json.dumps(data_of(case), ensure_ascii=False, default=str) for case in cases.shown]
    return _ASK.format(task=task.strip(), cases="\n".join(lines))


def chat(first: str, reply: str = "", told: Sequence[str] = ()) -> list[dict[str, str]]:
    """Return the messages of a round: the first, and the last reply with what was wrong with it.

    Earlier rounds are left out, so that the chat does not outgrow the model.
    """
    messages = [{"role": "user", "content": first}]
    if told:
        again = _AGAIN.format(told="\n".join(f"- {one}" for one in told))
        messages.append({"role": "assistant", "content": reply or "(no reply)"})
        messages.append({"role": "user", "content": again})
    return messages
