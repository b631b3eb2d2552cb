"""Sample with vLLM and with the policy itself, and print what came out as JSON.

    vllm_run.py FOLDER PATH...

Run by the vLLM Python. The paths are where rewardkit and what it needs are found, after the
packages of vLLM.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

ALPHABET = "0123456789+="


def main(folder: str) -> None:
    """Write, push, write again."""
    import torch

    from rewardkit.grpo.config import PolicyConfig, Sampling
    from rewardkit.grpo.policy.model import Policy, make_tiny_model
    from rewardkit.grpo.policy.tokenizers import CharTokenizer
    from rewardkit.grpo.rollout.engine import InProcess, truncated
    from rewardkit.grpo.rollout.vllm import Vllm

    torch.set_num_threads(1)
    tokenizer = CharTokenizer(ALPHABET)
    config = PolicyConfig(hidden=64, layers=2, heads=2, head_dim=32, intermediate=96)
    model = make_tiny_model(config, vocabulary=len(tokenizer.tokens), seed=0).eval()
    model.save_pretrained(folder)
    policy = Policy(model, tokenizer, torch.device("cpu"))
    engine = Vllm(
        Path(folder), tokenizer.eos_id, tokenizer.decode,
        {"dtype": "float32", "enforce_eager": True, "max_model_len": 128},
    )  # fmt: skip
    prompts = [tokenizer.encode(text) for text in ("12+34=", "7+8=", "90+1=")] * 8

    @torch.no_grad()
    def exact(written: Any, sampling: Sampling) -> float:
        """The largest difference to log-probabilities by one pass of the model."""
        worst = 0.0
        for prompt, one in zip(prompts, written, strict=True):
            logits = model(torch.tensor([prompt + list(one.ids)])).logits[0]
            rows = logits[len(prompt) - 1 : -1].float() / sampling.temperature
            logprobs = truncated(torch.log_softmax(rows, -1), sampling)
            logprobs = torch.log_softmax(logprobs, -1)
            own = logprobs.gather(1, torch.tensor(one.ids)[:, None])[:, 0]
            worst = max(worst, float((own - torch.tensor(one.logprobs)).abs().max()))
        return worst

    def seeded() -> torch.Generator:
        return torch.Generator().manual_seed(5)

    usual = Sampling(max_new_tokens=24, temperature=0.8)
    found: dict[str, Any] = {"names": [name for name, _ in model.named_parameters()][:3]}
    first = engine.write(prompts, usual, seeded())
    found["again"] = first == engine.write(prompts, usual, seeded())
    found["difference"] = exact(first, usual)
    found["finish"] = sorted({one.finish for one in first})
    found["eos_last"] = all(
        (one.ids[-1] == tokenizer.eos_id) == (one.finish == "eos")
        and tokenizer.eos_id not in one.ids[:-1]
        for one in first
    )
    short = Sampling(max_new_tokens=24, min_p=0.05, top_k=6, top_p=0.8)
    found["truncated"] = exact(engine.write(prompts, short, seeded()), short)
    greedy = Sampling(max_new_tokens=24)
    inside = InProcess(policy)
    found["greedy"] = [list(one.ids) for one in engine.write(prompts[:3], greedy, None)] == [
        list(one.ids) for one in inside.write(prompts[:3], greedy, None)
    ]
    stopped = Sampling(max_new_tokens=24, stop=("1", "99"))
    texts = [
        (tokenizer.decode(one.ids), one.finish, len(one.ids) == len(one.logprobs))
        for one in engine.write(prompts, stopped, seeded())
    ]
    found["stopped"] = texts

    times, start_weights = [], {k: v.clone() for k, v in model.state_dict().items()}
    for turn in range(6):
        with torch.no_grad():
            for values in model.parameters():
                values.add_(torch.randn(values.shape, generator=seeded()) * 0.02 * (turn + 1))
        start = time.perf_counter()
        engine.take(model.named_parameters())
        times.append(time.perf_counter() - start)
    found["push_ms"] = [round(one * 1e3, 1) for one in times]
    after = engine.write(prompts, usual, seeded())
    found["changed"] = after != first
    found["difference_after"] = exact(after, usual)
    model.load_state_dict(start_weights)
    engine.take(model.named_parameters())
    found["back"] = engine.write(prompts, usual, seeded()) == first
    found["learns"] = learn(policy, engine, prompts)
    print("FOUND" + json.dumps(found))


def learn(policy: Any, engine: Any, prompts: list[list[int]]) -> dict[str, Any]:
    """Train for messages of sevens with what vLLM writes; returns rewards and differences."""
    import torch

    from rewardkit.grpo.config import Sampling

    model = policy.model
    seven = policy.tokenizer.encode("7")[0]
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.0)
    generator = torch.Generator().manual_seed(0)
    sampling = Sampling(max_new_tokens=8)
    rewards, differences = [], []
    for _ in range(20):
        written = engine.write(prompts * 2, sampling, generator)
        scores = torch.tensor([one.ids.count(seven) / 8 for one in written])
        rewards.append(round(float(scores.mean()), 3))
        loss = torch.zeros(())
        optimizer.zero_grad()
        for prompt, one, gain in zip(prompts * 2, written, scores - scores.mean(), strict=True):
            logits = model(torch.tensor([prompt + list(one.ids)])).logits[0, len(prompt) - 1 : -1]
            logprobs = torch.log_softmax(logits.float(), -1)
            own = logprobs.gather(1, torch.tensor(one.ids)[:, None])[:, 0]
            differences.append(float((own.detach() - torch.tensor(one.logprobs)).abs().max()))
            loss = loss - gain * own.sum() / len(written)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        engine.take(model.named_parameters())
    return {"rewards": rewards, "difference": max(differences)}


if __name__ == "__main__":
    sys.path += sys.argv[2:]
    main(sys.argv[1])
