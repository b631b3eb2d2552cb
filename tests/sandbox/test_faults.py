"""What breaks heals by itself, says `sandbox_error` and never anything false, leaves nothing."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rewardkit_sandbox import Job, Limits, Outcome, PooledSandbox, Program, open_sandbox
from rewardkit_sandbox.backends import rootfs
from rewardkit_sandbox.backends.docker import connect
from rewardkit_sandbox.backends.owner import MARK, is_orphan, labels

AGENT = b'agent.server"].main'


def agents_of(owner: int) -> list[int]:
    """Processes of agents that a process started, or that its containers run."""
    found = []
    for path in glob.glob("/proc/[0-9]*"):
        try:
            words = Path(path, "cmdline").read_bytes()
            parent = Path(path, "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if AGENT in words and (int(parent) == owner or owner == 0):
            found.append(int(path.rpartition("/")[2]))
    return found


def groups_of(owner: int) -> list[str]:
    return glob.glob(f"/sys/fs/cgroup/*/rewardkit-{owner}-*") + glob.glob(
        f"/sys/fs/cgroup/rewardkit-{owner}-*"
    )


def containers_of(owner: int) -> list[str]:
    client = connect()
    found = client.containers(all=True, filters={"label": [f"{MARK}.pid={owner}"]})
    client.close()
    return [container["Id"] for container in found]


def eventually(check: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.05)
    return check()


def left_by(backend: str, owner: int) -> list[str]:
    left = [f"process {pid}" for pid in agents_of(owner)]
    left += groups_of(owner)
    return left + (containers_of(owner) if backend == "docker" else [])


def test_a_killed_agent_costs_its_own_job_and_no_other(backend: str) -> None:
    with open_sandbox(backend, size=1) as sandbox:
        sandbox.warm()
        (pid,) = sandbox.backend.processes()
        killer = threading.Timer(1.5, os.kill, (pid, signal.SIGKILL))
        killer.start()
        jobs = [Job(Program(f"import time; time.sleep({s}); print({s})"), inputs=(b"",))
                for s in (0.01, 5, 0.02, 0.03)]  # fmt: skip
        results = sandbox.do_many(jobs)
        killer.join()
        assert [result.outcome.value for result in results] == ["ok", "sandbox_error", "ok", "ok"]


def test_an_agent_that_died_between_jobs_costs_none(backend: str) -> None:
    with open_sandbox(backend, size=1) as sandbox:
        sandbox.warm()
        (pid,) = sandbox.backend.processes()
        os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not os.path.exists(f"/proc/{pid}") or zombie(pid))
        assert eventually(lambda: sandbox.pool._idle[0].idle is False)
        assert sandbox.run(Program("print(1)")).ok


def zombie(pid: int) -> bool:
    """Whether a process has ended and nobody has asked how."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_worn_agent_is_replaced(backend: str) -> None:
    with open_sandbox(backend, size=1, recycle_after=2) as sandbox:
        seen = set()
        for n in range(5):
            assert sandbox.run(Program(f"print({n})")).ok
            seen |= set(sandbox.backend.processes())
        assert len(seen) >= 2


def test_a_closed_sandbox_says_so_and_leaves_nothing(backend: str) -> None:
    sandbox = open_sandbox(backend, size=2)
    sandbox.warm()
    before = left_by(backend, os.getpid())
    assert before
    mine = sandbox.backend.processes()
    sandbox.close()
    result = sandbox.run(Program("print(1)"))
    assert (result.outcome, result.detail) == (Outcome.SANDBOX_ERROR, "the sandbox is closed")
    assert eventually(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in mine))


