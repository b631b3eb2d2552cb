"""The tasks that a config can name: those of a table, and functions of a user's own modules."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from rewardkit.errors import SpecError, closest, describe
from rewardkit.tasks.arithmetic import make_arithmetic
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.countdown import make_countdown
from rewardkit.tasks.problem import Task

TASKS: dict[str, Callable[[TaskConfig], Task]] = {
    "arithmetic": make_arithmetic,
    "countdown": make_countdown,
}


def make_task(config: TaskConfig) -> Task:
    """Make the task that a config names.

    A name with a colon, `module:function` or `file.py:function`, is a function that takes the
    TaskConfig and returns a Task.

    Raises:
        SpecError: The name is unknown, its code is broken, or the split leaves nothing to train on.

    Example:
        >>> task = make_task(TaskConfig(name="arithmetic", digits=1, validation=10, heldout=20))
        >>> len(task.train), len(task.validation), len(task.heldout)
        (70, 10, 20)
    """
    own = ":" in config.name
    maker = _own_maker(config.name) if own else TASKS.get(config.name)
    if maker is None:
        raise SpecError(
            f"task.name: unknown task {config.name!r}.{closest(config.name, TASKS)} A task of your "
            "own is named module:function, and rows of your own by task.data."
        )
    try:
        task = maker(config)
    except ValueError as error:
        raise SpecError(f"task: {error}") from None
    if not isinstance(task, Task):
        raise SpecError(f"task.name: {config.name!r} returned {type(task).__name__}, not a Task")
    return task


def _own_maker(name: str) -> Callable[[TaskConfig], Task]:
    where, _, attribute = name.rpartition(":")
    module = _module(where)
    maker: object = getattr(module, attribute, None)
    if not callable(maker):
        near = closest(attribute, [word for word, value in vars(module).items() if callable(value)])
        raise SpecError(f"task.name: {where} has no function {attribute!r}.{near}")
    return maker  # its result is checked when it is called


def _module(where: str) -> ModuleType:
    file = Path(where)
    if file.suffix == ".py":
        if not file.is_file():
            raise SpecError(f"task.name: there is no file {where}")
        folder = str(file.resolve().parent)
        if folder not in sys.path:
            sys.path.insert(0, folder)
    try:
        return _from_file(file) if file.suffix == ".py" else import_module(where)
    except Exception as error:
        raise SpecError(f"task.name: importing {where} failed: {describe(error)}") from error


def _from_file(file: Path) -> ModuleType:
    """Import a file by its own name, or by a longer one where another file has that name."""
    known = sys.modules.get(file.stem)
    path = str(file.resolve())
    if known is None or getattr(known, "__file__", None) == path:
        found = import_module(file.stem)
        if getattr(found, "__file__", None) == path:
            return found
    name = f"{file.stem}_{zlib.crc32(path.encode()):08x}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no module")
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
