"""The Triton code itself: compiled on a GPU when one is there, else in Triton's interpreter."""

from __future__ import annotations

import importlib.util
import math
import os
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor

from rewardkit_kernels.advantage import (
    AdvantageOptions,
    Backend,
    GroupAdvantages,
    group_advantages,
)
from rewardkit_kernels.advantage import reference as plain

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="Triton is not installed on this platform"
)

BACKENDS: list[Backend] = ["reference", "triton"]


def _assert_close(actual: Tensor, expected: Tensor, where: str = "") -> None:
    # Both sides compute in float64 and store float32: they may differ by its last digit alone.
    torch.testing.assert_close(
        actual, expected, rtol=2e-7, atol=1e-7, equal_nan=True, msg=lambda text: f"{text}\n{where}"
    )


def _untouched(rows: int, groups: int, columns: int, device: str) -> GroupAdvantages:
    """Outputs filled with what no correct kernel could leave there."""
    return GroupAdvantages(
        advantages=torch.full((rows,), math.nan, device=device),
        alive=torch.full((rows,), 3, dtype=torch.uint8, device=device).view(torch.bool),
        mean=torch.full((groups, columns), -777.0, device=device),
        deviation=torch.full((groups, columns), -777.0, device=device),
        counted=torch.full((groups, columns), -777, dtype=torch.int32, device=device),
    )


def _run(batch: Any, device: str, block: int) -> GroupAdvantages:
    from rewardkit_kernels.advantage import triton as kernel

    columns = len(batch.weights) if batch.options.decoupled else 1
    result = _untouched(len(batch.components), len(batch.offsets) - 1, columns, device)
    kernel.launch(batch.components, batch.weights, batch.offsets, batch.options, result, block)
    return result


@pytest.mark.parametrize("seed", range(8))
def test_the_kernel_equals_the_float64_reference_on_random_batches(
    seed: int, device: str, random_batch: Callable[[random.Random], Any]
) -> None:
    chance = random.Random(seed)
    for case in range(40):
        batch = random_batch(chance)
        expected = plain.advantages(batch.components, batch.weights, batch.offsets, batch.options)
        # A tile of 4 rows walks most groups in several steps, one of 16 in a single one.
        actual = _run(batch, device, chance.choice([4, 16]))
        where = f"seed {seed}, case {case}: {batch}"
        assert not actual.advantages.isnan().any(), where
        assert int(actual.alive.view(torch.uint8).max()) <= 1, where
        for name in ("advantages", "mean", "deviation"):
            _assert_close(getattr(actual, name), getattr(expected, name), f"{name} of {where}")
        assert actual.alive.tolist() == expected.alive.tolist(), where
        assert actual.counted.tolist() == expected.counted.tolist(), where


def test_the_kernel_gives_exactly_zero_for_equal_rewards_of_every_group_size(device: str) -> None:
    sizes = list(range(3, 17))
    rewards = [r for r in (0.1, 0.35, 4.01) for size in sizes for _ in range(size)]
    offsets = [0, *torch.tensor(sizes * 3).cumsum(0).tolist()]
    column = torch.tensor(rewards, device=device)[:, None]
    for mode in ("zscore", "centre", "leave_one_out", "maxrl"):
        options = AdvantageOptions(mode=mode, epsilon=0.0)
        result = group_advantages(column, [0.7], offsets, options, backend="triton")
        assert result.advantages.tolist() == [0.0] * len(rewards)
        assert not result.alive.any()


def test_a_group_longer_than_the_tile_is_walked_in_steps(device: str) -> None:
    generator = torch.Generator().manual_seed(0)
    column = torch.rand(5000, 1, generator=generator).to(device)
    offsets = [0, 3, 4900, 5000]
    actual = group_advantages(column, [1.0], offsets, backend="triton")
    expected = group_advantages(column, [1.0], offsets, backend="reference")
    _assert_close(actual.advantages, expected.advantages)


def test_rewards_far_from_zero_keep_every_digit(device: str) -> None:
    # The mean of squares less the square of the mean gives 49.8 here in float32.
    column = torch.tensor([[10000.0], [10000.25], [10000.5], [10001.0]], device=device)
    options = AdvantageOptions(epsilon=0.0)
    result = group_advantages(column, [1.0], [0, 4], options, backend="triton")
    shifted = group_advantages(column - 10000, [1.0], [0, 4], options, backend="triton")
    assert result.advantages.tolist() == shifted.advantages.tolist()


