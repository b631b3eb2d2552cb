"""TRL's own trainers train a tiny model with our rewards, in the environment that has TRL."""

from __future__ import annotations

import json
import math
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.trl, pytest.mark.slow]

SCRIPT = Path(__file__).with_name("trl_training.py")
Run = dict[str, Any]


OLDER = "REWARDKIT_TRL_OLDER"
OFFLINE = {"HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": "", "TOKENIZERS_PARALLELISM": "false"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the script writes, and where it runs."""
    return tmp_path_factory.mktemp("trl")


@pytest.fixture(scope="module")
def found(trl_python: Path, folder: Path) -> dict[str, Any]:
    """What every run of the script logged; it runs once, offline and on the CPU."""
    result = with_trl(trl_python, folder, SCRIPT, folder)
    assert result.returncode == 0, result.stderr[-4000:]
    read: dict[str, Any] = json.loads((folder / "found.json").read_text())
    return read


@pytest.fixture(scope="module")
def older(trl_python: Path, folder: Path) -> dict[str, Any]:
    """What the script saw with the older TRL, which lies beside the environment."""
    beside = Path(os.environ.get(OLDER, trl_python.parent.parent / "older"))
    if not beside.exists():
        pytest.skip(f"needs trl: no {beside}; `make setup-trl` fills it")
    path = os.pathsep.join([str(beside), os.environ.get("PYTHONPATH", "")])
    result = with_trl(trl_python, folder, SCRIPT, folder, "older", PYTHONPATH=path)
    assert result.returncode == 0, result.stderr[-4000:]
    read: dict[str, Any] = json.loads((folder / "older.json").read_text())
    return {**read, "said": result.stderr}


def with_trl(
    python: Path, folder: Path, *words: object, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), *map(str, words)],
        env={**os.environ, **OFFLINE, **more},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )


def run(found: dict[str, Any], name: str) -> Run:
    one: Run = found["runs"][name]
    assert len(one["steps"]) == 3
    return one


def means(one: Run, key: str) -> list[float]:
    return [step[key] for step in one["steps"]]


def test_it_is_the_version_whose_contract_we_wrote_down(found: dict[str, Any]) -> None:
    assert found["trl"] == "1.16.0"


@pytest.mark.parametrize(
    ("name", "kind"), [("composed", "GRPO"), ("chat", "GRPO"), ("rloo", "RLOO")]
)
def test_a_composed_reward_trains_as_it_stands(found: dict[str, Any], name: str, kind: str) -> None:
    one = run(found, name)
    assert one["names"] == ["mixed"], kind
    assert one["moved"] > 0
    assert one["finite"]
    assert all(0.0 <= value <= 1.0 for value in means(one, "rewards/mixed/mean"))


@pytest.mark.parametrize("name", ["composed", "chat", "rloo"])
def test_every_component_is_logged_and_adds_up_to_the_total(
    found: dict[str, Any], name: str
) -> None:
    for step in run(found, name)["steps"]:
        digits = step["rewards/mixed/digits/mean"]
        close = step["rewards/mixed/close/mean"]
        # TRL rounds nothing, but its own mean is a float32.
        total = 0.5 * digits + 0.5 * close / 10.0
        assert step["rewards/mixed/mean"] == pytest.approx(total, abs=1e-4)


def test_unreadable_completions_are_counted_beside_the_reward(found: dict[str, Any]) -> None:
    shares = means(run(found, "composed"), "rewards/mixed/status/unparsed")
    assert any(share > 0 for share in shares)
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_components_are_columns_of_the_table_of_completions(found: dict[str, Any]) -> None:
    extra = run(found, "composed")["extra"]
    assert {"mixed/digits", "mixed/close", "mixed/status", "mixed/reason"} <= set(extra)
    assert len({len(values) for values in extra.values()}) == 1


def test_two_rewards_are_logged_apart(found: dict[str, Any]) -> None:
    one = run(found, "two")
    assert one["names"] == ["mixed", "outage"]
    for step in one["steps"]:
        assert {"rewards/mixed/mean", "rewards/outage/mean", "rewards/mixed/close/mean"} <= set(
            step
        )
    assert one["finite"]


@pytest.mark.parametrize("name", ["failing", "two"])
def test_samples_that_error_are_unknown_to_trl_and_training_goes_on(
    found: dict[str, Any], name: str
) -> None:
    one = run(found, name)
    shares = means(one, "rewards/outage/status/error")
    assert any(share > 0 for share in shares), "the scenario must contain errors"
    assert one["finite"]
    assert all(math.isfinite(step["loss"]) for step in one["steps"])


def test_an_error_is_not_averaged_as_a_zero(found: dict[str, Any]) -> None:
    """Of a batch that only partly errored, TRL averages what has a number."""
    extra = run(found, "failing")["extra"]
    assert "error" in extra["outage/status"]
    for step in run(found, "failing")["steps"]:
        share = step["rewards/outage/status/error"]
        mean = step["rewards/outage/mean"]
        assert math.isnan(mean) if share == 1.0 else 0.0 <= mean <= 1.0


def test_the_example_trains_a_local_model(
    found: dict[str, Any], trl_python: Path, folder: Path, root: Path
) -> None:
    example = root / "examples" / "trl_grpo.py"
    result = with_trl(trl_python, folder, example, folder / "model")
    assert result.returncode == 0, result.stderr[-4000:]
    assert "rewards/graded/right/mean" in result.stdout


# --- holes that the first adapter had ---------------------------------------------------------


def near_zero(advantages: list[list[float]]) -> bool:
    return all(abs(value) < 1e-6 for batch in advantages for value in batch)


@pytest.mark.parametrize("name", ["outage_in_a_list", "outage_beside_penalty", "outage_alone"])
def test_an_outage_moves_no_weight_alone_or_in_a_list(found: dict[str, Any], name: str) -> None:
    # Every judged row earns the same, so an advantage could only come from the outage.
    one = run(found, name)
    assert near_zero(one["advantages"])
    assert all(step["reward"] in (0.0, 1.0, 2.0) for step in one["steps"])
    assert 0.0 < means(one, f"rewards/{one['names'][-1]}/status/error")[0] < 1.0


def test_in_a_trl_without_unknown_rewards_an_outage_gets_the_mean_of_its_group(
    older: dict[str, Any],
) -> None:
    assert older["trl"] == "1.5.0"
    one = run(older, "outage_alone")
    assert near_zero(one["advantages"])
    assert means(one, "rewards/alone/mean") == [1.0] * 3
    assert "1.6.0 is the first that leaves it out" in older["said"]


def test_axolotl_takes_a_reward_of_one_parameter(older: dict[str, Any]) -> None:
    # Its own check wants two parameters; a reward's signature is that of a reward function.
    assert older["facts"]["axolotl"] >= 2


def test_a_shipped_reward_that_counts_tokens_has_a_number_on_every_row(
    found: dict[str, Any],
) -> None:
    one = run(found, "tokens")
    assert means(one, "rewards/tokens/overlong/share") == [1.0] * 3
    assert means(one, "rewards/tokens/status/error") == [0.0] * 3
    assert not near_zero(one["advantages"])


def test_a_reward_on_token_ids_has_a_number_on_every_row(found: dict[str, Any]) -> None:
    assert means(run(found, "ids"), "rewards/by_ids/status/error") == [0.0] * 3


def test_groups_of_one_constant_prompt_are_as_large_as_the_trainer_says(
    found: dict[str, Any],
) -> None:
    assert found["facts"]["sizes"] == [4] * 6


def test_async_rewards_of_a_list_wait_at_the_same_time(found: dict[str, Any]) -> None:
    # Two rewards of eight rows each: sixteen calls wait together, in each of two runs.
    assert found["facts"]["together"].count(16) == 6


def test_the_trainer_state_reaches_the_reward(found: dict[str, Any]) -> None:
    assert sorted(set(found["facts"]["steps_seen"])) == [0, 1, 2]


def test_a_running_normaliser_is_saved_restored_and_left_alone_by_evaluation(
    found: dict[str, Any],
) -> None:
    # Three steps of eight rows; an evaluation after each adds none.
    assert found["facts"]["running"] == {"count": 24, "at_two": 16, "resumed": 24}


def test_a_reward_that_fails_on_every_row_ends_training_with_the_cause(
    found: dict[str, Any],
) -> None:
    assert "KeyError: 'no such table'" in found["facts"]["broken"]


def test_a_service_that_is_down_ends_training_by_the_breaker_with_its_reason(
    found: dict[str, Any],
) -> None:
    said = found["facts"]["down"]
    assert "16 of the latest 16 samples failed" in said
    assert "judge_unreachable" in said


def test_a_cache_is_reached_from_the_trainer(found: dict[str, Any]) -> None:
    first, second = found["facts"]["cached"]
    assert first > 0
    assert second == 0


def test_the_rewards_of_a_list_agree_in_async_grpo(found: dict[str, Any]) -> None:
    assert found["facts"]["async_grpo"]["values"] == [[None, 1.0, None, 1.0]] * 2


def test_the_keys_of_the_log_are_the_same_at_every_step(found: dict[str, Any]) -> None:
    for name in ("composed", "failing", "tokens"):
        keys = [
            {key for key in step if key.startswith("rewards/")}
            for step in run(found, name)["steps"]
        ]
        assert keys[0] == keys[1] == keys[2]
