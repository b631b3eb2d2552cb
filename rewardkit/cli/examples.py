"""Examples at the end of every `--help`, by verb; a test parses each of them."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": ("init my_reward", "init my_run --train", "init --plugin haikus"),
    "list": ("list", "list math"),
    "show": ("show format/tags", "show math/number --json"),
    "import": ("import grader.json -o reward.yaml",),
    "explain": ("explain reward.yaml", "explain my_rewards.py:count_words --strict"),
    "schema": ("schema -o rewardkit.schema.json",),
    "test": ("test", "test my_reward format/tags", "test cases.jsonl --all"),
    "score": (
        "score reward.yaml samples.jsonl -o scores.jsonl",
        "score math/number chats.jsonl --chat last_user --column answer=key",
        "score my_rewards.py:words samples.jsonl --timeout 5",
    ),
    "summary": ("summary scores.jsonl", "summary scores.parquet --reward reward.yaml"),
    "replay": ("replay rollouts --with reward.yaml",),
    "compare": ("compare old.yaml new.yaml --samples samples.jsonl",),
    "diff": ("diff old.yaml new.yaml --strict",),
    "report": ("report scores.jsonl --samples samples.jsonl -o report.html",),
    "view": ("view runs/demo",),
    "attack": (
        "attack reward.yaml samples.jsonl",
        "attack my_rewards.py:f rows.jsonl --seconds 30",
    ),
    "draft": (
        "draft task.md cases.jsonl --url http://127.0.0.1:8000/v1 --model m",
        "draft task.md cases.jsonl --endpoint model.yaml -o my_reward.py",
    ),
    "lint": ("lint reward.yaml --data train.jsonl --group 8",),
    "certify": ("certify", "certify corpus.jsonl", "certify answers.jsonl --layout second-math"),
    "judge": (),
    "judge calibrate": ("judge calibrate labels.jsonl --reward judge.yaml --html r.html",),
    "judge compare": ("judge compare labels.jsonl --reward a.yaml --reward b.yaml",),
    "judge ledger": ("judge ledger judge.db",),
    "train": ("train train.yaml", "train train.yaml --set grpo.steps=40 --seed 3"),
    "export": ("export reward.yaml --to verl -o verl_reward.py",),
    "conformance": ("conformance", "conformance trl verl"),
    "serve": ("serve reward.yaml --port 8080",),
    "sandbox": (),
    "sandbox run": ("sandbox run programs.jsonl -o verdicts.jsonl",),
    "sandbox doctor": ("sandbox doctor",),
    "sandbox build": ("sandbox build",),
    "sandbox clean": ("sandbox clean",),
    "doctor": ("doctor", "doctor --json"),
}


def epilog(verb: str) -> str | None:
    """Return the end of the help of a verb: its examples, a line each."""
    lines = [f"  rewardkit {one}" for one in EXAMPLES.get(verb, ())]
    # The mark tells the help not to join the lines.
    return "\n".join(["\b", "Examples:", *lines]) if lines else None
