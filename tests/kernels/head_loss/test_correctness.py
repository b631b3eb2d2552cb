from __future__ import annotations

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.head_loss import reference
from rewardkit_kernels.head_loss.correctness import problems

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_reference_may_be_timed(dtype: torch.dtype) -> None:
    assert problems("reference", DEVICE, dtype, vocabulary=200) == []


def test_a_head_whose_sum_forgets_a_chunk_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    right = reference._add_product
    seen = 0

    def forgetful(total: Tensor, logits: Tensor, hidden: Tensor) -> None:
        nonlocal seen
        seen += 1
        if seen > 1:
            right(total, logits, hidden)

    monkeypatch.setattr(reference, "_add_product", forgetful)
    found = problems("reference", DEVICE, vocabulary=200)
    assert len(found) == 1
    assert "options 0: head is off by" in found[0]
