from __future__ import annotations

import math

import torch

from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import Sampling, Written, choose, write


def sample(
    policy: Policy, prompts: list[str], seed: int | None, **settings: object
) -> list[Written]:
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    encoded = [policy.tokenizer.encode(prompt) for prompt in prompts]
    return write(policy, encoded, Sampling(**settings), generator)  # type: ignore[arg-type]


def test_padding_does_not_change_what_is_written(small: Policy) -> None:
    prompts = ["1+1=", "9+9=1+2=", "3+4="]
    together = sample(small, prompts, None, max_new_tokens=6)
    alone = [sample(small, [p], None, max_new_tokens=6)[0] for p in prompts]
    assert [one.ids for one in together] == [one.ids for one in alone]


def test_the_same_generator_state_gives_the_same_rollouts(small: Policy) -> None:
    def ids() -> list[tuple[int, ...]]:
        return [one.ids for one in sample(small, ["1+1="] * 20, 3, max_new_tokens=5)]

    assert ids() == ids()
    assert len(set(ids())) > 1


def test_a_completion_ends_with_its_end_token_and_says_so(small: Policy) -> None:
    eos = small.tokenizer.eos_id
    found = sample(small, ["1+1="] * 64, 0, max_new_tokens=8)
    for one in found:
        assert (one.finish == "eos") == (one.ids[-1] == eos)
        assert eos not in one.ids[:-1]
        assert one.finish != "length" or len(one.ids) == 8
        assert len(one.logprobs) == len(one.ids)
    assert {one.finish for one in found} == {"eos", "length"}


def test_a_stop_text_ends_a_completion_and_stays_in_it(small: Policy) -> None:
    found = sample(small, ["1+1="] * 64, 0, max_new_tokens=12, stop=("7",))
    texts = {one: small.tokenizer.decode(one.ids) for one in found}
    stopped = [texts[one] for one in found if one.finish == "stop"]
    assert stopped
    assert all(text.endswith("7") and text.count("7") == 1 for text in stopped)
    assert not any("7" in texts[one] for one in found if one.finish != "stop")


def test_min_p_never_samples_a_token_far_less_likely_than_the_best() -> None:
    logits = torch.log(torch.tensor([[0.6, 0.3, 0.1]])).repeat(2000, 1)
    generator = torch.Generator().manual_seed(0)
    chosen, logprobs = choose(logits, 1.0, 0.2, generator)
    assert set(chosen.tolist()) == {0, 1}
    # The kept log-probability is that of the whole distribution, not of the part sampled from.
    assert math.isclose(logprobs[chosen == 1][0].item(), math.log(0.3), rel_tol=1e-5)


def test_temperature_flattens_what_is_sampled() -> None:
    logits = torch.tensor([[0.0, 2.0]]).repeat(4000, 1)
    shares = [
        choose(logits, t, 0.0, torch.Generator().manual_seed(0))[0].float().mean().item()
        for t in (0.5, 1.0, 3.0)
    ]
    expected = [1 / (1 + math.exp(-2 / t)) for t in (0.5, 1.0, 3.0)]
    assert all(abs(a - b) < 0.03 for a, b in zip(shares, expected, strict=True))


def test_without_a_generator_the_likeliest_token_is_taken() -> None:
    assert choose(torch.tensor([[0.0, 3.0, 1.0]]), 1.0, 0.0, None)[0].tolist() == [1]
