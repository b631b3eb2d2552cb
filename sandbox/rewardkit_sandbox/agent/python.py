"""Run Python programs in a child: as a script, on one input after another, or call by call.

By now the walls stand. From here on nothing is trusted, this module included: the program
shares its process. What it could forge here is only its own answer.
"""

from __future__ import annotations

import _thread
import atexit
import builtins
import io
import linecache
import os
import sys
import threading
import types
from typing import Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.agent.isolation import WORK
from rewardkit_sandbox.protocol import frames, values

PLAIN_END = b'{"nonce":"%b","end":"exit","error":"","code":%d}'
FILE = f"{WORK}/main.py"


def main(header: dict[str, Any], source: bytes, orders: Orders) -> int:
    """Run what the header says; return the exit code of the process."""
    if header["argv"]:
        sys.argv += header["argv"]
        sys.orig_argv += header["argv"]
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if header["mode"] == "run":
        end = run_script(source)
        finish(orders, {"nonce": header["nonce"], **end})
        return int(end["code"])
    if header["mode"] == "inputs":
        return serve_inputs(source, header["nonce"], orders)
    return serve_calls(source, header["nonce"], orders)


def prepare() -> None:
    """Do beforehand, in the zygote, what is the same for every program."""
    sys.argv = [FILE]
    sys.orig_argv = ["python3", FILE]
    sys.path.insert(0, WORK)
    sys.setrecursionlimit(1020)  # our own frames are not the program's affair


def text_input() -> io.TextIOWrapper:
    """A fresh text stream over 0."""
    return _named(io.BufferedReader(io.FileIO(0, closefd=False)), "<stdin>", "r")


def _named(binary: Any, name: str, mode: str, **how: Any) -> io.TextIOWrapper:
    """A text stream with the name and the mode that an interpreter gives its own.

    Programs look: a much copied reader for contests asks the mode which way a stream goes.
    """
    getattr(binary, "raw", binary).name = name
    stream = io.TextIOWrapper(binary, encoding="utf-8", **how)
    stream.mode = mode  # type: ignore[misc]
    return stream


def standard_streams() -> None:
    """Fresh text streams over 0, 1 and 2, as a new interpreter would have."""
    sys.stdin = sys.__stdin__ = text_input()  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _named(  # type: ignore[misc]
        io.BufferedWriter(io.FileIO(1, "wb", closefd=False)), "<stdout>", "w"
    )
    sys.stderr = sys.__stderr__ = _named(  # type: ignore[misc]
        io.FileIO(2, "wb", closefd=False), "<stderr>", "w",
        errors="backslashreplace", write_through=True,
    )  # fmt: skip


def read_source(source: bytes) -> str:
    """Decode a program; a lone surrogate stays one and is then a compile error."""
    return source.decode("utf-8", "surrogatepass").removeprefix("\ufeff")


def compile_program(source: bytes) -> tuple[types.CodeType | None, dict[str, Any]]:
    """Return the code, or None and how the attempt ended."""
    try:
        text = read_source(source)
        # There is no file of it, which others might read; who asks for its lines gets them here.
        linecache.cache[FILE] = (lambda: text,)
        return compile(text, FILE, "exec", dont_inherit=True), {}
    except BaseException as error:  # noqa: BLE001 - the compiler meets hostile text
        show(error)
        return None, {"end": "compile", "error": type(error).__name__, "code": 1}


def fresh_main() -> types.ModuleType:
    """A new, empty `__main__`, under which pickle and dataclasses find the program's names."""
    module = types.ModuleType("__main__")
    module.__file__ = FILE
    module.__dict__["__builtins__"] = builtins
    sys.modules["__main__"] = module
    return module


def run_script(source: bytes) -> dict[str, Any]:
    """Compile and run the program as `python main.py` would."""
    code, end = compile_program(source)
    if code is None:
        return end
    module = fresh_main()
    end = guarded(code, module)
    return end


