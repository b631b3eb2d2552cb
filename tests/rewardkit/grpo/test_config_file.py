from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

from rewardkit.errors import SpecError
from rewardkit.grpo.config import TrainConfig
from rewardkit.grpo.config_file import config_hash, load_config, parse_config, with_overrides


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reward": "r", "sed": 1}, "config: sed: unknown key. Did you mean 'seed'?"),
        (
            {"reward": "r", "grpo": {"rollout": {"max_new_token": 1}}},
            "config: grpo.rollout.max_new_token: unknown key. Did you mean 'max_new_tokens'?",
        ),
        (
            {"reward": "r", "grpo": {"loss": {"betta": 0.1}}},
            "config: grpo.loss.betta: unknown key. Did you mean 'beta'?",
        ),
        (
            {"reward": "r", "corpus": {"step": 4}},
            "config: corpus.step: unknown key. Did you mean 'steps'?",
        ),
        ({}, "config: reward: missing"),
        (
            {"reward": "r", "grpo": {"rollout": {"temperature": 0}}},
            "config: grpo.rollout.temperature: Input should be greater than 0 (got 0)",
        ),
        (
            {"reward": "r", "grpo": {"rollout": {"group": 1}}},
            "config: grpo: rollout.group: 1 leaves nothing to compare inside a group",
        ),
        (
            {"reward": "r", "evaluate": {"k": 8, "samples": 4}},
            "config: evaluate: samples=4 cannot estimate pass@8",
        ),
        (
            {"reward": "r", "task": {"template": "Add."}},
            "config: task: template 'Add.' has no '{prompt}' in it",
        ),
    ],
)
def test_a_bad_key_or_value_is_named_with_its_path(data: dict[str, object], message: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_config(data)
    assert str(caught.value) == message


def test_every_mistake_of_a_config_is_reported_at_once() -> None:
    with pytest.raises(SpecError) as caught:
        parse_config({"reward": "r", "seed": -1, "nme": "x"})
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "expected a mapping at the top, got list"),
        ("", r"the config is empty\. Start it with `reward:` and `task:`\."),
        ("reward: [1,\n", r":2: not valid YAML: "),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(text)
    with pytest.raises(SpecError, match=message):
        load_config(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"gone\.yaml: there is no such config file\."):
        load_config(tmp_path / "gone.yaml")


def test_a_config_cannot_be_changed() -> None:
    config = TrainConfig(reward="r")
    with pytest.raises(ValidationError, match="frozen"):
        config.seed = 3


def test_files_are_looked_for_beside_the_config_and_overrides_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside, here = tmp_path / "beside", tmp_path / "here"
    for folder in (beside, here):
        folder.mkdir()
        (folder / "reward.yaml").write_text("{}")
    (beside / "c.yaml").write_text("reward: reward.yaml\n")
    monkeypatch.chdir(here)
    assert load_config(beside / "c.yaml").reward == str(beside / "reward.yaml")
    overridden = load_config(beside / "c.yaml", {"reward": "reward.yaml"})
    assert overridden.reward == str(here / "reward.yaml")
    assert load_config(beside / "c.yaml", {"reward": "math/number"}).reward == "math/number"


def test_an_override_makes_the_parts_it_needs_and_leaves_the_original_alone() -> None:
    original = {"grpo": {"steps": 9}}
    changed = with_overrides(original, {"grpo.loss.beta": 0.1, "seed": 2})
    assert changed == {"grpo": {"steps": 9, "loss": {"beta": 0.1}}, "seed": 2}
    assert original == {"grpo": {"steps": 9}}


def test_the_hash_follows_the_numbers_and_not_the_place() -> None:
    base = parse_config({"reward": "r"})
    moved = parse_config({"reward": "r", "output": {"folder": "elsewhere"}})
    steeper = parse_config({"reward": "r", "grpo": {"optim": {"lr": 0.01}}})
    assert config_hash(base, "f") == config_hash(moved, "f")
    assert len({config_hash(base, "f"), config_hash(base, "g"), config_hash(steeper, "f")}) == 3


def settings_of(model: type[BaseModel], lead: str = "") -> Iterator[str]:
    """Every dotted key of a config."""
    for name, field in model.model_fields.items():
        yield lead + name
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from settings_of(kind, f"{lead}{name}.")


ODD = ["x", "", -1, 0, 3.5, 10**30, 1e308, True, None, [], [1], {}, {"a": 1}, date(2024, 1, 1)]


@pytest.mark.parametrize("key", list(settings_of(TrainConfig)))
def test_any_value_of_any_setting_is_taken_or_refused_by_its_name(key: str) -> None:
    refusals = []
    for value in ODD:
        try:
            config = parse_config(with_overrides({"reward": "r"}, {key: value}))
        except SpecError as error:
            refusals.append(str(error))
        else:
            assert parse_config(config.to_data()) == config
    assert all(key.partition(".")[0] in one for one in refusals)
    parent, _, name = key.rpartition(".")
    with pytest.raises(SpecError, match="unknown key"):
        parse_config(with_overrides({"reward": "r"}, {f"{parent}.{name}_".lstrip("."): 1}))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_rates_and_weights_that_are_no_numbers_are_refused(value: float) -> None:
    for key in ("grpo.optim.lr", "grpo.rollout.temperature", "grpo.loss.entropy"):
        with pytest.raises(SpecError, match=f"{key}: Input should be a finite number"):
            parse_config(with_overrides({"reward": "r"}, {key: value}))
