from __future__ import annotations

import random
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from rewardkit.errors import InputError
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.run.checkpoint import (
    Cursor,
    Progress,
    make_chance,
    read_checkpoint,
    restore_chance,
    save_checkpoint,
    write_atomically,
)
from rewardkit.grpo.run.runfolder import CHECKPOINT

CPU = torch.device("cpu")


def save(folder: Path, policy: Policy) -> None:
    progress = Progress(best=0.5, before={"accuracy": 0.25, "components": {"a": None}})
    state = {
        "config_hash": "h",
        "cursor": asdict(Cursor("grpo", 7)),
        "progress": asdict(progress),
        "reward_state": {"": {"count": 2.0}},
    }
    save_checkpoint(folder, policy.model, make_chance(3, "grpo", CPU), state)


def test_a_checkpoint_reads_back_as_it_was_written(tmp_path: Path, small: Policy) -> None:
    save(tmp_path, small)
    data = read_checkpoint(tmp_path)
    assert data is not None
    assert Cursor(**data["cursor"]) == Cursor("grpo", 7)
    assert Progress(**data["progress"]).before == {"accuracy": 0.25, "components": {"a": None}}
    assert data["reward_state"] == {"": {"count": 2.0}}
    assert torch.equal(data["model"]["lm_head.weight"], small.model.state_dict()["lm_head.weight"])


def test_every_source_of_chance_goes_on_where_it_was(tmp_path: Path, small: Policy) -> None:
    def draw(chance_of: random.Random, tokens: torch.Generator) -> tuple[object, ...]:
        return (
            chance_of.random(),
            torch.rand(2, generator=tokens).tolist(),
            random.random(),
            torch.rand(2).tolist(),
        )

    chance = make_chance(3, "grpo", CPU)
    save(tmp_path, small)
    expected = draw(chance.order, chance.tokens)
    draw(chance.order, chance.tokens)
    data = read_checkpoint(tmp_path)
    assert data is not None
    restored = make_chance(99, "other", CPU)
    restore_chance(data, restored)
    assert draw(restored.order, restored.tokens) == expected


def test_stages_and_seeds_have_chances_of_their_own() -> None:
    draws = {
        make_chance(seed, stage, CPU).order.random()
        for seed in (0, 1)
        for stage in ("corpus", "grpo")
    }
    assert len(draws) == 4
    assert make_chance(0, "grpo", CPU).order.random() in draws


def test_there_may_be_no_checkpoint_yet(tmp_path: Path) -> None:
    assert read_checkpoint(tmp_path) is None


def test_a_kill_while_writing_leaves_the_old_checkpoint(
    tmp_path: Path, small: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, small)
    whole = (tmp_path / CHECKPOINT).read_bytes()

    def half_written(data: object, file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(torch, "save", half_written)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / CHECKPOINT, {})
    assert (tmp_path / CHECKPOINT).read_bytes() == whole


def test_a_damaged_checkpoint_is_named_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"not a checkpoint")
    with pytest.raises(InputError, match=r"checkpoint\.pt cannot be read .*Remove it to start"):
        read_checkpoint(tmp_path)


def test_a_checkpoint_never_runs_code(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (open, (str(tmp_path / "ran"), "w"))

    torch.save({"format": 1, "model": Evil()}, tmp_path / CHECKPOINT)
    with pytest.raises(InputError, match="cannot be read as a checkpoint"):
        read_checkpoint(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_another_format_is_refused(tmp_path: Path) -> None:
    torch.save({"format": 0}, tmp_path / CHECKPOINT)
    with pytest.raises(InputError, match="not a checkpoint of format 2. Start again with --fresh"):
        read_checkpoint(tmp_path)
