from __future__ import annotations

import dataclasses
import importlib.util
from typing import Any

import pytest
import torch

from rewardkit_kernels.token_loss import TokenLosses, reference
from rewardkit_kernels.token_loss.correctness import problems

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_both_backends_may_be_timed(dtype: torch.dtype) -> None:
    assert problems("reference", DEVICE, dtype, vocabulary=600) == []
    if importlib.util.find_spec("triton") is not None:
        assert problems("triton", DEVICE, dtype, vocabulary=600) == []


def test_a_loss_that_is_slightly_off_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    right = reference.losses

    def slightly_off(*arguments: Any) -> TokenLosses:
        result = right(*arguments)
        return dataclasses.replace(result, loss=result.loss * 1.001)

    monkeypatch.setattr(reference, "losses", slightly_off)
    found = problems("reference", DEVICE, vocabulary=50)
    assert any("options 0: loss is off by" in text for text in found)
    assert not any("gradient" in text for text in found)
