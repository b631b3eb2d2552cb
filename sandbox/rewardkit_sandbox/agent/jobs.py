"""Jobs as the server does them: each run in a child, everything that came of it as data.

Nothing is judged here: expected answers never come this far.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import time
from typing import Any, Protocol

from rewardkit_sandbox.agent.watch import Lost, Watched
from rewardkit_sandbox.agent.zygote import End
from rewardkit_sandbox.protocol import values

COMPILE_S = 30.0
COMPILE_MB = 1024
LONGEST_FILE = 64 << 20
Run = dict[str, Any]


class Talks(Protocol):
    """The client, for jobs that ask it something while they run."""

    source: int

    def read(self) -> tuple[dict[str, Any], list[bytes]]:
        """Wait for the next frame."""

    def send(self, header: dict[str, Any], blobs: list[bytes] | None = None) -> None:
        """Send a frame."""


class Jobs:
    """Does jobs, one at a time."""

    def __init__(self, zygote: socket.socket, client: Talks) -> None:
        self._zygote = zygote
        self._client = client

    def do(self, job: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        """Do a job and return the reply; trouble of ours is in it under `error`."""
        self._job = job
        self._source, rest = blobs[0], blobs[1:]
        self._files = list(zip(job["files"], rest, strict=False))
        inputs = rest[len(self._files) :]
        runs: list[Run] = []
        reply: dict[str, Any] = {"id": job["id"]}
        try:
            if job["kind"] == "inputs":
                self._do_inputs(inputs, runs)
            elif job["kind"] == "calls":
                self._do_calls(job["calls"], runs)
            else:
                self._do_session(runs)
        except Lost as error:
            reply |= {"error": str(error), "contaminated": str(error)}
        if any(run.pop("left", 0) for run in runs):
            reply["contaminated"] = "processes that do not die"
        return self._pack(reply, runs)

    def _pack(self, reply: dict[str, Any], runs: list[Run]) -> tuple[dict[str, Any], list[bytes]]:
        blobs: list[bytes] = []
        for run in runs:
            blobs += [run.pop("stdout", b""), run.pop("stderr", b"")]
            files = run.pop("files", {})
            run["files"] = list(files)
            blobs += files.values()
        return {**reply, "runs": runs}, blobs

    def _start(
        self, mode: str, command: list[str], files: list[tuple[str, int, bytes]], **limits: Any
    ) -> tuple[Watched, str]:
        job = self._job
        nonce = os.urandom(8).hex()
        limits = {**job["limits"], "address_space": job["address_space"], **limits}
        order = {
            "mode": mode,
            "command": command,
            "argv": job["argv"],
            "fetch": bool(job["fetch"]),
            "files": [[path, mode] for path, mode, _ in files],
            "nonce": nonce,
            "names": job.get("names", []),
            "style": job.get("style", ""),
        }
        blobs = [self._source, *(data for _, _, data in files)]
        return Watched(self._zygote, self._client.source, limits, order, blobs), nonce

    def _plain_files(self) -> list[tuple[str, int, bytes]]:
        return [(path, 0o644, data) for path, data in self._files]

    # -- standard input and output ---------------------------------------------------------

    def _do_inputs(self, inputs: list[bytes], runs: list[Run]) -> None:
        job = self._job
        files = self._plain_files()
        if job["command"]:
            files.append((job["source_name"], 0o644, self._source))
        if job["compile"]:
            failed, artifact = self._compile(files)
            if failed is not None:
                runs += [{**failed} for _ in inputs]
                return
            files = [*self._plain_files(), (job["artifact"], 0o755, artifact)]
        if job["one_fork"] and not job["command"]:
            self._one_fork(inputs, files, runs)
            return
        for data in inputs:
            watched, nonce = self._start("run", job["command"], files)
            began = time.monotonic()
            watched.feed(data)
            watched.wait(began + job["limits"]["wall_s"], exit_only=True)
            runs.append(self._ended(watched, began, nonce))
            if self._is_enough(runs[-1]):
                return

    def _compile(self, files: list[tuple[str, int, bytes]]) -> tuple[Run | None, bytes]:
        job = self._job
        wanted, job["fetch"] = job["fetch"], [job["artifact"]]
        limits = {"memory_mb": max(COMPILE_MB, job["limits"]["memory_mb"]), "cpu_s": COMPILE_S}
        limits |= {"pids": 64, "disk_mb": max(64, job["limits"]["disk_mb"])}
        watched, nonce = self._start("run", job["compile"], files, **limits)
        began = time.monotonic()
        watched.feed(b"")
        watched.wait(began + COMPILE_S, exit_only=True)
        run = self._ended(watched, began, nonce)
        job["fetch"] = wanted
        artifact = run.pop("files", {}).get(job["artifact"])
        if run["outcome"] == "ok" and artifact is not None:
            return None, artifact
        return {**run, "outcome": "compile_error", "exit": run["exit"] or 1}, b""

    def _one_fork(
        self, inputs: list[bytes], files: list[tuple[str, int, bytes]], runs: list[Run]
    ) -> None:
        """One process for all inputs; each is handed over when the one before is done."""
        job = self._job
        watched: Watched | None = None
        nonce = ""
        for number, data in enumerate(inputs):
            if watched is None:
                cpu = job["limits"]["cpu_s"] * (len(inputs) - number)
                watched, nonce = self._start("inputs", [], files, cpu_s=cpu)
            began = time.monotonic()
            watched.feed_fresh(data)
            message = watched.wait(began + job["limits"]["wall_s"])
            clean = message is not None and message.get("clean") is True
            if message is not None and watched.reply is None and clean:
                watched.out.drain()
                watched.err.drain()
                runs.append(self._judge(watched, message, nonce, began))
                watched.out.clear()
                watched.err.clear()
            else:
                if message is not None and watched.reply is None:
                    watched.kill("")
                runs.append(self._ended(watched, began, nonce, message))
                watched = None
            if self._is_enough(runs[-1]):
                break
        if watched is not None:
            watched.close()
            self._share_usage(watched, runs)

    def _share_usage(self, watched: Watched, runs: list[Run]) -> None:
        """Spread what the process used over the runs that it served."""
        served = [run for run in runs if "cpu_s" not in run]
        for run in served:
            run["cpu_s"] = (watched.reply or End()).cpu_s / len(served)
            run["memory_kb"] = (watched.reply or End()).memory_kb

    # -- calls -----------------------------------------------------------------------------

    def _load(self, cpu_s: float) -> tuple[Watched | None, Run | None]:
        """Start the program for calls; return it, or how loading it ended."""
        watched, nonce = self._start("calls", [], self._plain_files(), cpu_s=cpu_s)
        began = time.monotonic()
        watched.feed(b"")
        message = watched.wait(began + self._job["limits"]["wall_s"])
        if message is not None and message.get("end") == "loaded" and message["nonce"] == nonce:
            return watched, None
        if watched.reply is None:
            watched.kill("")
        run = self._ended(watched, began, nonce, message)
        if run["outcome"] == "ok":
            run |= {"outcome": "runtime_error", "detail": "it ended while it was loaded"}
        return None, run

    def _do_calls(self, calls: list[dict[str, Any]], runs: list[Run]) -> None:
        job = self._job
        watched: Watched | None = None
        for number, call in enumerate(calls):
            if watched is None:
                watched, failed = self._load(job["limits"]["cpu_s"] * (len(calls) - number + 1))
                if watched is None:
                    runs += [{**(failed or {})} for _ in calls[number:]]
                    return
            run, alive = self._call(watched, call)
            runs.append(run)
            if not alive:
                watched = None
            if self._is_enough(run):
                break
        if watched is not None:
            watched.close()
            self._share_usage(watched, runs)

    def _call(self, watched: Watched, call: dict[str, Any]) -> tuple[Run, bool]:
        """Make one call; return its run and whether the program can take another."""
        nonce = os.urandom(8).hex()
        began = time.monotonic()
        watched.out.clear()
        watched.err.clear()
        watched.order({**call, "nonce": nonce})
        message = watched.wait(began + self._job["limits"]["wall_s"])
        good = message is not None and message.get("nonce") == nonce
        if good and message is not None and watched.reply is None:
            watched.out.drain()
            watched.err.drain()
            return self._answer(watched, message, began), True
        if watched.reply is None:
            watched.kill("")
        run = self._ended(watched, began, nonce, message)
        if run["outcome"] == "ok":
            run |= {"outcome": "failed", "detail": "it ended before it answered"}
        return run, False

    def _answer(self, watched: Watched, message: dict[str, Any], began: float) -> Run:
        run = self._streams(watched, began)
        if "value" in message:
            if values.too_deep(message["value"]):
                return {**run, "outcome": "failed", "detail": "an answer nested too deeply"}
            return {**run, "outcome": "ok", "value": message["value"]}
        if "unsendable" in message:
            return {**run, "outcome": "failed", "detail": str(message["unsendable"])[:300]}
        raised, detail = str(message.get("raised", ""))[:80], str(message.get("detail", ""))[:300]
        outcome = "memory_limit" if raised == "MemoryError" else "runtime_error"
        return {**run, "outcome": outcome, "error": raised, "detail": f"{raised}: {detail}"}

    def _do_session(self, runs: list[Run]) -> None:
        """Load the program, then make the calls that the client asks for, one by one."""
        watched, failed = self._load(self._job["limits"]["cpu_s"] * 1000)
        self._client.send(*self._pack({"loaded": watched is not None}, [failed] if failed else []))
        while True:
            call, _ = self._client.read()
            if "close" in call:
                break
            if watched is None:
                self._client.send(*self._pack({}, [{**(failed or {})}]))
                continue
            run, alive = self._call(watched, call)
            if not alive:
                watched, failed = None, {k: v for k, v in run.items() if k != "files"}
            self._client.send(*self._pack({}, [run]))
        if watched is not None:
            watched.close()

    def _is_enough(self, run: Run) -> bool:
        """Whether the runs after this one are to be left out."""
        stop = self._job["stop_early"]
        if stop == "timeout":
            return bool(run["outcome"] == "timeout")
        return bool(stop) and run["outcome"] != "ok"

    # -- how a run ended ---------------------------------------------------------------------

    def _streams(self, watched: Watched, began: float) -> Run:
        out, err = watched.out, watched.err
        run: Run = {"stdout": out.data, "stderr": err.data, "wall_s": time.monotonic() - began}
        return {**run, "stdout_cut": out.cut, "stderr_cut": err.cut, "exit": None, "signal": None}

    def _ended(
        self, watched: Watched, began: float, nonce: str, message: dict[str, Any] | None = None
    ) -> Run:
        """See the child buried; return its run."""
        if watched.reply is None:
            watched.kill("")
        if message is None:
            message = watched.message()
        files = self._collect(watched)
        watched.close()
        run = self._judge(watched, message, nonce, began)
        return {**run, "files": files} if files else run

    def _judge(
        self, watched: Watched, message: dict[str, Any] | None, nonce: str, began: float
    ) -> Run:
        """Put into words how a run ended, from what the kernel says and, after it, the child."""
        run = self._streams(watched, began)
        end = message if message is not None and message.get("nonce") == nonce else {}
        status = int(end["code"]) if _is_code(end.get("code")) else 0
        if watched.reply is not None:
            reply = watched.reply
            run |= {"cpu_s": reply.cpu_s, "memory_kb": reply.memory_kb, "left": reply.left}
            if not (end and reply.killed):  # we killed it after it was done
                status = reply.status
        run["exit"], run["signal"] = (status, None) if status >= 0 else (None, -status)
        outcome, detail = _outcome(watched, status, end, self._job["limits"])
        if message is not None and not end and outcome in ("ok", "killed"):
            outcome, detail = "runtime_error", "it wrote into the channel of the sandbox"
        return {**run, "outcome": outcome, "detail": detail, "error": str(end.get("error", ""))}

    def _collect(self, watched: Watched) -> dict[str, bytes]:
        """Read the files that were asked for, out of a folder that no process has any more."""
        found = {}
        for path in self._job["fetch"] if watched.folder is not None else []:
            with contextlib.suppress(OSError):
                found[path] = _read_beneath(watched.folder, path)
        return found


def _is_code(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= 255


def _outcome(
    watched: Watched, status: int, end: dict[str, Any], limits: dict[str, Any]
) -> tuple[str, str]:
    broken = {
        "timeout": ("timeout", f"more than {limits['wall_s']:g} s"),
        "output": ("output_limit", f"more than {limits['output_bytes']} bytes of output"),
        "memory": ("memory_limit", f"more than {limits['memory_mb']} MiB"),
    }
    if watched.why in broken:
        return broken[watched.why]
    reply = watched.reply or End()
    if status == -signal.SIGXCPU or (status == -signal.SIGKILL and reply.cpu_s >= limits["cpu_s"]):
        return "timeout", f"more than {limits['cpu_s']:g} s of processor time"
    if reply.memory_kb - reply.base_kb > int(limits["memory_mb"]) << 10:
        return "memory_limit", f"more than {limits['memory_mb']} MiB"
    if status == -signal.SIGKILL:
        return "killed", "killed from outside: the container was out of memory, or it did it itself"
    if status < 0:
        return "runtime_error", f"signal {-status}"
    if end.get("end") == "compile":
        return "compile_error", str(end.get("error", ""))[:300]
    if end.get("error") == "MemoryError":
        return "memory_limit", "MemoryError"
    if status:
        error = str(end.get("error", ""))[:80]
        return "runtime_error", error or f"exit code {status}"
    return "ok", ""


def _read_beneath(folder: int | None, path: str) -> bytes:
    """Read a regular file below a folder, following no link on the way."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    *parents, last = path.split("/")
    opened: list[int] = []
    try:
        for part in parents:
            folder = os.open(part, flags | os.O_DIRECTORY, dir_fd=folder)
            opened.append(folder)
        opened.append(os.open(last, flags, dir_fd=folder))
        if not stat.S_ISREG(os.fstat(opened[-1]).st_mode):
            raise OSError("not a regular file")
        with os.fdopen(opened.pop(), "rb") as file:
            return file.read(LONGEST_FILE)
    finally:
        for descriptor in opened:
            os.close(descriptor)
