"""The ways to run a program that the benchmark compares."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from typing import Protocol

from rewardkit_sandbox.backends import images
from rewardkit_sandbox.backends.docker import connect
from rewardkit_sandbox.sandbox import open_sandbox
from rewardkit_sandbox.types import Fork, Job, Limits, Program, SandboxUnavailable

SCRIPT = "print('hello')  # {}"
PROBLEM = "a, b = map(int, input().split())\nprint(a + b)  # {}"
INPUTS = tuple(b"%d %d\n" % (n, 3 * n) for n in range(10))
ANSWERS = tuple(b"%d\n" % (4 * n) for n in range(10))


class Absent(Exception):
    """A way cannot be measured here: says why."""


class Wrong(Exception):
    """A way gave a wrong answer: its speed is of no interest."""


class Way(Protocol):
    """A way to run programs. The number makes each job a job of its own."""

    name: str

    def script(self, number: int) -> None:
        """Run a trivial script."""

    def problem(self, number: int) -> None:
        """Run a program on ten inputs."""

    def cpu_s(self) -> float:
        """Processor seconds used so far, by us and by what runs for us."""

    def close(self) -> None:
        """Leave nothing behind."""


def expect(got: bytes, right: bytes) -> None:
    """Check an answer."""
    if got.replace(b"\r\n", b"\n") != right:
        raise Wrong(f"{got!r} instead of {right!r}")


def own_cpu_s() -> float:
    """Processor seconds of this process and of children that have ended."""
    import resource  # Windows has none

    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def tree_cpu_s(root: int) -> float:
    """Processor seconds of a process and of everything below it, ended or not."""
    parents, used = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.name)] = int(words[1])
        used[int(path.name)] = sum(int(word) for word in words[11:15])
    total, level = 0, {root}
    while level:
        total += sum(used.get(pid, 0) for pid in level)
        level = {pid for pid, parent in parents.items() if parent in level}
    return total / os.sysconf("SC_CLK_TCK")


class Bare:
    """`subprocess.run([python, -I, -c, ...])`: no walls at all."""

    name = "bare subprocess"

    def __init__(self, concurrency: int) -> None:
        del concurrency

    def _run(self, code: str, stdin: bytes) -> bytes:
        words = [sys.executable, "-I", "-c", code]
        return subprocess.run(words, input=stdin, capture_output=True, check=False).stdout

    def script(self, number: int) -> None:
        """Start an interpreter."""
        expect(self._run(SCRIPT.format(number), b""), b"hello\n")

    def problem(self, number: int) -> None:
        """Start ten interpreters."""
        for stdin, answer in zip(INPUTS, ANSWERS, strict=True):
            expect(self._run(PROBLEM.format(number), stdin), answer)

    cpu_s = staticmethod(own_cpu_s)

    def close(self) -> None:
        """Nothing to do."""


class DockerCli:
    """The engine as most people use it: `run` a container, or `exec` in a warm one."""

    def __init__(self, concurrency: int, *, warm: bool) -> None:
        del concurrency
        self.name = "docker exec" if warm else "docker run"
        try:
            self._client = connect()
        except SandboxUnavailable as error:
            raise Absent(str(error)) from None
        self._image = images.ensure(self._client)
        self._container = self._make(["sleep", "3600"]) if warm else ""
        if warm:
            self._client.start(self._container)

    def _make(self, command: list[str]) -> str:
        host = self._client.create_host_config(network_mode="none", mem_limit=256 << 20)
        made = self._client.create_container(
            self._image, command, host_config=host, stdin_open=False, labels={images.LABEL: "bench"}
        )
        return str(made["Id"])

    def _run(self, code: str, stdin: bytes) -> bytes:
        feed = f"import io,sys\nsys.stdin=io.StringIO({stdin.decode()!r})\n{code}"
        words = ["python3", "-I", "-c", feed]
        if self._container:
            made = self._client.exec_create(self._container, words)
            return bytes(self._client.exec_start(made["Id"]))
        container = self._make(words)
        try:
            self._client.start(container)
            self._client.wait(container)
            return bytes(self._client.logs(container, stderr=False))
        finally:
            self._client.remove_container(container, force=True)

    def script(self, number: int) -> None:
        """Run the script."""
        expect(self._run(SCRIPT.format(number), b""), b"hello\n")

    def problem(self, number: int) -> None:
        """Run the program ten times."""
        for stdin, answer in zip(INPUTS, ANSWERS, strict=True):
            expect(self._run(PROBLEM.format(number), stdin), answer)

    cpu_s = staticmethod(own_cpu_s)

    def close(self) -> None:
        """Remove the warm container."""
        if self._container:
            self._client.remove_container(self._container, force=True)
        self._client.close()


class Ours:
    """This package."""

    def __init__(self, concurrency: int, backend: str, fork: Fork) -> None:
        self.name = f"{backend}, a fork per {fork}"
        self._fork: Fork = fork
        try:
            # More agents than processors only take turns; the other jobs wait for one.
            size = min(concurrency, os.cpu_count() or 1)
            self._sandbox = open_sandbox(backend, size=size)
            self._sandbox.warm()
        except SandboxUnavailable as error:
            raise Absent(str(error)) from None

    def _do(self, code: str, inputs: tuple[bytes, ...], answers: tuple[bytes, ...]) -> None:
        job = Job(Program(code), inputs=inputs, limits=Limits(), fork=self._fork)
        for run, answer in zip(self._sandbox.do(job).runs, answers, strict=True):
            expect(run.stdout, answer)

    def script(self, number: int) -> None:
        """Run the script."""
        self._do(SCRIPT.format(number), (b"",), (b"hello\n",))

    def problem(self, number: int) -> None:
        """Run the program on ten inputs."""
        self._do(PROBLEM.format(number), INPUTS, ANSWERS)

    def cpu_s(self) -> float:
        """Ours and the agents'; the engine's own share in passing bytes on is not seen."""
        return own_cpu_s() + sum(tree_cpu_s(pid) for pid in self._sandbox.backend.processes())

    def close(self) -> None:
        """End the agents."""
        self._sandbox.close()


LLM_WORKER = """
import sys
from llm_sandbox import SandboxSession
configs = {"command": ["sleep", "3600"], "network_mode": "none", "labels": {sys.argv[2]: "bench"}}
session = SandboxSession(lang="python", image=sys.argv[1], skip_environment_setup=True,
                         workdir="/tmp", runtime_configs=configs)
