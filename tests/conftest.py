"""What every test needs before anything heavy is imported, and what a skip is allowed to hide.

A test marked ``docker``, ``gpu``, ``trainers``, ``triton``,
``trl`` or ``vllm`` is skipped where that thing is
absent, and the skip says how to get it. Continuous integration names the things it has promised
to have in ``REWARDKIT_REQUIRE`` (comma separated): a test that skips for want of one of those
fails, so that a broken environment can never pass for a green run.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import hypothesis
import pytest

# No test is about the clock, and a busy machine is no fault of the code. Where a change is let in
# or not, the same code must always get the same answer.
hypothesis.settings.register_profile(
    "rewardkit", deadline=None, derandomize=bool(os.environ.get("CI"))
)
hypothesis.settings.load_profile("rewardkit")

# Spinning OpenMP threads beside a busy neighbour turn a 40 ms step into seconds;
# both variables are read once, when torch is first imported.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Without a GPU the Triton code runs in its interpreter, which is chosen at import.
if not os.path.exists("/dev/nvidia0"):
    os.environ.setdefault("TRITON_INTERPRET", "1")

# A shell that starts a job in the background has it ignore Ctrl-C, and so do its children; the
# tests that press Ctrl-C in a process of their own need it to be heard.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
REQUIRE = "REWARDKIT_REQUIRE"
CHROMIUM = "/usr/bin/chromium"
TRL_PYTHON = "REWARDKIT_TRL_PYTHON"
TRAINERS_PYTHON = "REWARDKIT_TRAINERS_PYTHON"
VLLM_PYTHON = "REWARDKIT_VLLM_PYTHON"


def no_docker() -> str | None:
    """Say what is missing for a container to run, or None."""
    if shutil.which("docker") is None:
        return "no `docker` command on PATH"
    try:
        info = subprocess.run(
            ["docker", "version", "--format", "{{.Server.Version}}"],
            capture_output=True,
            text=True,
            timeout=20,
        )
    except subprocess.TimeoutExpired:
        return "the Docker engine did not answer within 20 seconds"
    return None if info.returncode == 0 else f"no Docker engine answers: {info.stderr.strip()}"


def no_gpu() -> str | None:
    """Say what is missing for CUDA code to run, or None."""
    if importlib.util.find_spec("torch") is None:
        return "torch is not installed"
    import torch

    return None if torch.cuda.is_available() else "no CUDA device"


def no_trl() -> str | None:
    """Say what is missing for a TRL trainer to run, or None."""
    built = (ROOT / ".venv-trl" / ".stamp").exists() or TRL_PYTHON in os.environ
    if built and trl_interpreter().exists():
        return None
    return f"no {trl_interpreter()}; `make setup-trl` builds one"


def no_trainers() -> str | None:
    """Say what is missing for the packages of other trainers to run, or None."""
    built = (ROOT / ".venv-trainers" / ".stamp").exists() or TRAINERS_PYTHON in os.environ
    if built and trainers_interpreter().exists():
        return None
    return f"no {trainers_interpreter()}; `make setup-trainers` builds one"


def no_vllm() -> str | None:
    """Say what is missing for a vLLM server to start, or None."""
    built = (ROOT / ".venv-vllm" / ".stamp").exists() or VLLM_PYTHON in os.environ
    if built and vllm_interpreter().exists():
        return None
    return f"no {vllm_interpreter()}; `make setup-vllm` builds one"


def no_browser() -> str | None:
    """Say what is missing for a page to be looked at, or None."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    return None if os.path.exists(CHROMIUM) else f"no {CHROMIUM}"


def no_package(name: str) -> Callable[[], str | None]:
    """Make the check for an importable package of that name."""
    return lambda: None if importlib.util.find_spec(name) else f"{name} is not installed"


MISSING: dict[str, Callable[[], str | None]] = {
    name: functools.cache(check)
    for name, check in {
        "browser": no_browser,
        "docker": no_docker,
        "gpu": no_gpu,
        "triton": no_package("triton"),
        "trainers": no_trainers,
        "trl": no_trl,
        "vllm": no_vllm,
    }.items()
}


def trl_interpreter() -> Path:
    """The Python of the TRL environment, whether it has been built or not."""
    return Path(os.environ.get(TRL_PYTHON, ROOT / ".venv-trl" / "bin" / "python"))


def trainers_interpreter() -> Path:
    """The Python of the environment of other trainers, whether it has been built or not."""
    return Path(os.environ.get(TRAINERS_PYTHON, ROOT / ".venv-trainers" / "bin" / "python"))


def vllm_interpreter() -> Path:
    """The Python of the vLLM environment, whether it has been built or not."""
    return Path(os.environ.get(VLLM_PYTHON, ROOT / ".venv-vllm" / "bin" / "python"))


def required() -> list[str]:
    """The names that this run has promised to have."""
    names = [name.strip() for name in os.environ.get(REQUIRE, "").split(",")]
    return [name for name in names if name]


def broken_promise(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Name the required thing whose absence this report's skip is about, or None."""
    if not report.skipped or hasattr(report, "wasxfail") or not isinstance(report.longrepr, tuple):
        return None
    reason = str(report.longrepr[2])
    return next((name for name in required() if re.search(rf"\b{re.escape(name)}\b", reason)), None)


def fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip for want of a required thing into a failure that says so."""
    if name := broken_promise(report):
        assert isinstance(report.longrepr, tuple)
        report.outcome = "failed"
        report.longrepr = f"{REQUIRE} names {name!r}, yet: {report.longrepr[2]}"


class Requirements:
    """Hooks for every collected item, also those outside tests/ (a conftest sees only its own)."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip a marked test whose need is not met."""
        for name, missing in MISSING.items():
            if item.get_closest_marker(name) and (why := missing()):
                pytest.skip(f"needs {name}: {why}")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A skip may come from a marker, from the test or from importorskip in a fixture."""
        report = yield
        fail_instead(report)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self,
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """A module may skip itself whole while it is imported."""
        report = yield
        fail_instead(report)
        return report


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a promise that no check knows, then watch over the rest."""
    if unknown := [name for name in required() if name not in MISSING]:
        known = ", ".join(sorted(MISSING))
        raise pytest.UsageError(f"{REQUIRE} names {unknown[0]!r}; it knows {known}")
    config.pluginmanager.register(Requirements(), "rewardkit-requirements")


def pytest_report_header() -> str:
    """Say what this machine has, so that a log explains its own skips."""
    absent = [name for name in MISSING if name != "gpu" and MISSING[name]()]
    promised = ", ".join(required()) or "nothing"
    return f"rewardkit: absent here: {', '.join(absent) or 'nothing'}; required: {promised}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def trainers_python() -> Path:
    """The Python that can import the trainers but TRL; ask for it in tests marked ``trainers``."""
    return trainers_interpreter()


@pytest.fixture(scope="session")
def trl_python() -> Path:
    """The Python that can import trl; ask for it in tests marked ``trl``."""
    return trl_interpreter()


@pytest.fixture(scope="session")
def vllm_python() -> Path:
    """The Python that can serve models by vLLM; ask for it in tests marked ``vllm``."""
    return vllm_interpreter()
