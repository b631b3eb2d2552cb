"""Jobs as the server does them: each run in a child, everything that came of it as data.

Nothing is judged here: expected answers never come this far.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import socket
import time
from typing import Any, Protocol

from rewardkit_sandbox.agent.budget import Budget
from rewardkit_sandbox.agent.endings import error_line, is_code, outcome, read_beneath
from rewardkit_sandbox.agent.watch import Lost, Watched
from rewardkit_sandbox.agent.zygote import End
from rewardkit_sandbox.protocol import values

COMPILE_S = 30.0
COMPILE_MB = 1024
# A Python program may open itself, and processes that it spawns do. For the others the file is left
# out: writing it costs a short run a tenth of its time.
NAMES_ITSELF = re.compile(
    rb"__file__|argv|main\.py|multiprocessing|futures|inspect|runpy|importlib"
)
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
        self._stopped = False
        self._budget = Budget(job.get("total_s"), job["limits"]["wall_s"])
        self._source, rest = blobs[0], blobs[1:]
        self._files = list(zip(job["files"], rest, strict=False))
        inputs = rest[len(self._files) :]
        runs: list[Run] = []
        self._sent = 0
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
        if self._sent:
            reply["memory_kb"] = [run.get("memory_kb", 0) for run in runs[: self._sent]]
        return self._pack(reply, runs[self._sent :])

    def _add(self, runs: list[Run], run: Run) -> bool:
        """Add a run to those that are done; return whether the ones after it are left out."""
        run = self._budget.with_output(run)
        runs.append(run)
        if self._job.get("stream"):
            self._sent += 1
            self._client.send(*self._pack({"more": True}, [dict(run)]))
            if select.select([self._client.source], [], [], 0)[0]:
                self._stopped = True
        return self._stopped or self._is_enough(run)

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
        run_cpu_s = limits.pop("run_cpu_s", limits.get("cpu_s", job["limits"]["cpu_s"]))
        limits = {**job["limits"], "address_space": job["address_space"], **limits}
        limits["run_cpu_s"] = run_cpu_s
        order = {
            "mode": mode,
            "command": command,
            "argv": job["argv"],
            "fetch": bool(job["fetch"]),
            "files": [[path, mode] for path, mode, _ in files],
            "nonce": nonce,
            "awaits": job.get("awaits", False),
        }
        blobs = [self._source, *(data for _, _, data in files)]
        watched = Watched(self._zygote, self._client.source, limits, order, blobs)
        watched.streams = bool(job.get("stream"))
        return watched, nonce

    def _plain_files(self) -> list[tuple[str, int, bytes]]:
        return [(path, 0o644, data) for path, data in self._files]

    # -- standard input and output ---------------------------------------------------------

    def _do_inputs(self, inputs: list[bytes], runs: list[Run]) -> None:
        job = self._job
        files = self._plain_files()
        needed = job["command"] or NAMES_ITSELF.search(self._source)
        if needed and job["source_name"] not in job["files"]:
            files.append((job["source_name"], 0o644, self._source))
        if job["compile"]:
            failed, artifact = self._compile(files)
            if failed is not None:
                for _ in inputs:
                    if self._add(runs, {**failed}):
                        return
                return
            files = [*self._plain_files(), (job["artifact"], 0o755, artifact)]
        if job["one_fork"] and not job["command"]:
            self._one_fork(inputs, files, runs)
            return
        for data in inputs:
            if late := self._budget.late():
                self._add(runs, late)
                return
            watched, nonce = self._start("run", job["command"], files)
            began = time.monotonic()
            watched.feed(data)
            watched.wait(self._budget.end_of(began), exit_only=True)
            run = self._ended(watched, began, nonce)
            if watched.why == "stopped" or self._add(runs, run):
                return

    def _compile(self, files: list[tuple[str, int, bytes]]) -> tuple[Run | None, bytes]:
        job = self._job
        wanted, job["fetch"] = job["fetch"], [job["artifact"]]
        limits = {"memory_mb": max(COMPILE_MB, job["limits"]["memory_mb"]), "cpu_s": COMPILE_S}
        limits |= {"pids": 128, "disk_mb": max(128, job["limits"]["disk_mb"])}
        limits |= {"address_space": job["address_space"] and job["compile"][0] != "rustc"}
        watched, nonce = self._start("run", job["compile"], files, **limits)
        began = time.monotonic()
        watched.feed(b"")
        watched.wait(began + COMPILE_S, exit_only=True)
        run = self._ended(watched, began, nonce)
        job["fetch"] = wanted
        artifact = run.pop("files", {}).get(job["artifact"])
        if run["outcome"] == "ok" and artifact is not None:
            return None, artifact
        detail = error_line(run["stderr"]) if run["outcome"] == "runtime_error" else ""
        ended = {"outcome": "compile_error", "exit": run["exit"] or 1}
        return {**run, **ended, "detail": detail or run["detail"] or "no program came of it"}, b""

    def _one_fork(
        self, inputs: list[bytes], files: list[tuple[str, int, bytes]], runs: list[Run]
    ) -> None:
        """One process for all inputs; each is handed over when the one before is done."""
        cpu_s = self._job["limits"]["cpu_s"]
        watched: Watched | None = None
        nonce = ""
        for number, data in enumerate(inputs):
            if late := self._budget.late():
                self._add(runs, late)
                break
            if watched is None:
                total = cpu_s * (len(inputs) - number)
                watched, nonce = self._start("inputs", [], files, cpu_s=total, run_cpu_s=cpu_s)
            began = time.monotonic()
            watched.begin()
            watched.feed_fresh(data)
            message = watched.wait(self._budget.end_of(began))
            good = message is not None and message.get("clean") is True and not watched.too_busy()
            if message is not None and watched.reply is None and good:
                watched.out.drain()
                watched.err.drain()
                run = {**self._judge(watched, message, nonce, began), "cpu_s": watched.cpu_s()}
                watched.out.clear()
                watched.err.clear()
            else:
                if message is not None and watched.reply is None:
                    watched.kill("cpu" if watched.too_busy() else "")
                run = self._ended(watched, began, nonce, message)
                if watched.why == "stopped":
                    break
                watched = None
            if self._add(runs, run):
                break
        if watched is not None:
            watched.close()
            self._share_usage(watched, runs)

    def _share_usage(self, watched: Watched, runs: list[Run]) -> None:
        """Tell the runs that a process served what it used of memory at its peak."""
        reply = watched.reply or End()
        for run in runs:
            if "memory_kb" not in run:
                run["memory_kb"] = reply.memory_kb

    # -- calls -----------------------------------------------------------------------------

    def _load(self, calls: int) -> tuple[Watched | None, Run | None]:
        """Start the program for calls; return it, or how loading it ended."""
        cpu_s = self._job["limits"]["cpu_s"]
        watched, nonce = self._start(
            "calls", [], self._plain_files(), cpu_s=cpu_s * (calls + 1), run_cpu_s=cpu_s
        )
        began = time.monotonic()
        watched.feed(b"")
        message = watched.wait(self._budget.end_of(began))
        if message is not None and message.get("end") == "loaded" and message["nonce"] == nonce:
            return watched, None
        if watched.reply is None:
            watched.kill("")
        run = self._ended(watched, began, nonce, message)
        if run["outcome"] == "ok":
            run |= {"outcome": "runtime_error", "detail": "it ended while it was loaded"}
        return None, run

    def _do_calls(self, calls: list[dict[str, Any]], runs: list[Run]) -> None:
        watched: Watched | None = None
        for number, call in enumerate(calls):
            if late := self._budget.late():
                self._add(runs, late)
                break
            if watched is None:
                watched, failed = self._load(len(calls) - number)
                if watched is None:
                    for _ in calls[number:]:
                        if self._add(runs, {**(failed or {})}):
                            return
                    return
            run, alive = self._call(watched, call)
            if watched.why == "stopped":
                return
            over = self._add(runs, run)
            if not alive:
                watched = None
            if over:
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
        watched.begin()
        watched.order({**call, "nonce": nonce})
        message = watched.wait(self._budget.end_of(began))
        good = message is not None and message.get("nonce") == nonce and not watched.too_busy()
        if good and message is not None and watched.reply is None:
            watched.out.drain()
            watched.err.drain()
            return self._answer(watched, message, began), True
        if watched.reply is None:
            watched.kill("cpu" if watched.too_busy() else "")
        run = self._ended(watched, began, nonce, message)
        if run["outcome"] == "ok":
            run |= {"outcome": "failed", "detail": "it ended before it answered"}
        return run, False

    def _answer(self, watched: Watched, message: dict[str, Any], began: float) -> Run:
        run = {**self._streams(watched, began), "cpu_s": watched.cpu_s()}
        if "value" in message:
            if found := self._budget.too_long(watched.heard):
                return {**run, "outcome": "output_limit", "detail": found}
            changed = message.get("changed", [])
            changed = changed[:1] if isinstance(changed, list) else []
            if found := values.excess(message["value"]) or values.excess(changed):
                return {**run, "outcome": "failed", "detail": f"an answer {found}"}
            return {**run, "outcome": "ok", "value": message["value"], "changed": changed}
        if "unsendable" in message:
            return {**run, "outcome": "failed", "detail": str(message["unsendable"])[:300]}
        raised, detail = str(message.get("raised", ""))[:80], str(message.get("detail", ""))[:300]
        outcome = "memory_limit" if raised == "MemoryError" else "runtime_error"
        return {**run, "outcome": outcome, "error": raised, "detail": f"{raised}: {detail}"}

    def _do_session(self, runs: list[Run]) -> None:
        """Load the program, then make the calls that the client asks for, one by one."""
        watched, failed = self._load(1000)
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
        if watched.why == "timeout" and self._budget.late() is not None:
            watched.why = "total"
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
        status = int(end["code"]) if is_code(end.get("code")) else 0
        if watched.reply is not None:
            reply = watched.reply
            run |= {"cpu_s": reply.cpu_s, "memory_kb": reply.memory_kb, "left": reply.left}
            if not (end and reply.killed):  # we killed it after it was done
                status = reply.status
        run["exit"], run["signal"] = (status, None) if status >= 0 else (None, -status)
        found, detail = outcome(watched, status, end, self._job["limits"])
        if message is not None and not end and found in ("ok", "killed"):
            found, detail = "runtime_error", "it wrote into the channel of the sandbox"
        error = str(end.get("error", ""))[:80]
        return {**run, "outcome": found, "detail": detail, "error": error}

    def _collect(self, watched: Watched) -> dict[str, bytes]:
        """Read the files that were asked for, out of a folder that no process has any more."""
        found = {}
        for path in self._job["fetch"] if watched.folder is not None else []:
            with contextlib.suppress(OSError):
                found[path] = read_beneath(watched.folder, path)
        return found