def test_many_jobs_leave_no_process_mount_file_or_descriptor(backend: str) -> None:
    def state() -> tuple[int, int, list[str]]:
        # Engines mount for other people's containers, too; ours would be below our folder.
        mounts = Path("/proc/self/mounts").read_text().count(str(rootfs.home()))
        return len(os.listdir("/proc/self/fd")), mounts, sorted(glob.glob("/tmp/rk_x*"))

    hostile = Program(
        "import os\nfor _ in range(20): os.fork()\nopen('/tmp/rk_x', 'w')\nwhile 1: 0"
    )
    with open_sandbox(backend, size=1) as sandbox:
        sandbox.warm()
        before = state()
        (agent,) = sandbox.backend.processes()
        for n in range(100):
            if n % 25 == 0:
                limits = Limits(wall_s=0.2, pids=16)
                assert sandbox.run(hostile, limits).outcome is not Outcome.SANDBOX_ERROR
            else:
                assert sandbox.run(Program(f"print({n})")).stdout == b"%d\n" % n
        assert state() == before
        assert sandbox.backend.processes() == [agent]
        assert count_descriptors(agent) < 12


def count_descriptors(agent: int) -> int:
    """Descriptors of the server; 0 where they cannot be looked at."""
    try:
        return len(os.listdir(f"/proc/{agent}/fd"))
    except OSError:
        return 0


CLIENT = """
import sys
from rewardkit_sandbox import *
sandbox = open_sandbox({backend!r}, size=2)
sandbox.warm()
print("up", flush=True)
code = "import os, time\\nos.fork()\\ntime.sleep(30) # {{}}"
limits = Limits(wall_s=60)
sandbox.do_many([Job(Program(code.format(n)), inputs=(b"",), limits=limits) for n in range(9)])
"""


def test_a_client_that_is_killed_leaves_nothing(backend: str) -> None:
    code = CLIENT.format(backend=backend)
    client = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert client.stdout is not None
    assert client.stdout.readline() == b"up\n"
    time.sleep(0.5)
    assert left_by(backend, client.pid)
    client.kill()
    client.wait()
    client.stdout.close()
    assert eventually(lambda: left_by(backend, client.pid) == []), left_by(backend, client.pid)


def test_an_orphan_is_known_by_its_owner() -> None:
    mine = labels()
    assert not is_orphan(mine)
    assert is_orphan({**mine, f"{MARK}.pid": "999999999"})
    assert is_orphan({**mine, f"{MARK}.start": "1"})
    assert not is_orphan({**mine, f"{MARK}.host": "another machine"})
    assert not is_orphan({})


@pytest.mark.docker
def test_the_reaper_removes_containers_of_the_dead_only() -> None:
    from rewardkit_sandbox.backends import images
    from rewardkit_sandbox.backends.owner import reap

    client = connect()
    image = images.ensure(client)
    dead = {MARK: "agent", **labels(), f"{MARK}.pid": "999999999"}
    ids = [
        client.create_container(image, ["true"], labels=found)["Id"]
        for found in (dead, {MARK: "agent", **labels()})
    ]
    reap(client)
    there = {one["Id"] for one in client.containers(all=True)}
    assert [one in there for one in ids] == [False, True]
    client.remove_container(ids[1])
    client.close()