def test_how_equal_is_dead_grows_with_the_size_of_the_rewards(device: str) -> None:
    near = torch.tensor([[1000.0], [1000.0005], [0.0], [0.0005]], device=device)
    for backend in BACKENDS:
        result = group_advantages(near, [1.0], [0, 2, 4], backend=backend)
        assert result.alive.tolist() == [False, False, True, True]
        assert result.advantages[:2].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_bounds_of_rewards_are_exact_in_float64(backend: Backend, device: str) -> None:
    # In float32 the largest accepted reward is 9.9999998e17, and 1e18 lies beyond it.
    largest = torch.tensor([[1e18], [-1e18], [0.0]], dtype=torch.float64, device=device)
    result = group_advantages(largest, [1.0], [0, 3], backend=backend)
    assert result.counted.tolist() == [[3]]
    beyond = torch.tensor([[math.nextafter(1e18, math.inf)], [0.0]], dtype=torch.float64)
    with pytest.raises(ValueError, match="rewards must be within"):
        group_advantages(beyond.to(device), [1.0], [0, 2], backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_epsilon_and_clip_keep_the_digits_of_float64(backend: Backend, device: str) -> None:
    column = torch.tensor([[1.0], [0.0]], dtype=torch.float64, device=device)
    for epsilon in (0.1, 1e-4, 0.3):
        options = AdvantageOptions(epsilon=epsilon)
        result = group_advantages(column, [1.0], [0, 2], options, backend=backend)
        wanted = torch.tensor(0.5 / (math.sqrt(0.5) + epsilon), dtype=torch.float64).float()
        assert result.advantages[0].item() == wanted.item()


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_tolerance_of_zero_does_not_take_rounding_for_signal(
    backend: Backend, device: str
) -> None:
    # Seven equal bfloat16 components, stored transposed, sum to numbers apart in the last digit.
    columns = torch.full((7, 18), 9984.0, dtype=torch.bfloat16, device=device)
    options = AdvantageOptions(tolerance=0.0, epsilon=0.0)
    weights = [0.1, 0.7, 0.3, 1.1, 0.9, 0.35, 0.21]
    result = group_advantages(columns.t(), weights, [0, 18], options, backend=backend)
    assert result.advantages.tolist() == [0.0] * 18
    tiny = torch.tensor([[0.0], [1e-200]], dtype=torch.float64, device=device)
    result = group_advantages(tiny, [1.0], [0, 2], options, backend=backend)
    assert result.advantages.tolist() == [0.0, 0.0]
    small = torch.tensor([[0.0], [1e-11]], dtype=torch.float64, device=device)
    assert group_advantages(small, [1.0], [0, 2], options, backend=backend).alive.all()


def test_no_group_means_no_launch_and_empty_results(device: str) -> None:
    result = group_advantages(torch.empty(0, 2, device=device), [1, 1], [0], backend="triton")
    assert result.advantages.shape == (0,)
    assert result.mean.shape == (0, 1)


def test_one_call_is_one_launch(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from rewardkit_kernels.advantage import triton as kernel

    launches = []
    real = kernel.launch

    def counting(*args: Any) -> None:
        launches.append(args)
        real(*args)

    monkeypatch.setattr(kernel, "launch", counting)
    rewards = torch.rand(12, 3, device=device)
    options = AdvantageOptions(decoupled=True, clip=1.0)
    group_advantages(rewards, [1, 2, 3], [0, 5, 12], options, backend="triton")
    assert len(launches) == 1


COMPILE = """
import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
from rewardkit_kernels.advantage import triton as ours

kernel = ours._group_advantages
types = dict(
    components="*fp32", weight_list="*fp64", offsets="*i64", advantages="*fp32", alive="*i1",
    means="*fp32", deviations="*fp32", counts="*i32", row_stride="i32", k_stride="i32", K="i32",
)
fixed = dict(SAMPLE=True, EPSILON=1e-4, TOLERANCE=1e-6, LOWEST=-1e18, HIGHEST=1e18)
modes = ["zscore", "centre", "leave_one_out", "maxrl"]
policies = ["renormalise", "zero", "drop_row"]
cases = [(16, 4, d, policies[i % 3], m, i % 2) for d in (0, 1) for i, m in enumerate(modes)]
cases += [(16, 1, d, "renormalise", "zscore", 0) for d in (0, 1)]
cases += [(1024, 2, 1, "drop_row", "zscore", 1)]
for capability in (80, 90):
    for block, width, decoupled, policy, mode, clip in cases:
        values = dict(
            fixed, B=block, BLOCK_K=width, C=width if decoupled else 1, MISSING=policy,
            DECOUPLED=bool(decoupled), MODE=mode, CLIP=float(clip),
        )
        if width == 1:  # a launch fixes arguments that equal 1
            values.update(K=1, k_stride=1, row_stride=1)
        signature = {
            name: "constexpr" if name in values else types[name] for name in kernel.arg_names
        }
        source = ASTSource(kernel, signature, constexprs=values)
        built = triton.compile(
            source,
            target=GPUTarget("cuda", capability, 32),
            options=dict(num_warps=1 if block == 16 else 4, enable_fp_fusion=False),
        )
        assert "fma.rn.f64" not in built.asm["ptx"]
        assert "0d43ABC16D674EC800" in built.asm["ptx"]  # 1e18 in float64
        print(capability, len(built.asm["cubin"]))
"""


def test_the_kernel_compiles_for_ampere_and_hopper_without_a_gpu(tmp_path: Any) -> None:
    # The interpreter runs code that the compiler refuses; ptxas comes with Triton.
    environment = {k: v for k, v in os.environ.items() if k != "TRITON_INTERPRET"}
    environment["TRITON_CACHE_DIR"] = str(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", COMPILE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert len(done.stdout.splitlines()) == 22


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_on_a_gpu_auto_runs_the_kernel_and_an_unchecked_call_can_be_captured() -> None:
    rewards = torch.rand(64, 3, device="cuda")
    weights = torch.ones(3, dtype=torch.float64, device="cuda")
    offsets = torch.arange(0, 65, 8, device="cuda")
    expected = group_advantages(rewards, weights, offsets, backend="reference")
    group_advantages(rewards, weights, offsets, check=False)  # compiles before the capture
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        captured = group_advantages(rewards, weights, offsets, check=False)
    graph.replay()
    torch.cuda.synchronize()
    _assert_close(captured.advantages, expected.advantages)
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profile:
        group_advantages(rewards, weights, offsets, check=False)
        torch.cuda.synchronize()
    kernels = [event for event in profile.events() if "_group_advantages" in event.name]
    assert len(kernels) == 1
