from __future__ import annotations

from typing import Any

import pytest

from rewardkit_kernels.token_loss import TokenLossOptions


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"policy": "cipso"}, "Did you mean 'cispo'"),
        ({"kl": "k4"}, "choose one of k1, k2, k3"),
        ({"eps_low": -0.1}, "eps_low=-0.1 must be a finite number at least 0"),
        ({"eps_high": float("inf")}, "eps_high=inf"),
        ({"delta": 1.1, "eps_high": 0.2}, "delta=1.1 must be a finite number above 1.2"),
        ({"temperature": 0.0}, "temperature=0.0 must be a finite number above 0"),
        ({"shaping": 0}, "shaping=0 must be"),
        ({"kl_importance": 1}, "kl_importance=1 must be True or False"),
        ({"beta": True}, "beta=True"),
        ({"entropy": float("nan")}, "entropy=nan"),
    ],
)
def test_a_wrong_field_is_refused_when_it_is_set(fields: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TokenLossOptions(**fields)
