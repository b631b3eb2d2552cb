from __future__ import annotations

import math

import torch

from rewardkit.grpo.objective.loss import token_logprobs
from rewardkit.grpo.policy.batch import completion_logits
from rewardkit.grpo.policy.model import Policy
from rewardkit.grpo.rollout.generate import choose, generate


def test_the_logprobs_of_a_rollout_are_those_of_a_fresh_forward_pass(small: Policy) -> None:
    prompts = ["1+1=", "9+9=", "3+4=2+2=", "7"]  # unequal lengths: padding on the left
    rollouts = generate(
        small,
        prompts,
        max_new_tokens=6,
        generator=torch.Generator().manual_seed(0),
        temperature=1.3,
    )
    with torch.no_grad():
        logits = completion_logits(small, rollouts.tokens) / 1.3
    again = token_logprobs(logits, rollouts.tokens.ids)
    mask = rollouts.tokens.mask
    assert torch.allclose(again[mask], rollouts.logprobs[mask], atol=1e-5)
    assert (rollouts.logprobs[~mask] == 0).all()


def test_padding_does_not_change_what_is_written(small: Policy) -> None:
    prompts = ["1+1=", "9+9=1+2=", "3+4="]
    together = generate(small, prompts, max_new_tokens=6, generator=None)
    alone = [generate(small, [p], max_new_tokens=6, generator=None).texts[0] for p in prompts]
    assert list(together.texts) == alone


def test_the_same_generator_state_gives_the_same_rollouts(small: Policy) -> None:
    def roll() -> tuple[str, ...]:
        generator = torch.Generator().manual_seed(3)
        return generate(small, ["1+1="] * 20, max_new_tokens=5, generator=generator).texts

    assert roll() == roll()
    assert len(set(roll())) > 1


def test_a_completion_ends_with_its_end_token_and_says_so(small: Policy) -> None:
    generator = torch.Generator().manual_seed(0)
    rollouts = generate(small, ["1+1="] * 64, max_new_tokens=8, generator=generator)
    eos = small.tokenizer.eos_id
    for row, reason in enumerate(rollouts.finish):
        ids = rollouts.tokens.ids[row][rollouts.tokens.mask[row]].tolist()
        assert (reason == "eos") == (ids[-1] == eos)
        assert eos not in ids[:-1]
        assert reason != "length" or len(ids) == 8
    assert set(rollouts.finish) == {"eos", "length"}
    assert rollouts.truncated.tolist() == [reason == "length" for reason in rollouts.finish]


def test_a_stop_text_ends_a_completion_and_stays_in_it(small: Policy) -> None:
    generator = torch.Generator().manual_seed(0)
    rollouts = generate(small, ["1+1="] * 64, max_new_tokens=12, generator=generator, stop=("7",))
    stopped = [t for t, why in zip(rollouts.texts, rollouts.finish, strict=True) if why == "stop"]
    assert stopped
    assert all(text.endswith("7") and text.count("7") == 1 for text in stopped)
    others = [t for t, why in zip(rollouts.texts, rollouts.finish, strict=True) if why != "stop"]
    assert not any("7" in text for text in others)


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