session.open()
print(session.container.id, flush=True)
for line in sys.stdin:
    print(repr(session.run(eval(line)).stdout), flush=True)
"""


class LlmSandbox:
    """llm-sandbox from PyPI with warm sessions, each in a process of its own.

    It may be installed beside us or elsewhere: `REWARDKIT_BENCH_LLM_SANDBOX` names a Python.
    """

    name = "llm-sandbox"

    def __init__(self, concurrency: int) -> None:
        python = os.environ.get("REWARDKIT_BENCH_LLM_SANDBOX", sys.executable)
        words = [python, "-c", "import llm_sandbox"]
        if subprocess.run(words, capture_output=True, check=False).returncode:
            raise Absent(
                "llm-sandbox is not installed (REWARDKIT_BENCH_LLM_SANDBOX names a Python)"
            )
        try:
            self._client = connect()
        except SandboxUnavailable as error:
            raise Absent(str(error)) from None
        words = [python, "-c", LLM_WORKER, images.ensure(self._client), images.LABEL]
        pipe = subprocess.PIPE
        self._all = [
            subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
            for _ in range(concurrency)
        ]
        self._containers = [str(self._hear(worker)) for worker in self._all]
        self._idle: Queue[subprocess.Popen[str]] = Queue()
        for worker in self._all:
            self._idle.put(worker)

    def _hear(self, worker: subprocess.Popen[str]) -> str:
        assert worker.stdout is not None
        line = worker.stdout.readline().strip()
        if not line:
            raise Absent("llm-sandbox cannot open a session here")
        return line

    def _run(self, code: str) -> bytes:
        worker = self._idle.get()
        assert worker.stdin is not None
        print(repr(code), file=worker.stdin, flush=True)
        said = str(ast.literal_eval(self._hear(worker)))
        self._idle.put(worker)
        return said.encode()

    def script(self, number: int) -> None:
        """Run the script."""
        expect(self._run(SCRIPT.format(number)), b"hello\n")

    def problem(self, number: int) -> None:
        """Run the program ten times."""
        for stdin, answer in zip(INPUTS, ANSWERS, strict=True):
            feed = f"import io,sys\nsys.stdin=io.StringIO({stdin.decode()!r})\n"
            expect(self._run(feed + PROBLEM.format(number)), answer)

    def cpu_s(self) -> float:
        """Ours and that of the processes with the sessions."""
        return own_cpu_s() + sum(tree_cpu_s(worker.pid) for worker in self._all)

    def close(self) -> None:
        """Remove the containers: to close a session takes ten seconds."""
        for worker, container in zip(self._all, self._containers, strict=True):
            worker.kill()
            worker.communicate()
            self._client.remove_container(container, force=True)
        self._client.close()


WAYS: dict[str, Callable[[int], Way]] = {
    "bare subprocess": Bare,
    "docker run": lambda n: DockerCli(n, warm=False),
    "docker exec": lambda n: DockerCli(n, warm=True),
    "llm-sandbox": LlmSandbox,
    "docker test": lambda n: Ours(n, "docker", "test"),
    "docker problem": lambda n: Ours(n, "docker", "problem"),
    "local test": lambda n: Ours(n, "local", "test"),
    "local problem": lambda n: Ours(n, "local", "problem"),
}
