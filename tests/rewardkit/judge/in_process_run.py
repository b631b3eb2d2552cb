"""Score with a judge in this process, and print what happened as JSON; run by the vLLM Python.

    in_process_run.py MODEL LEDGER PATH...

The paths are where rewardkit and what it needs are found, after the packages of vLLM.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main(model: str, ledger: str) -> None:
    """Ask everything once, and say how many batches it took."""
    from vllm import LLM

    from rewardkit import get
    from rewardkit.judge.client.ledger import ledger_at

    batches: list[int] = []
    chat: Any = LLM.chat

    def counted(self: Any, messages: Any, *words: Any, **options: Any) -> Any:
        batches.append(len(messages))
        return chat(self, messages, *words, **options)

    LLM.chat = counted
    judge = {
        "path": model,
        "engine": {"dtype": "float32", "enforce_eager": True, "max_model_len": 2048},
        "ledger": ledger,
        "max_tokens": 256,
    }
    found: dict[str, Any] = {}

    def score(name: str, reward: Any, rows: list[dict[str, Any]]) -> None:
        batches.clear()
        seen = reward.score_many(rows)
        found[name] = {
            "batches": list(batches),
            "status": [one.status for one in seen],
            "values": [one.value for one in seen],
            "reasons": [one.reason for one in seen],
            "extra": dict(seen[0].score.extra),
        }

    texts = [{"completion": f"please pass me tea {n}", "prompt": "take it"} for n in range(200)]
    grade = get("judge/score", judge=judge, by="logprob")
    score("logprob", grade, texts)
    score("again", grade, texts)
    guided = get("judge/score", judge=judge, by="logprob", levels=5, guided=True)
    score("guided", guided, texts[:8])
    rubric = get("judge/rubric", judge=judge, criteria=["Is polite", "Names a thing"])
    score("rubric", rubric, texts[:32])
    words = ("take", "give", "open", "close", "hand", "bring", "look", "pass")
    group = [{"completion": f"{one} the book", "prompt": "take", "group": 1} for one in words]
    score("group", get("judge/group", judge=judge), group)
    short = get("judge/rubric", judge={**judge, "max_tokens": 3, "reasks": 0}, criteria=["Is it"])
    score("truncated", short, texts[:4])
    long = {"completion": "please pass the tea " * 2000, "prompt": "take it"}
    score("one_too_long", rubric, [*texts[32:40], long, *texts[40:48]])
    poor = {**judge, "ledger": None, "budget": {"calls": 3}}
    score("budget", get("judge/score", judge=poor, by="logprob"), texts[:6])
    lost = {**judge, "path": f"{model}-that-is-not-there"}
    score("missing", get("judge/score", judge=lost, by="logprob"), texts[:2])
    found["counts"] = ledger_at(ledger).counts()
    print("FOUND" + json.dumps(found))


if __name__ == "__main__":
    sys.path += sys.argv[3:]
    main(*sys.argv[1:3])
