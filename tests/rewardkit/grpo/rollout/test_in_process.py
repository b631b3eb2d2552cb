"""Sampling with the policy itself: equal to one pass of the model, whoever leaves the batch."""

from __future__ import annotations

import pytest
import torch

from rewardkit.grpo.config import PolicyConfig, Sampling
from rewardkit.grpo.policy.model import Policy, make_tiny_model
from rewardkit.grpo.policy.tokenizers import CharTokenizer
from rewardkit.grpo.rollout.engine import Engine, InProcess, choose_tokens, truncated

TEXTS = ["12+34=", "7+8=", "9=", "90+1="]


@pytest.fixture(scope="module")
def policy() -> Policy:
    tokenizer = CharTokenizer("0123456789+=")
    config = PolicyConfig(hidden=32, layers=2, heads=2, head_dim=16, intermediate=48)
    model = make_tiny_model(config, vocabulary=len(tokenizer.tokens), seed=0).eval()
    return Policy(model, tokenizer, torch.device("cpu"))


def _prompts(policy: Policy, times: int = 6) -> list[list[int]]:
    return [policy.tokenizer.encode(text) for text in TEXTS] * times


def _seeded(seed: int = 3) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("cache_tokens", [None, 60, 1])
@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_log_probabilities_are_those_of_one_pass_for_every_row(
    policy: Policy, cache_tokens: int | None, temperature: float
) -> None:
    engine: Engine = InProcess(policy, cache_tokens)
    prompts = _prompts(policy)
    sampling = Sampling(max_new_tokens=20, temperature=temperature, stop=("77", "0"))
    written = engine.write(prompts, sampling, _seeded())
    assert {one.finish for one in written} == {"eos", "stop", "length"}
    for prompt, one in zip(prompts, written, strict=True):
        with torch.no_grad():
            logits = policy.model(torch.tensor([prompt + list(one.ids)])).logits[0]
        rows = torch.log_softmax(logits[len(prompt) - 1 : -1] / temperature, -1)
        own = rows.gather(1, torch.tensor(one.ids)[:, None])[:, 0]
        torch.testing.assert_close(own, torch.tensor(one.logprobs), rtol=1e-4, atol=1e-5)
        text = policy.tokenizer.decode(one.ids)
        assert (one.finish == "eos") == (one.ids[-1] == policy.tokenizer.eos_id)
        assert (one.finish == "stop") == ("77" in text or "0" in text)
        assert "77" not in text[:-1]
        assert "0" not in text[:-1]
        assert len(one.ids) == 20 or one.finish != "length"


def test_rows_that_have_ended_leave_the_batch(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    forward = policy.model.forward

    def counting(*args: object, **options: object) -> object:
        ids = options["input_ids"]
        assert isinstance(ids, torch.Tensor)
        sizes.append(len(ids))
        return forward(*args, **options)

    monkeypatch.setattr(policy.model, "forward", counting)
    prompts = _prompts(policy, 16)
    written = InProcess(policy).write(prompts, Sampling(max_new_tokens=40), _seeded())
    assert sizes[0] == len(prompts)
    assert sizes == sorted(sizes, reverse=True)
    needed = sum(len(one.ids) for one in written)
    assert sum(sizes) < 1.35 * needed  # each forward of a row that had ended is waste
    assert len(prompts) * len(sizes) > 2 * needed


def test_the_likeliest_tokens_do_not_depend_on_the_cache(policy: Policy) -> None:
    sampling = Sampling(max_new_tokens=16)
    prompts = _prompts(policy, 3)
    whole = InProcess(policy).write(prompts, sampling, None)
    bounded = InProcess(policy, cache_tokens=50).write(prompts, sampling, None)
    assert [one.ids for one in whole] == [one.ids for one in bounded]


def test_the_same_generator_gives_the_same_messages(policy: Policy) -> None:
    sampling, engine = Sampling(max_new_tokens=12, top_p=0.9), InProcess(policy)
    one = engine.write(_prompts(policy), sampling, _seeded())
    assert one == engine.write(_prompts(policy), sampling, _seeded())
    assert one != engine.write(_prompts(policy), sampling, _seeded(4))


def test_no_prompt_gives_no_message_and_an_empty_one_is_refused(policy: Policy) -> None:
    engine = InProcess(policy)
    assert engine.write([], Sampling(max_new_tokens=2), None) == []
    with pytest.raises(ValueError, match="prompt 1 has no token"):
        engine.write([[5], []], Sampling(max_new_tokens=2), None)


def test_the_policy_that_is_trained_is_the_one_that_writes(policy: Policy) -> None:
    engine = InProcess(policy)
    engine.take(policy.model.named_parameters())
    assert engine.policy.model is policy.model


@pytest.mark.parametrize(
    ("settings", "kept"),
    [
        ({"min_p": 0.55}, [0, 1]),
        ({"top_k": 1}, [0]),
        ({"top_k": 3}, [0, 1, 2]),
        ({"top_k": 99}, [0, 1, 2, 3]),
        ({"top_p": 0.39}, [0]),
        ({"top_p": 0.41}, [0, 1]),
        ({"top_p": 1.0}, [0, 1, 2, 3]),
        ({"top_k": 2, "top_p": 0.55}, [0]),  # 0.4 of the 0.7 that are left is 0.57
        ({"min_p": 0.9, "top_p": 0.99}, [0]),
    ],
)
def test_each_setting_leaves_the_unlikely_out(settings: dict[str, float], kept: list[int]) -> None:
    logprobs = torch.tensor([[0.4, 0.3, 0.2, 0.1]]).log()
    sampling = Sampling(max_new_tokens=1, **settings)  # type: ignore[arg-type]
    found = truncated(logprobs, sampling)[0]
    assert [k for k in range(4) if found[k] > -torch.inf] == kept
    drawn = {int(choose_tokens(logprobs, sampling, _seeded(n))[0]) for n in range(60)}
    assert drawn <= set(kept)