def guarded(code: types.CodeType, module: types.ModuleType) -> dict[str, Any]:
    """Run code, wait for its threads, flush its output; return how it ended."""
    try:
        exec(code, module.__dict__)  # noqa: S102 - inside the walls
        end: dict[str, Any] = {"end": "exit", "error": "", "code": 0}
    except SystemExit as error:
        end = {"end": "exit", "error": "", "code": exit_code(error)}
    except BaseException as error:  # noqa: BLE001 - the program's own affair
        show(error)
        end = {"end": "exception", "error": type(error).__name__[:80], "code": 1}
    try:
        if used_threads():
            threading._shutdown()  # type: ignore[attr-defined]
        flush_output()
    except BaseException as error:  # noqa: BLE001 - a closed or replaced standard output
        if end["code"] == 0:
            end = {"end": "exception", "error": type(error).__name__[:80], "code": 120}
    return end


def used_threads() -> bool:
    """Whether threads run, or something wants to be told that none may start any more."""
    return bool(_thread._count() or getattr(threading, "_threading_atexits", True))


def flush_output() -> None:
    """Flush standard output; a program may close it or do away with it, as any other file."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def exit_code(error: SystemExit) -> int:
    """The exit code that Python gives to this SystemExit."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    os.write(2, f"{error.code}\n".encode("utf-8", "replace")[:4096])
    return 1


def show(error: BaseException) -> None:
    """Print a traceback as Python would; this may itself fail in any way."""
    try:
        import traceback

        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != FILE:
            trace = trace.tb_next
        lines = traceback.format_exception(type(error), error, trace)
        os.write(2, "".join(lines).encode("utf-8", "backslashreplace")[-16384:])
    except BaseException:  # noqa: BLE001 - __str__ and the rest are the program's code
        os.write(2, b"(the exception could not be shown)\n")


def finish(orders: Orders, end: dict[str, Any]) -> None:
    """Report how a script ended, then do what an interpreter does on its way out."""
    if end["error"]:
        orders.tell(end)
    else:  # most do; making an encoder of JSON costs more than the rest of it
        orders.say(frames.frame(PLAIN_END % (end["nonce"].encode(), end["code"])))
    try:
        atexit._run_exitfuncs()
        sys.modules["__main__"].__dict__.clear()  # closes, and so flushes, the files it left open
        flush_output()
    except BaseException:  # noqa: BLE001 - the run is over; how it ended has been said
        os._exit(int(end["code"]))


def serve_inputs(source: bytes, nonce: str, orders: Orders) -> int:
    """Run the program once for each input that comes; the next comes when this one is done."""
    code, failed = compile_program(source)
    streams = (sys.stdout, sys.stderr)
    modules = len(sys.modules)
    before = (descriptors(), atexit._ncallbacks())
    while True:
        order, blobs = orders.read()
        if "stop" in order:
            return 0
        new_input(blobs[0] if blobs else None, orders)
        renew_streams(streams)
        end = failed if code is None else guarded(code, fresh_main())
        if len(sys.modules) != modules:
            forget_modules()
        good = clean(end) and before == (descriptors(), atexit._ncallbacks())
        if not good:  # the program may have left something for its end, so this process ends
            end_early()
        orders.tell({"nonce": nonce, "clean": good, **end})


def new_input(data: bytes | None, orders: Orders) -> None:
    """Put a new standard input in place: what fits a pipe came with the order."""
    if data is None:
        source = orders.take_descriptor()
    else:
        source, target = os.pipe()
        os.write(target, data)
        os.close(target)
    if source == 0:  # the program closed its standard input, so the new one took its place
        os.set_inheritable(0, True)
        return
    os.dup2(source, 0)
    os.close(source)


def renew_streams(before: tuple[Any, Any]) -> None:
    """Fresh text streams for the next run; output streams that nobody replaced can go on."""
    if (sys.stdout, sys.stderr) == before and not sys.stdout.closed and not sys.stderr.closed:
        sys.stdin = sys.__stdin__ = text_input()  # type: ignore[misc]
    else:
        standard_streams()


def end_early() -> None:
    """Do what an interpreter does on its way out, as far as it can be seen from outside."""
    try:
        atexit._run_exitfuncs()
        sys.modules["__main__"].__dict__.clear()
        flush_output()
    except BaseException:  # noqa: BLE001 - how the run ended is known already
        os.write(2, b"(something failed at exit)\n")


def descriptors() -> list[tuple[int, int]]:
    """What is behind standard output and standard error."""
    found = []
    for number in (1, 2):
        try:
            one = os.fstat(number)
            found.append((one.st_dev, one.st_ino))
        except OSError:
            found.append((-1, -1))
    return found


