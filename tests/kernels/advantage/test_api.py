"""What the public function lets in, and what it says to the rest."""

from __future__ import annotations

import importlib.util
import math
import os
import subprocess
import sys
from typing import Any

import pytest
import torch

from rewardkit_kernels.advantage import AdvantageOptions, group_advantages

needs_triton = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="Triton is not installed on this platform"
)
REWARDS = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"components": [[1.0]]}, "components must be a torch tensor, not list; build one with"),
        ({"components": torch.rand(3)}, r"components has shape \[3\]; .* rewards\[:, None\]"),
        ({"components": torch.ones(3, 2).int()}, "dtype torch.int32; .* Call .float"),
        ({"components": torch.ones(3, 65)}, "components has 65 columns; between 1 and 64"),
        ({"components": torch.ones(3, 0)}, "components has 0 columns; between 1 and 64"),
        ({"weights": [1.0]}, r"weights has shape \[1\] and components has 2 columns; give one"),
        (
            {"weights": [1.0, math.nan]},
            r"weights\[1\] is nan; it must be finite and within ±1e\+18",
        ),
        ({"weights": [1e19, 1.0]}, r"weights\[0\] is 1e\+19; it must be finite and within"),
        ({"weights": [0.0, 0.0]}, "weights are all 0, so no component is part of the reward"),
        ({"group_offsets": []}, r"group_offsets has shape \[0\] .* pass \[0, 4, 6\]"),
        ({"group_offsets": torch.tensor([0, 3]).int()}, "dtype torch.int32; it must be .* int64"),
        ({"group_offsets": [0, 2]}, "runs from 0 to 2; it must run from 0 to .* 3, so that every"),
        ({"group_offsets": [1, 3]}, "group_offsets runs from 1 to 3; it must run from 0"),
        ({"group_offsets": [0, 2, 1, 3]}, "falls from 2 to 1 at position 2; .* sort the rows"),
        ({"backend": "tritn"}, "backend='tritn' is not known; .* Did you mean 'triton'"),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused_by_name(
    changed: dict[str, Any], message: str
) -> None:
    arguments = {"components": REWARDS, "weights": [1.0, 1.0], "group_offsets": [0, 3], **changed}
    with pytest.raises(ValueError, match=message):
        group_advantages(**arguments)


@pytest.mark.parametrize("backend", ["reference", pytest.param("triton", marks=needs_triton)])
@pytest.mark.parametrize(
    ("value", "mode", "message"),
    [
        (math.inf, "zscore", "is inf: an infinite reward would make its whole group NaN"),
        (-math.inf, "zscore", "is -inf: an infinite reward would make its whole group NaN"),
        (1e30, "zscore", r"is 1.0*\d*e\+30: rewards must be within ±1e\+18; scale them"),
        (-0.5, "maxrl", "is -0.5: mode='maxrl' divides by .* Shift the reward, or choose"),
    ],
)
def test_a_reward_that_cannot_be_used_is_refused_by_row_and_component(
    backend: Any, value: float, mode: Any, message: str, device: str
) -> None:
    rewards = torch.ones(7, 3)
    rewards[4, 2] = value
    rewards[5, 0] = value
    options = AdvantageOptions(mode=mode)
    where = r"components\[4, 2\] \(row 4, component 2\) "
    with pytest.raises(ValueError, match=where + message):
        group_advantages(rewards.to(device), [1, 1, 0.0], [0, 3, 7], options, backend=backend)


def test_maxrl_refuses_a_penalty_weight() -> None:
    options = AdvantageOptions(mode="maxrl")
    with pytest.raises(
        ValueError, match=r"weights\[1\] is -1.0; mode='maxrl' .* mode='zscore' to keep"
    ):
        group_advantages(REWARDS, [1.0, -1.0], [0, 3], options)


@pytest.mark.parametrize("backend", ["reference", pytest.param("triton", marks=needs_triton)])
@pytest.mark.parametrize("dtype", [torch.float16, torch.float32])
def test_unchecked_an_infinity_shows_as_nan_in_its_own_group_only(
    backend: Any, dtype: torch.dtype, device: str
) -> None:
    rewards = torch.tensor([[1.0], [math.inf], [1.0], [0.0]], dtype=dtype, device=device)
    result = group_advantages(rewards, [1.0], [0, 2, 4], backend=backend, check=False)
    assert result.advantages.isnan().tolist() == [True, True, False, False]
    assert result.alive.tolist() == [False, False, True, True]
    assert result.counted.tolist() == [[-1], [2]]
    assert result.mean.isnan().tolist() == result.deviation.isnan().tolist() == [[True], [False]]


def test_on_a_cpu_auto_runs_the_reference() -> None:
    auto = group_advantages(REWARDS, [1.0, 0.3], [0, 3])
    plain = group_advantages(REWARDS, [1.0, 0.3], [0, 3], backend="reference")
    assert auto.advantages.tolist() == plain.advantages.tolist()


def test_offsets_and_weights_may_be_tensors_or_lists() -> None:
    offsets, weights = torch.tensor([0, 3]), torch.tensor([1.0, 0.5])
    result = group_advantages(REWARDS, weights, offsets)
    assert result.advantages.equal(group_advantages(REWARDS, [1.0, 0.5], [0, 3]).advantages)


def test_an_empty_group_among_others_is_no_error() -> None:
    result = group_advantages(REWARDS, [1.0, 0.5], [0, 0, 3, 3])
    assert result.counted.tolist() == [[0], [3], [0]]
    assert result.advantages.equal(group_advantages(REWARDS, [1.0, 0.5], [0, 3]).advantages)


def _python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_importing_the_package_imports_neither_torch_nor_triton() -> None:
    done = _python(
        "import sys, rewardkit_kernels.advantage, rewardkit_kernels.bench\n"
        "print([m for m in ('torch', 'triton', 'numpy', 'rich') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]", done.stderr


CALL = """
import torch
from rewardkit_kernels.advantage import group_advantages
try:
    group_advantages(torch.ones(2, 1), [1.0], [0, 2], backend="triton")
except (ValueError, ImportError) as error:
    print(type(error).__name__, error)
"""


@needs_triton
def test_the_kernel_on_a_cpu_tensor_says_how_to_get_the_interpreter() -> None:
    done = _python(CALL)
    assert done.stdout.startswith("ValueError backend='triton' needs CUDA tensors and these are on")
    assert "set TRITON_INTERPRET=1 before Python starts" in done.stdout


def test_the_kernel_without_triton_prints_the_line_to_run() -> None:
    done = _python("import sys; sys.modules['triton'] = None" + CALL)
    assert done.stdout.startswith("ImportError backend='triton' needs Triton: pip install"), done
