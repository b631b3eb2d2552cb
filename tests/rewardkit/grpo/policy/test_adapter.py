"""An adapter learns in place of the model, and the model without it is the reference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from rewardkit.errors import SpecError
from rewardkit.grpo.config import GrpoConfig, LoraConfig, OptimConfig, PolicyConfig
from rewardkit.grpo.objective.critic import Critic, with_values
from rewardkit.grpo.objective.update import look, make_optimizer, update
from rewardkit.grpo.policy.model import (
    Policy,
    frozen_copy,
    learnt_state,
    load_learnt,
    make_policy,
    save_policy,
)
from rewardkit.grpo.rollout.batch import Batch, Rollout, pack
from rewardkit.tasks.problem import Task

pytest.importorskip("peft")
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")

SHAPE = PolicyConfig(hidden=16, layers=1, heads=2, head_dim=8, intermediate=16)
CONFIG = GrpoConfig(optim=OptimConfig(lr=1e-2))
Roll = Callable[..., list[Rollout]]


@pytest.fixture
def base(small: Policy, tmp_path: Path) -> str:
    save_policy(small, tmp_path / "base")
    return str(tmp_path / "base")


def adapted(base: str, sums: Task, rank: int = 4, **settings: object) -> Policy:
    lora = LoraConfig(rank=rank)
    return make_policy(PolicyConfig(path=base, lora=lora, **settings), sums, 0)  # type: ignore[arg-type]


def learn(policy: Policy, batch: Batch) -> None:
    optimizer = make_optimizer(policy.model.parameters(), CONFIG.optim)
    update(policy, optimizer, batch, torch.ones(batch.rows, dtype=torch.bool), CONFIG)


def trained(policy: Policy, roll_three: Roll) -> Batch:
    batch = pack(roll_three(policy), [row // 4 for row in range(12)])
    batch = batch.with_columns(advantage=torch.linspace(-1, 1, 12)[batch.row])
    learn(policy, batch)
    return batch


def test_alpha_is_twice_the_rank_and_a_new_adapter_changes_nothing(
    base: str, small: Policy, sums: Task, roll_three: Roll
) -> None:
    policy = adapted(base, sums)
    assert policy.model.peft_config["default"].lora_alpha == 8
    assert roll_three(policy) == roll_three(small)
    assert policy.plain_head


def test_only_the_adapter_learns_and_the_model_without_it_is_the_reference(
    base: str, small: Policy, sums: Task, roll_three: Roll
) -> None:
    policy = adapted(base, sums)
    off = frozen_copy(policy, learnt_state(policy.model))
    assert off.frozen_adapter == "off"
    frozen = {n: p.clone() for n, p in policy.model.named_parameters() if not p.requires_grad}
    batch = trained(policy, roll_three)
    assert all(torch.equal(p, frozen[n]) for n, p in policy.model.named_parameters() if n in frozen)
    moved = look(policy, batch, CONFIG)
    assert torch.allclose(look(off, batch, CONFIG), look(small, batch, CONFIG), atol=1e-6)
    assert not torch.allclose(moved, look(small, batch, CONFIG), atol=1e-4)
    # Looking at the reference leaves the policy as it is.
    assert torch.equal(look(policy, batch, CONFIG), moved)


def test_an_adapter_that_has_learnt_is_kept_as_the_reference(
    base: str, sums: Task, roll_three: Roll
) -> None:
    policy = adapted(base, sums)
    batch = trained(policy, roll_three)
    before = look(policy, batch, CONFIG)
    reference = frozen_copy(policy, learnt_state(policy.model))
    learn(policy, batch)
    after = look(policy, batch, CONFIG)
    assert torch.equal(look(reference, batch, CONFIG), before)
    assert torch.equal(look(policy, batch, CONFIG), after)
    assert not torch.equal(before, after)


def test_what_is_kept_of_a_run_is_the_adapter_alone(
    base: str, sums: Task, roll_three: Roll
) -> None:
    policy, again = adapted(base, sums), adapted(base, sums)
    batch = trained(policy, roll_three)
    state = learnt_state(policy.model)
    assert state
    assert all("lora" in name for name in state)
    load_learnt(again.model, state)
    assert torch.equal(look(again, batch, CONFIG), look(policy, batch, CONFIG))
    with pytest.raises(SpecError, match="other layers"):
        load_learnt(again.model, dict(list(state.items())[1:]))


def test_a_saved_adapter_reads_back_as_a_policy_of_its_own(
    base: str, sums: Task, roll_three: Roll, tmp_path: Path
) -> None:
    policy = adapted(base, sums)
    batch = trained(policy, roll_three)
    save_policy(policy, tmp_path / "saved")
    assert not (tmp_path / "saved" / "model.safetensors").exists()
    again = make_policy(PolicyConfig(path=str(tmp_path / "saved")), sums, 0)
    assert torch.allclose(look(again, batch, CONFIG), look(policy, batch, CONFIG), atol=1e-5)


def test_an_adapter_on_a_model_made_here_is_saved_as_a_whole_model(
    sums: Task, tmp_path: Path, roll_three: Roll
) -> None:
    policy = make_policy(SHAPE.model_copy(update={"lora": LoraConfig(rank=2)}), sums, 0)
    batch = trained(policy, roll_three)
    save_policy(policy, tmp_path / "whole")
    again = make_policy(PolicyConfig(path=str(tmp_path / "whole")), sums, 0)
    assert torch.allclose(look(again, batch, CONFIG), look(policy, batch, CONFIG), atol=1e-5)


def test_a_critic_beside_an_adapter_learns_and_the_model_below_both_stays(
    base: str, sums: Task, roll_three: Roll
) -> None:
    config = GrpoConfig.model_validate({"critic": {"lr": 3.0}, "optim": {"lr": 1e-2}})
    policy = adapted(base, sums)
    critic = Critic(policy)
    optimizer = make_optimizer(policy.model.parameters(), config.optim, critic.parameters())
    frozen = {n: p.clone() for n, p in policy.model.named_parameters() if not p.requires_grad}
    below = {n: p.clone() for n, p in critic.named_parameters() if not p.requires_grad}
    learnt = {n: one.clone() for n, one in learnt_state(policy.model).items()}
    assert below
    every, errors = torch.ones(12, dtype=torch.bool), []
    batch = pack(roll_three(policy), [row // 4 for row in range(12)])
    scores = torch.linspace(-1, 1, 12)
    for _ in range(30):
        with_them = with_values(critic, batch, scores, every, config)
        found = update(policy, optimizer, with_them, every, config, critic)
        errors.append(found.value_loss or 0.0)
    assert errors[-1] < 0.7 * errors[0]
    assert all(torch.equal(p, frozen[n]) for n, p in policy.model.named_parameters() if n in frozen)
    assert all(torch.equal(p, below[n]) for n, p in critic.named_parameters() if n in below)
    moved = learnt_state(policy.model)
    assert any(not torch.equal(one, learnt[name]) for name, one in moved.items())
    # The critic has an adapter of its own, which is no part of the policy's.
    own = [p for n, p in critic.named_parameters() if "lora" in n]
    assert own
    assert not any(one is p for one in own for p in policy.model.parameters())


def test_layers_that_are_not_there_are_refused(base: str, sums: Task) -> None:
    lora = LoraConfig(targets=("no_such_layer",))
    with pytest.raises(SpecError, match=r"policy\.lora: .*no_such_layer"):
        make_policy(PolicyConfig(path=base, lora=lora), sums, 0)


def test_in_bfloat16_what_learns_stays_float32(
    base: str, small: Policy, sums: Task, roll_three: Roll
) -> None:
    for policy in (
        adapted(base, sums, dtype="bfloat16"),
        make_policy(PolicyConfig(path=base, dtype="bfloat16"), sums, 0),
    ):
        learning = [p for p in policy.model.parameters() if p.requires_grad]
        assert {p.dtype for p in learning} == {torch.float32}
        batch = pack(roll_three(small), range(12))
        gap = (look(policy, batch, CONFIG) - batch.old).abs().max()
        assert 0 < gap < 0.1
        before = [p.detach().clone() for p in learning]
        learn(policy, batch.with_columns(advantage=torch.linspace(-1, 1, 12)[batch.row]))
        assert any(not torch.equal(a, b) for a, b in zip(before, learning, strict=True))
    frozen = {p.dtype for p in adapted(base, sums, dtype="bfloat16").model.parameters()}
    assert frozen == {torch.float32, torch.bfloat16}


def test_checkpointing_changes_memory_and_no_number(
    base: str, sums: Task, roll_three: Roll
) -> None:
    found = []
    for checkpointing in (False, True):
        policy = make_policy(PolicyConfig(path=base, checkpointing=checkpointing), sums, 0)
        trained(policy, roll_three)
        assert not policy.model.training
        found.append(torch.cat([p.detach().flatten() for p in policy.model.parameters()]))
    assert torch.equal(*found)
