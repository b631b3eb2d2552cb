from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import SpecError
from rewardkit.grpo.config import GrpoConfig, PolicyConfig, Sampling
from rewardkit.grpo.objective.update import look, make_optimizer, update
from rewardkit.grpo.policy.model import (
    Policy,
    load_local,
    make_policy,
    save_policy,
)
from rewardkit.grpo.policy.tokenizers import CharTokenizer, LocalTokenizer
from rewardkit.grpo.rollout.batch import Rollout, pack
from rewardkit.grpo.rollout.roll import roll
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.problem import Task
from rewardkit.tasks.tasks import make_task


@given(st.lists(st.sampled_from(["<a>", "</a>", *"0123456789+="]), max_size=20))
def test_the_tokenizer_gives_back_what_it_read_one_token_a_tag(parts: list[str]) -> None:
    tokenizer = CharTokenizer("0123456789+=")
    ids = tokenizer.encode("".join(parts))
    assert len(ids) == len(parts)
    assert tokenizer.decode(ids) == "".join(parts)


def test_a_character_without_a_token_is_named() -> None:
    with pytest.raises(SpecError, match=r"no token for 'x' in '2x2'"):
        CharTokenizer("0123456789").encode("2x2")


def test_the_template_brings_its_own_characters() -> None:
    task = make_task(TaskConfig(digits=1, validation=5, heldout=5, template="add {prompt}<a>"))
    policy = make_policy(PolicyConfig(hidden=16, layers=1, heads=2, head_dim=8), task, 0)
    assert len(policy.tokenizer.encode(task.prompt(task.train[0]))) == len("add 1+1=") + 1


def test_the_same_seed_makes_the_same_policy(make_small: Callable[[int], Policy]) -> None:
    first, again, other = (next(make_small(s).model.parameters()) for s in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_saved_policy_reads_back_and_writes_the_same(
    small: Policy, sums: Task, tmp_path: Path
) -> None:
    save_policy(small, tmp_path / "policy")
    again = make_policy(PolicyConfig(path=str(tmp_path / "policy")), sums, seed=9)
    ours, theirs = (
        roll(p, sums, sums.heldout[:5], Sampling(max_new_tokens=5), None) for p in (small, again)
    )
    assert ours == theirs


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"holds no config\.json, so it is not a model folder"):
        load_local(tmp_path, chat=False)


def test_a_folder_with_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "no-such-model"}')
    with pytest.raises(SpecError, match="cannot be read"):
        load_local(tmp_path, chat=False)


def test_a_local_transformers_model_with_its_own_tokenizer_can_be_the_policy(
    sums: Task, tmp_path: Path
) -> None:
    tokenizers = pytest.importorskip("tokenizers")
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    words = {word: i for i, word in enumerate(["<e>", *"0123456789+=<>/a "])}
    inner = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="<e>"))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.Split("", "isolated")
    inner.decoder = tokenizers.decoders.Fuse()
    fast = PreTrainedTokenizerFast(tokenizer_object=inner, eos_token="<e>")  # type: ignore[no-untyped-call]
    fast.chat_template = "{% for m in messages %}0{{ m['content'] }}{% endfor %}="
    fast.save_pretrained(tmp_path)
    shape = GPT2Config(vocab_size=len(words), n_embd=16, n_layer=1, n_head=2, n_positions=64)
    GPT2LMHeadModel(shape).save_pretrained(tmp_path)
    policy = make_policy(PolicyConfig(path=str(tmp_path), chat=True), sums, 0)
    tokenizer = policy.tokenizer
    assert tokenizer.prompt("1+1=") == "01+1=="
    assert tokenizer.decode(tokenizer.encode("1+1=")) == "1+1="
    # What follows a message up to the next one, with and without its end.
    assert tokenizer.reply("7", ended=False) == "07="
    assert len(roll(policy, sums, sums.heldout[:2], Sampling(max_new_tokens=4), None)) == 2
    save_policy(policy, tmp_path / "saved")
    assert (tmp_path / "saved" / "tokenizer.json").is_file()


@pytest.mark.parametrize("device", ["gpu", "cuda:99", "nothing"])
def test_a_device_that_is_not_there_is_refused_by_name(sums: Task, device: str) -> None:
    with pytest.raises(SpecError, match=rf"policy\.device: '{device}' cannot be used"):
        make_policy(PolicyConfig(device=device), sums, 0)


def test_a_tokenizer_without_an_end_is_refused_by_name() -> None:
    class Endless:
        eos_token_id = None

    with pytest.raises(SpecError, match="has no end-of-sequence token"):
        LocalTokenizer(Endless(), chat=False)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="torch.compile needs a C++ compiler here")
@pytest.mark.filterwarnings("ignore")
def test_a_compiled_policy_takes_the_steps_of_one_that_is_not(
    sums: Task, roll_three: Callable[..., list[Rollout]]
) -> None:
    shape = {"hidden": 16, "layers": 1, "heads": 2, "head_dim": 8, "intermediate": 16}
    config = GrpoConfig.model_validate({"loss": {"beta": 0.1}, "epochs": 3})
    ends = []
    for compiled in (False, True):
        policy = make_policy(PolicyConfig.model_validate(shape | {"compile": compiled}), sums, 0)
        batch = pack(roll_three(policy), [row // 4 for row in range(12)])
        batch = batch.with_columns(
            advantage=torch.linspace(-1, 1, 12)[batch.row], reference=look(policy, batch, config)
        )
        optimizer = make_optimizer(policy.model.parameters(), config.optim)
        found = update(policy, optimizer, batch, torch.ones(12, dtype=torch.bool), config)
        ends.append((found.loss, found.entropy, found.kl, look(policy, batch, config)))
        assert (policy.compiled_body is not None) == compiled
    (plain, compiled_end) = ends
    assert plain[:3] == pytest.approx(compiled_end[:3], abs=1e-5)
    assert torch.allclose(plain[3], compiled_end[3], atol=1e-4)
