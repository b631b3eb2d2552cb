"""The GPU benchmark: here without a GPU, so on sizes and devices that claim nothing."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest
import torch

from rewardkit_kernels import bench_gpu

needs_triton = pytest.mark.skipif(
    importlib.util.find_spec("triton") is None, reason="Triton is not installed here"
)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_says_so_and_prints_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_gpu.main(["--quick"]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nothing is measured and nothing is claimed" in printed.err


@needs_triton
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_the_gate_passes_and_every_contender_runs_or_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    monkeypatch.setattr(torch, "compile", lambda function, **_: function)  # minutes on a CPU
    assert bench_gpu.check(device, vocabulary=300) == []
    absent: dict[str, str] = {}
    found = bench_gpu.measure_size(4, 96, torch.float32, device, 1e9, absent)
    names = {one.name for one in found}
    assert {"token_logprobs", "token_loss_", "eager torch", "torch.compile"} <= names
    assert {"head_loss, H = 1024", "gae, one row"} <= names
    assert all(one.milliseconds > 0 for one in found)
    for other in ("Liger triton_grpo_loss", "TRL kernel + torch", "Fast-LLM"):
        assert other in names or any(name.startswith(other) for name in absent)


def test_a_kernel_that_is_wrong_is_not_timed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never(*arguments: Any) -> Any:
        raise AssertionError("timed")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(bench_gpu, "check", lambda device: ["the loss is off by 1"])
    monkeypatch.setattr(bench_gpu, "copy_bandwidth", never)
    assert bench_gpu.main([]) == 1
    assert "Wrong, so nothing was timed:\n  the loss is off by 1" in capsys.readouterr().out


def test_the_table_names_what_was_not_measured() -> None:
    one = bench_gpu.Timing(8, 32, "bfloat16", "token_loss_", 1.25, True, 0.5, 2.0)
    report = {
        "device": "GPU", "torch": "2", "copy_gb_per_second": 4000, "absent": {"Liger": "no"},
    }  # fmt: skip
    lines = bench_gpu.markdown(report, [one])
    assert "| 8 x 32, bfloat16 | token_loss_ | 1.250 | yes | 50% | 2.0 GB |" in lines
    assert lines[-1] == "Not measured: Liger: no"