def clean(end: dict[str, Any]) -> bool:
    """Whether the next input may come into this process."""
    # When threads have been waited for, the interpreter takes its main thread for ended.
    if end["end"] != "exit" or used_threads() or not threading.main_thread().is_alive():
        return False
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def forget_modules() -> None:
    """Drop what was imported from the working folder: the next run may have other files."""
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith("/tmp/") and name != "__main__":
            del sys.modules[name]


def serve_calls(source: bytes, nonce: str, orders: Orders) -> int:
    """Load the program once, then call its functions as asked and send the answers by value."""
    code, end = compile_program(source)
    module = fresh_main()
    if code is not None:
        # A module, not a script: the code below `if __name__ == "__main__"` is for people.
        module.__dict__["__name__"] = "solution"
        sys.modules["solution"] = module
        end = guarded(code, module)
        if end["code"] == 0 and end["end"] == "exit":
            end = {"end": "loaded", "error": "", "code": 0}
    orders.tell({"nonce": nonce, **end})
    kept: list[Any] = []
    while True:
        order, _ = orders.read()
        if "stop" in order:
            return 0
        answer = call(module, order, kept)
        try:
            sys.stdout.flush()
        except BaseException:  # noqa: BLE001 - its output is not what is asked for here
            os.write(2, b"(standard output could not be flushed)\n")
        orders.tell({"nonce": order["nonce"], **answer})


def call(module: types.ModuleType, order: dict[str, Any], kept: list[Any]) -> dict[str, Any]:
    """Make one call; return its answer, or the class of what it raised.

    With `keep`, an answer that is no plain value stays here, and a number is sent in its place.
    """
    keep = "keep" in order
    try:
        function = find(module, order["call"], kept)
        if "get" in order:
            answer, args = function, []
        else:
            args = [_back(arg, kept) for arg in values.decode(order["args"])]
            kwargs = {key: _back(arg, kept) for key, arg in values.decode(order["kwargs"]).items()}
            answer = function(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001 - SystemExit and its like are answers too
        return {"raised": type(error).__name__[:80], "detail": text_of(error)}
    try:
        if keep and isinstance(function, type) and "get" not in order:
            return {"value": _kept(answer, kept)}
        if keep and answer is None and (changed := _changed(args, order.get("args"))):
            return {"value": {"$after": changed}}
        return {"value": values.encode(answer)}
    except values.NotByValue as error:
        if keep and not hasattr(type(answer), "__next__"):
            return {"value": _kept(answer, kept)}
        return {"unsendable": str(error)[:200]}
    except BaseException as error:  # noqa: BLE001 - methods of the answer are the program's code
        return {"unsendable": f"{type(error).__name__} while its value was read"}


def _back(value: Any, kept: list[Any]) -> Any:
    return kept[value.number] if type(value) is values.Ref else value


def _kept(answer: Any, kept: list[Any]) -> dict[str, Any]:
    number = next((n for n, one in enumerate(kept) if one is answer), len(kept))
    if number == len(kept):
        kept.append(answer)
    return values.encode(values.Ref(number, type(answer).__name__))  # type: ignore[no-any-return]


def _changed(args: list[Any], before: Any) -> list[Any]:
    """The arguments as they are now, or nothing if they are as they were."""
    if not any(isinstance(arg, (list, dict, set, bytearray)) for arg in args):
        return []
    after = [
        values.encode(arg if isinstance(arg, (list, dict, set, bytearray)) else None)
        for arg in args
    ]
    same = all(
        arg is None or one == other for arg, one, other in zip(args, after, before, strict=True)
    )
    return [] if same else after


def find(module: types.ModuleType, name: str, kept: list[Any]) -> Any:
    """Return a function of the program.

    `Class.method` belongs to a new object of the class, `@3.method` to what was kept as 3.
    """
    first, *rest = name.split(".")
    if first[:1] == "@":
        found = kept[int(first[1:])]
        for part in rest:
            found = getattr(found, part)
        return found
    if first not in module.__dict__ and not rest and "Solution" in module.__dict__:
        first, rest = "Solution", [first]
    found = module.__dict__[first]
    for part in rest:
        found = getattr(found() if isinstance(found, type) else found, part)
    return found


def text_of(error: BaseException) -> str:
    """The first line of an exception's message, if it can be had."""
    try:
        return str(error).partition("\n")[0][:300]
    except BaseException:  # noqa: BLE001 - __str__ is the program's code
        return ""
