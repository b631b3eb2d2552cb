from __future__ import annotations

import importlib.util
from typing import Any

import pytest
import torch

from rewardkit_kernels.gae import TokenAdvantages, reference
from rewardkit_kernels.gae.correctness import problems

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def test_both_backends_may_be_timed() -> None:
    assert problems("reference", DEVICE, 600) == []
    if importlib.util.find_spec("triton") is not None:
        assert problems("triton", DEVICE, 600) == []


def test_a_scan_that_is_slightly_off_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    right = reference.token_advantages

    def off(*given: Any) -> TokenAdvantages:
        found = right(*given)
        return TokenAdvantages(found.advantages + 1e-4, found.returns)

    monkeypatch.setattr(reference, "token_advantages", off)
    assert len(problems("reference", DEVICE, 20)) == 4
