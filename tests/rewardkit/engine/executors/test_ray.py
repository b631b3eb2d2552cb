"""Scoring on a Ray cluster: the results of a local call, whatever dies on the way."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample, get, score, stream, weighted
from rewardkit.engine.executors.ray import address_of
from rewardkit.errors import BindError, DefinitionError, MissingExtra, ScoringError

HAS_RAY = importlib.util.find_spec("ray") is not None
needs_ray = pytest.mark.skipif(not HAS_RAY, reason="needs the extra `ray`")
# Ray's own threads and sockets end with the interpreter.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


HERE = Path(__file__).parent
# By a name of its own: packages install a folder `tests`, and actors would look there.
sys.path.insert(0, str(HERE))
rewards: Any = importlib.import_module("ray_rewards")

ROWS: list[Any] = [
    {"completion": word, "answer": "4", "id": str(n)}
    for n in range(40)
    for word in ("4", "5", "outage", "skip", "garble")
] + [{"answer": "4"}, Sample("4", answer="4", columns={"level": 1})]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of three nodes on this machine, of two processors each."""
    ray = pytest.importorskip("ray")
    from ray.cluster_utils import Cluster

    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=2)
    made.add_node(num_cpus=2)
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made
    ray.shutdown()
    made.shutdown()


@needs_ray
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunk", [7, 1024])
def test_results_are_those_of_a_local_call(cluster: Any, workers: int, chunk: int) -> None:
    both = weighted(a=(0.7, rewards.shaky), b=(0.3, get("math/number")), c=(0.1, rewards.waiting))
    found = score(both, ROWS, executor="ray", workers=workers, chunk=chunk)
    assert found == score(both, ROWS)
    assert [str(one) for one in found] == [str(one) for one in score(both, ROWS)]


@needs_ray
def test_groups_streams_and_isolated_rewards_work_as_they_do_here(cluster: Any) -> None:
    groups = [{"completion": "x" * (1 + n % 4), "prompt": str(n // 4)} for n in range(101)]
    found = score(rewards.shortest, groups, executor="ray", chunk=9)
    assert found == score(rewards.shortest, groups)
    rows = [{"completion": text} for text in "xyxy"]
    assert score(rewards.alone, rows, executor="ray") == score(rewards.alone, rows)
    endless = ({"completion": "x" * n} for n in range(10**9))
    some = stream(rewards.slow, endless, executor="ray", chunk=5, workers=2)
    assert [next(some).value for _ in range(23)] == [float(n % 2) for n in range(23)]
    some.close()  # type: ignore[attr-defined]


@needs_ray
def test_a_node_that_is_killed_loses_no_row_and_repeats_none(cluster: Any, tmp_path: Path) -> None:
    node = cluster.add_node(num_cpus=2)
    samples = tmp_path / "s.jsonl"
    rows = [{"completion": "x" * (n % 5), "id": str(n)} for n in range(1500)]
    samples.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    from rewardkit.score_files.job import Job, run

    out = tmp_path / "out.jsonl"
    killed = threading.Event()

    def each(row: Any, found: Any) -> None:
        if row.index == 200 and not killed.is_set():
            killed.set()
            cluster.remove_node(node, allow_graceful=False)

    options = {"executor": "ray", "workers": 4, "chunk": 20}
    summary = run(Job(rewards.slow, str(samples), options=options), out, resume=False, each=each)
    assert killed.is_set()
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["id"] for one in written] == [row["id"] for row in rows]
    assert [one["value"] for one in written] == [float(n % 5 % 2) for n in range(1500)]
    assert summary.rows == 1500


@needs_ray
def test_a_row_that_kills_its_process_costs_no_other_row(cluster: Any) -> None:
    rows = [{"completion": "die" if n == 13 else "x"} for n in range(24)]
    found = score(rewards.deadly, rows, executor="ray", workers=2, chunk=24)
    assert [one.value for one in found] == [None if n == 13 else 1.0 for n in range(24)]
    assert (found[13].status, found[13].reason) == ("error", "worker_died")


@needs_ray
def test_the_bench_compares_every_result_with_the_local_one(cluster: Any) -> None:
    from rewardkit.bench.scale import measure_scale

    cases = measure_scale(40, 1)["cases"]
    assert all(one["correct"] for one in cases)
    assert [one["where"] for one in cases] == ["here", "1 actors", "2 actors"] * 3


@needs_ray
def test_errors_are_those_of_a_local_call(cluster: Any) -> None:
    with pytest.raises(BindError, match="answer"):
        score(rewards.shaky, [{"completion": "4"}], executor="ray")
    bad = [{"completion": "outage", "answer": "4"}] * 5
    with pytest.raises(ScoringError, match="sample 0"):
        score(rewards.shaky, bad, executor="ray", on_error="raise")
    with pytest.raises(DefinitionError, match="everything scored before"):
        score(rewards.shaky.normalise("running"), ROWS, executor="ray")
    assert score(rewards.shaky, [], executor="ray") == []


def test_addresses_are_read_as_they_are_written() -> None:
    assert address_of("ray:local") == "local"
    assert address_of("ray:10.0.0.1:6379") == "10.0.0.1:6379"
    for wrong in ("rey", "spark", ""):
        with pytest.raises(ValueError, match="executor"):
            score(rewards.shaky, ROWS, executor=wrong)


def test_a_cluster_that_happens_to_run_here_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    assert address_of("ray") == "local"
    monkeypatch.setenv("RAY_ADDRESS", "10.0.0.1:6379")
    assert address_of("ray") == "10.0.0.1:6379"
    assert address_of("ray:local") == "local"


@pytest.mark.skipif(HAS_RAY, reason="ray is installed")
def test_without_ray_the_extra_is_named() -> None:
    with pytest.raises(MissingExtra, match=r"rewardkit\[ray\]"):
        score(rewards.shaky, ROWS, executor="ray")