class Engine:
    """A Docker engine of this test's own, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.host = f"unix://{folder}/docker.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        folder = self._folder
        words = ["dockerd", "--host", self.host, "--data-root", f"{folder}/data"]
        words += ["--exec-root", f"{folder}/exec", "--pidfile", f"{folder}/pid", "--iptables=false"]
        words += ["--bridge=none"]
        with open(folder / "log", "ab") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        command = ["docker", "--host", self.host, "version"]
        up = eventually(lambda: subprocess.run(command, capture_output=True).returncode == 0, 60)
        assert up, (folder / "log").read_text()[-2000:]

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    if shutil.which("dockerd") is None or os.geteuid() != 0:
        pytest.skip("needs a dockerd to stop and start, and root for it")
    # A socket's path must be short, and the paths of pytest's folders are not.
    folder = Path(f"/var/tmp/rk-engine-{os.getpid()}")
    folder.mkdir()
    made = Engine(folder)
    monkeypatch.setenv("DOCKER_HOST", made.host)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.docker
@pytest.mark.slow
# The SDK leaves a socket open when an engine goes away in the middle of a question.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_engine_that_is_restarted_costs_no_wrong_verdict(engine: Engine) -> None:
    program = "import time\nn = int(input())\ntime.sleep(0.02)\nprint(n + {})"
    jobs = [Job(Program(program.format(n)), inputs=(b"1", b"2")) for n in range(150)]
    with open_sandbox("docker", size=2) as sandbox:
        sandbox.warm()

        def bounce() -> None:
            time.sleep(0.7)
            engine.stop()
            engine.start()

        bouncer = threading.Thread(target=bounce)
        bouncer.start()
        results = sandbox.do_many(jobs)
        bouncer.join()
        lost = sum(result.outcome is Outcome.SANDBOX_ERROR for result in results)
        for n, result in enumerate(results):
            if result.outcome is not Outcome.SANDBOX_ERROR:
                assert [run.stdout for run in result.runs] == [b"%d\n" % (n + 1), b"%d\n" % (n + 2)]
        assert 1 <= lost <= 2, "the jobs in flight, and no other"
        assert sandbox.run(Program("print('well again')")).ok
    assert eventually(lambda: containers_of(os.getpid()) == [])


def test_no_engine_is_said_clearly(monkeypatch: pytest.MonkeyPatch) -> None:
    from rewardkit_sandbox import SandboxUnavailable

    pytest.importorskip("docker")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    with pytest.raises(SandboxUnavailable, match="no Docker engine answers at unix:///nonexistent"):
        open_sandbox("docker")


def test_the_local_backend_takes_over_where_no_engine_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    with open_sandbox("auto", size=1) as sandbox:
        assert sandbox.backend.name == "local"
        assert sandbox.run(Program("print(1)")).ok


def test_a_package_that_is_not_installed_is_said_clearly() -> None:
    from rewardkit_sandbox import SandboxUnavailable

    with pytest.raises(SandboxUnavailable, match="pip install no-such-package"):
        open_sandbox("local", packages=["no-such-package"])


def test_an_unknown_backend_names_those_there_are() -> None:
    from rewardkit_sandbox import BadRequest

    with pytest.raises(BadRequest, match="no backend 'podman'. Known: auto, docker, local"):
        open_sandbox("podman")
    with pytest.raises(BadRequest, match="isolation is 'full' or 'none', not 'some'"):
        open_sandbox("local", isolation="some")


def test_less_than_the_floor_is_refused_unless_the_risk_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rewardkit_sandbox import SandboxUnavailable, pool
    from rewardkit_sandbox.channel import link

    floor = (*link.FLOOR, "a wall that no kernel has")
    monkeypatch.setattr(link, "FLOOR", floor)
    monkeypatch.setattr(pool, "FLOOR", floor)
    words = "a wall that no kernel has.*isolation='none'"
    with (
        open_sandbox("local", size=1) as sandbox,
        pytest.raises(SandboxUnavailable, match=words),
    ):
        sandbox.run(Program("print(1)"))
    with open_sandbox("local", size=1, isolation="none") as sandbox:
        assert sandbox.run(Program("print(1)")).ok


def test_a_sandbox_can_be_used_from_many_threads(sandbox: PooledSandbox) -> None:
    found: list[bytes] = []

    def use(n: int) -> None:
        found.append(sandbox.run(Program(f"print({n})")).stdout)

    threads = [threading.Thread(target=use, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(b"%d\n" % n for n in range(12))


def test_who_names_an_image_or_a_runtime_hears_why_docker_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rewardkit_sandbox import SandboxUnavailable

    pytest.importorskip("docker")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
    for options in ({"runtime": "runsc"}, {"image": "mine"}):
        with pytest.raises(SandboxUnavailable, match="no Docker engine answers"):
            open_sandbox("auto", size=1, **options)
