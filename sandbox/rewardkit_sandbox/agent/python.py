"""Run Python programs in a child: as a script, on one input after another, or call by call.

By now the walls stand. From here on nothing is trusted, this module included: the program
shares its process. What it could forge here is only its own answer.
"""

from __future__ import annotations

import _thread
import atexit
import builtins
import contextlib
import io
import linecache
import os
import sys
import threading
import types
from typing import Any

from rewardkit_sandbox.agent.child_protocol import Orders
from rewardkit_sandbox.agent.isolation import WORK
from rewardkit_sandbox.protocol import frames

PLAIN_END = b'{"nonce":"%b","end":"exit","error":"","code":%d}'
FILE = f"{WORK}/main.py"


def prepare() -> None:
    """Do beforehand, in the zygote, what is the same for every program."""
    sys.argv = [FILE]
    sys.orig_argv = ["python3", FILE]
    sys.path.insert(0, WORK)
    sys.set_int_max_str_digits(0)  # processor time is what bounds it here
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
        end = {"end": "compile", "error": type(error).__name__, "code": 1}
        return None, {**end, "said": where(error)}


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


def where(error: BaseException) -> str:
    """The message of an error of syntax, with its line and that line's text."""
    if not isinstance(error, SyntaxError):
        return text_of(error)
    line = str(error.text or "").strip()[:120]
    return f"line {error.lineno}: {error.msg}" + (f": {line}" if line else "")


def guarded(code: types.CodeType, module: types.ModuleType, *, ends: bool = True) -> dict[str, Any]:
    """Run code, wait for its threads, flush its output; return how it ended.

    Args:
        code: The program.
        module: Where it runs.
        ends: Whether that is all there is to it; a module whose functions are called later
            still needs its threads, and may start more.
    """
    try:
        exec(code, module.__dict__)  # noqa: S102 - inside the walls
        end: dict[str, Any] = {"end": "exit", "error": "", "code": 0}
    except SystemExit as error:
        end = {"end": "exit", "error": "", "code": exit_code(error)}
    except BaseException as error:  # noqa: BLE001 - the program's own affair
        show(error)
        end = {"end": "exception", "error": type(error).__name__[:80], "code": 1}
        end["said"] = text_of(error)
    try:
        if ends and used_threads():
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
    if sys.__stdout__ is not None and sys.__stdout__ is not sys.stdout:
        with contextlib.suppress(ValueError, OSError):  # it may be closed, or without its buffer
            sys.__stdout__.flush()
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
        end = failed if code is None else run_once(code, before[1])
        if len(sys.modules) != modules:
            forget_modules()
        good = clean(end) and before == (descriptors(), atexit._ncallbacks())
        if not good:  # the program may have left something for its end, so this process ends
            end_early()
        orders.tell({"nonce": nonce, "clean": good, **end})


def run_once(code: types.CodeType, callbacks: int) -> dict[str, Any]:
    """Run the program; what it wrote into files that it left open is its output, too.

    Not where it asked to be called at the end, which comes first and needs its names.
    """
    module = fresh_main()
    end = guarded(code, module)
    if end["code"] == 0 and atexit._ncallbacks() == callbacks:
        try:
            module.__dict__.clear()
            flush_output()
        except BaseException:  # noqa: BLE001 - destructors are the program's code
            os.write(2, b"(something failed at the end)\n")
    return end


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


def text_of(error: BaseException) -> str:
    """The first line of an exception's message, if it can be had."""
    try:
        return str(error).partition("\n")[0][:300]
    except BaseException:  # noqa: BLE001 - __str__ is the program's code
        return ""
