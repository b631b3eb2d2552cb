"""A task of a user's own rows: read, split, judged, and trained on from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get
from rewardkit.errors import SpecError
from rewardkit.grpo.config_file import parse_config
from rewardkit.grpo.run.runfolder import choose_folder, read_config, write_config
from rewardkit.grpo.run.session import task_of
from rewardkit.tasks.config import TaskConfig

exact = get("text/exact")


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


@pytest.fixture
def sums(tmp_path: Path) -> str:
    rows = [
        {"id": at, "question": f"What is {at} plus 1?", "gold": at + 1, "level": at % 3,
         "shown": f"It is {at + 1}."}
        for at in range(40)
    ]  # fmt: skip
    return write(tmp_path / "sums.jsonl", rows)


def settings(data: str, **more: Any) -> TaskConfig:
    return TaskConfig(data=data, prompt="question", answer="gold", **more)


def test_rows_become_problems_with_their_columns(sums: str) -> None:
    task = task_of(settings(sums), exact)
    assert (len(task.train), len(task.validation), len(task.heldout)) == (26, 5, 9)
    problem = task.train[0]
    at = int(problem.prompt.split()[2])
    assert (problem.answer, problem.columns["gold"]) == (str(at + 1), at + 1)
    assert problem.columns["level"] == at % 3
    assert task.name == "sums"


def test_rows_of_verl_are_read_by_paths_and_their_chats_by_the_users_message(
    tmp_path: Path,
) -> None:
    system = {"role": "system", "content": "Add."}
    asked = [{"role": "user", "content": f"{at}+1="} for at in range(9)]
    for path, before in (("prompt", []), ("prompt.-1.content", [system])):
        rows = [
            {"prompt": [*before, one], "reward_model": {"ground_truth": at + 1}, "level": 2}
            for at, one in enumerate(asked)
        ]
        config = TaskConfig(
            data=write(tmp_path / "verl.jsonl", rows),
            prompt=path,
            answer="reward_model.ground_truth",
        )
        problem = task_of(config, exact).train[0]
        at = int(problem.prompt.removesuffix("+1="))
        assert (problem.answer, problem.columns["answer"]) == (str(at + 1), at + 1)
        assert "prompt" not in problem.columns
        assert problem.columns["level"] == 2
    with pytest.raises(SpecError, match="has no column 'reward_modle.x'. Did you mean 'reward_mo"):
        task_of(config.model_copy(update={"answer": "reward_modle.x"}), exact)


def test_the_split_never_overlaps_and_depends_on_its_seed_alone(sums: str) -> None:
    task, again = task_of(settings(sums), exact), task_of(settings(sums), exact)
    parts = [task.train, task.validation, task.heldout]
    prompts = [problem.prompt for part in parts for problem in part]
    assert len(set(prompts)) == 40
    assert task.heldout == again.heldout
    assert task.heldout != task_of(settings(sums, split_seed=1), exact).heldout


def test_held_out_answers_are_judged_by_the_judge_and_not_by_the_reward(sums: str) -> None:
    task = task_of(settings(sums, judge="math/equivalence"), exact)
    problem = task.train[0]
    right = f"So it is \\boxed{{{problem.answer}}}."
    assert task.correct(right, problem)
    assert not task.correct("So it is \\boxed{-7}.", problem)
    assert not task_of(settings(sums), exact).correct(right, problem)
    inline = {"use": "math/equivalence", "with": {"where": "<answer>"}}
    judged = task_of(settings(sums, judge=inline), exact)
    assert judged.correct(f"<answer>{problem.answer}</answer>", problem)


def test_completions_are_imitated_where_a_column_holds_them(sums: str) -> None:
    import random

    task = task_of(settings(sums, completion="shown"), exact)
    problem = task.train[0]
    assert task.demonstrate(problem, random.Random(0)) == f"It is {problem.answer}."
    bare = task_of(settings(sums), exact)
    with pytest.raises(SpecError, match="name their column as task.completion, or set prime: null"):
        bare.demonstrate(bare.train[0], random.Random(0))


@pytest.mark.parametrize(
    ("rows", "more", "message"),
    [
        ([{"prompt": "a", "answer": 1}], {}, "has no column 'question'"),
        ([{"question": [1], "gold": 1}], {}, "'question' is list, neither text nor a chat"),
        (
            [{"question": [{"role": r, "content": "a"} for r in ("system", "user")], "gold": 1}],
            {},
            r"the messages system, user; .* `task.prompt: question.-1.content` reads",
        ),
        ([{"question": "a", "gold": 1}], {}, "1 problems cannot give validation=1"),
        ([], {}, "has no rows"),
        (
            [{"question": "a", "gold": 1}],
            {"completion": "shown"},
            "row 0 of .* has no text 'shown'",
        ),
    ],
)
def test_rows_that_are_no_task_are_refused(
    tmp_path: Path, rows: list[dict[str, Any]], more: dict[str, Any], message: str
) -> None:
    with pytest.raises(SpecError, match=message):
        task_of(settings(write(tmp_path / "rows.jsonl", rows), **more), exact)


def test_a_broken_line_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text('{"question": "a", "gold": 1}\n{\n')
    with pytest.raises(SpecError, match="task.data: .*line 2"):
        task_of(settings(str(tmp_path / "rows.jsonl")), exact)
    with pytest.raises(SpecError, match="task.data: .*there is no such file"):
        task_of(settings(str(tmp_path / "none.jsonl")), exact)


def test_a_real_model_is_neither_primed_nor_driven_at_the_rate_of_the_tiny_one() -> None:
    real = parse_config({"reward": "r.yaml", "policy": {"path": "model"}})
    assert real.prime is None
    assert (real.grpo.optim.lr, real.grpo.optim.schedule) == (1e-6, "constant")
    tiny = parse_config({"reward": "r.yaml"})
    assert (tiny.prime is not None, tiny.grpo.optim.lr) == (True, 1e-3)
    own = parse_config({"reward": "r.yaml", "task": {"data": "t.jsonl"}})
    assert (own.prime, own.grpo.optim.lr) == (None, 1e-3)
    said = parse_config(
        {"reward": "r.yaml", "policy": {"path": "m"}, "prime": {"steps": 3},
         "grpo": {"optim": {"lr": 1e-4}}}
    )  # fmt: skip
    assert (said.prime is not None, said.grpo.optim.lr) == (True, 1e-4)


@pytest.mark.parametrize("sizes", [{}, {"heldout": 12}])
def test_a_config_read_again_from_its_run_folder_splits_the_rows_as_before(
    sums: str, tmp_path: Path, sizes: dict[str, int]
) -> None:
    rows = {"data": sums, "prompt": "question", "answer": "gold", **sizes}
    output = {"folder": str(tmp_path / "runs")}
    config = parse_config({"reward": "text/exact", "task": rows, "output": output})
    with choose_folder(config, "abcdefgh") as folder:
        write_config(folder, config, "abcdefgh", {})
    again, _ = read_config(folder.path)
    assert again == config
    assert task_of(again.task, exact).heldout == task_of(config.task, exact).heldout


def test_the_command_line_trains_on_own_rows(
    sums: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from rewardkit.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.yaml").write_text(
        """
reward: {use: math/number}
task: {data: sums.jsonl, prompt: question, answer: gold, completion: shown, judge: math/number}
policy: {hidden: 16, layers: 1, heads: 2, head_dim: 8, intermediate: 16}
prime: {steps: 2, rows: 20}
grpo: {steps: 2, rollout: {prompts: 4, group: 4}}
evaluate: {every: 2, k: 2, samples: 2, problems: 4, scored: 4}
"""
    )
    with pytest.raises(SystemExit) as ended:
        main(["train", "train.yaml", "--json"])
    assert not ended.value.code
    result = json.loads(capsys.readouterr().out)
    assert result["steps"] == 2
    # The rows are part of the identity of a run.
    first = result["config_hash"]
    with (tmp_path / "sums.jsonl").open("a") as file:
        file.write(json.dumps({"question": "What is 1 plus 1?", "gold": 2, "shown": "2"}) + "\n")
    with pytest.raises(SystemExit):
        main(["train", "train.yaml", "--json"])
    assert json.loads(capsys.readouterr().out)["config_hash"] != first
