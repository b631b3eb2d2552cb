"""Learning exposes a hole that pays, and leaves a sound reward alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get
from rewardkit.errors import InputError
from rewardkit.grpo.learn.effort import Effort
from rewardkit.grpo.learn.run import learn

pytest.importorskip("torch")
ROWS: list[dict[str, Any]] = [
    {"id": f"r{n}", "prompt": f"What is {n} + 5?", "answer": str(n + 5)} for n in (3, 8, 21, 34)
]
SHORT = Effort(seconds=100, steps=25)


def wide(completion: str, answer: str) -> float:
    """Pay for a number that is off by forty at most."""
    text = completion.strip()
    return float(text.isdigit() and abs(int(text) - int(answer)) <= 40)


def blank_pays(completion: str, answer: str) -> float:
    return 1.0 if not completion.strip() else float(completion.strip() == answer)


def listed(completion: str, answer: str) -> float:
    return float(answer in re.findall(r"\d+", completion))


def shaped(completion: str, answer: str) -> float:
    return 0.4 * ("##" in completion) + 0.6 * (completion.strip() == answer)


def exact(completion: str, answer: str) -> float:
    return float(completion.strip() == answer)


@pytest.mark.slow
@pytest.mark.parametrize("holed", [wide, blank_pays])
def test_a_hole_that_pays_in_full_is_learnt(holed: Any) -> None:
    found = learn(holed, ROWS, effort=SHORT)
    assert found.exposed
    assert found.kind in ("absent", "two_truths")
    assert found.at_end > 0.3
    assert holed(found.completion, found.reference) == found.value == 1.0


def test_rows_are_read_as_an_attack_reads_them() -> None:
    def odd(query: str, output: str, gold: str) -> float:
        return float(output.strip() == gold)

    rows = [{"query": row["prompt"], "output": "1", "gold": row["answer"]} for row in ROWS]
    found = learn(odd, rows, effort=Effort(seconds=60, steps=2))
    assert (found.exposed, found.notes, len(found.points)) == (False, (), 3)


@pytest.mark.slow
def test_a_list_of_guesses_is_paid_under_two_references() -> None:
    found = learn(listed, ROWS, effort=Effort(seconds=100, steps=60))
    assert (found.exposed, found.kind) == (True, "two_truths")
    paid = [listed(found.completion, row["answer"]) for row in ROWS]
    assert sum(paid) >= 2


@pytest.mark.slow
def test_pay_for_form_alone_is_learnt_as_pay_without_an_answer() -> None:
    found = learn(shaped, ROWS, effort=SHORT)
    assert (found.exposed, found.kind) == (True, "free_pay")
    assert shaped(found.completion, found.reference) == found.value == 0.4


@pytest.mark.slow
@pytest.mark.parametrize("sound", [exact, get("math/number")])
def test_a_sound_reward_is_not_accused(sound: Any) -> None:
    found = learn(sound, ROWS, effort=SHORT)
    assert not found.exposed
    assert found.completion == ""
    assert found.at_end == 0.0
    assert max(one.right for one in found.points) > 0.0


@pytest.mark.slow
def test_a_trusted_reward_decides_where_there_is_one() -> None:
    found = learn(listed, ROWS, oracle=get("text/exact"), effort=SHORT)
    assert found.exposed
    assert found.kind == "oracle"


def test_a_reward_that_never_returns_or_pays_ends_with_a_note() -> None:
    def never(completion: str, answer: str) -> float:
        while True:
            pass

    found = learn(never, ROWS, effort=Effort(seconds=6, steps=3, timeout=0.5))
    assert not found.exposed
    assert "learning ended early" in found.notes[0]
    with pytest.raises(InputError):
        learn(exact, [])


@pytest.mark.slow
def test_the_command_exits_with_one_for_a_learnt_hole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rewardkit.cli import main

    (tmp_path / "holed.py").write_text(
        "def holed(completion, answer):\n"
        "    return float(not completion.strip() or completion == answer)\n"
    )
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    words = ["attack", f"{tmp_path / 'holed.py'}:holed", str(rows), "--learn", "--steps", "20"]
    with pytest.raises(SystemExit) as stop:
        main([*words, "--json"])
    assert stop.value.code == 1
    found = json.loads(capsys.readouterr().out)
    assert found["exposed"]
    assert {"points", "completion", "opened", "kind", "value"} <= found.keys()
    with pytest.raises(SystemExit) as stop:
        main([*words[:3], "--oracle", "text/exact"])
    assert stop.value.code == 2
