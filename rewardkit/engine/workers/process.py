"""The main loop of a worker process: it loads rewards, runs them, and replies on a pipe.

Requests come as pickles from the process that started this one. Replies go back as JSON: the judged
text may have taken control of a reward, so nothing from this process is ever unpickled by the
parent.

Each request holds a number that nobody else knows, and the answer repeats it: a frame that a
reward wrote itself is thereby told from an answer.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import importlib.util
import json
import os
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import IO, Any

from rewardkit.data.score import Range, Score
from rewardkit.engine.list_calls import judge_list
from rewardkit.engine.workers import job
from rewardkit.engine.workers.frames import read_frame, write_frame
from rewardkit.errors import DefinitionError, describe
from rewardkit.rewards.function import FunctionReward

MEMORY_ENV = "REWARDKIT_WORKER_MEMORY_MB"
MEMORY_MB = 4096
# Seconds after the deadline at which a worker ends itself, in case its parent has died.
_GRACE = 2.0


def main() -> None:
    """Answer requests until the pipe ends."""
    inbox, outbox = _take_pipes()
    _limit_memory()
    silence = open(os.devnull, "w")  # noqa: SIM115 - kept for the life of the process
    loaded: dict[str, FunctionReward] = {}
    while (frame := read_frame(inbox)) is not None:
        reply = answer(frame, loaded, silence)
        write_frame(outbox, encoded(reply))


def encoded(reply: Mapping[str, Any]) -> bytes:
    """Return a reply as JSON; values that JSON cannot represent are written as their repr."""
    try:
        return json.dumps(reply, default=repr).encode()
    except (TypeError, ValueError, RecursionError) as error:
        fault = failed("bad_return", f"the score holds no plain data: {error}")
        return json.dumps({**fault, "number": reply.get("number")}).encode()


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    # The pipes get other descriptors than stdin and stdout, which a reward may use.
    inbox = os.fdopen(os.dup(0), "rb")
    outbox = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    os.close(null)
    return inbox, outbox


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    size = int(os.environ.get(MEMORY_ENV, MEMORY_MB)) * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    # Not RLIMIT_AS: address space that is only reserved, as GPU libraries do, costs nothing.
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def answer(frame: bytes, loaded: dict[str, FunctionReward], silence: Any) -> dict[str, Any]:
    """Handle one request frame and return the reply as plain data."""
    request = pickle.loads(frame)
    return {**_answer(request, loaded, silence), "number": request["number"]}


def _answer(
    request: Mapping[str, Any], loaded: dict[str, FunctionReward], silence: Any
) -> dict[str, Any]:
    if request["do"] == "load":
        job.LOADING.set()
        try:
            return _load(request, loaded)
        finally:
            job.LOADING.clear()
    try:
        arguments = pickle.loads(request["arguments"])
    except Exception as error:  # noqa: BLE001 - unpickling runs the code of strangers
        return failed("not_sendable", f"the worker cannot read the arguments: {describe(error)}")
    # Runs outside the interpreter, so it works even while a reward holds the GIL.
    faulthandler.dump_traceback_later(request["seconds"] + _GRACE, exit=True, file=silence)
    try:
        return _run(loaded[request["key"]], arguments, request["count"])
    finally:
        faulthandler.cancel_dump_traceback_later()


def _run(leaf: FunctionReward, arguments: Mapping[str, Any], count: int | None) -> dict[str, Any]:
    start = perf_counter()
    try:
        result = leaf.fn(**arguments, **leaf.settings)
        seconds = perf_counter() - start
        if count is None:
            found: Sequence[Score] | Score = [leaf.judge(result, seconds)]
        else:
            found = judge_list(leaf, result, count, seconds)
    except MemoryError as error:
        return {**failed("out_of_memory", describe(error)), "retire": True}
    except BaseException as error:  # noqa: BLE001 - the boundary: any failure becomes a value
        return failed("exception", describe(error))
    if isinstance(found, Score):
        return failed(found.reason, found.detail)
    return {
        "scores": [
            [
                one.value,
                one.status,
                one.reason,
                one.detail,
                one.seconds,
                dict(one.extra),
                [list(step) for step in one.steps],
            ]
            for one in found
        ]
    }


def failed(reason: str, detail: str) -> dict[str, Any]:
    """Return the reply that makes every row of the request an error."""
    return {"failed": [reason, detail]}


def _load(request: Mapping[str, Any], loaded: dict[str, FunctionReward]) -> dict[str, Any]:
    sys.path[:] = request["paths"]
    try:
        settings = pickle.loads(request["settings"])
        function = find_function(request["module"], request["file"], request["qualname"])
        leaf = FunctionReward(
            function, name=request["name"], declared=request["range"], **request["kind"]
        )
    except BaseException as error:  # noqa: BLE001 - importing runs the code of strangers
        return failed("worker_cannot_load", describe(error))
    leaf.settings, leaf.range = settings, Range(*request["range"])
    loaded[request["key"]] = leaf
    # What the imports left stays for the life of the process: no call waits for it to be walked.
    gc.collect()
    gc.freeze()
    return {"loaded": True}


def find_function(module: str, file: str | None, qualname: str) -> Callable[..., Any]:
    """Return the function of a module and name sent by the parent process.

    Raises:
        DefinitionError: There is no such function.
    """
    found: Any = _import(module, file)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    if isinstance(found, FunctionReward):
        return found.fn
    if not callable(found):
        raise DefinitionError(f"{module} has no function {qualname!r}")
    function: Callable[..., Any] = found
    return function


def _import(name: str, file: str | None) -> ModuleType:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        if file is None or not (name == missing or name.startswith(missing + ".")):
            raise
    else:
        found = getattr(module, "__file__", None)
        if file is None or found is None or Path(found).resolve() == Path(file).resolve():
            return module
    # Loaded by path in the other process too: a script, or a file that a test runner found.
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise DefinitionError(f"{file} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
