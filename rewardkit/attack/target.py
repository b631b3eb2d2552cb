"""The target that a command line names: a spec, a registry id, a reward or a plain function."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from rewardkit.errors import SpecError, closest, describe
from rewardkit.rewards.base import Reward
from rewardkit.specs.files import resolve
from rewardkit.specs.references import kind_of


def find_target(reference: str) -> Reward | Callable[..., Any]:
    """Return the reward or function of a reference.

    Args:
        reference: A spec file, a registry id, `module:name` or `FILE.py:NAME`.

    Raises:
        SpecError: There is none, or its code cannot be imported.
    """
    place, colon, name = reference.rpartition(":")
    if colon and place.endswith(".py"):
        return _named(_of_file(Path(place)), name, reference)
    if kind_of(reference) != "module":
        return resolve(reference)
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        with redirect_stdout(sys.stderr):  # what a module prints is not the result of a command
            module = importlib.import_module(place)
    except ImportError as error:
        raise SpecError(f"{reference!r} cannot be imported: {describe(error)}") from None
    except Exception as error:
        raise SpecError(f"importing {place!r} failed: {describe(error)}") from error
    return _named(module, name, reference)


def _of_file(path: Path) -> ModuleType:
    if not path.is_file():
        raise SpecError(f"{path}: there is no such file")
    folder = str(path.resolve().parent)
    if folder not in sys.path:
        # Its neighbours are imported by name, now and when the reward runs.
        sys.path.append(folder)
    known = sys.modules.get(path.stem)
    if known is not None and getattr(known, "__file__", None) == str(path.resolve()):
        return known
    name = path.stem if known is None else f"{path.stem}_of_{abs(hash(folder))}"
    spec = importlib.util.spec_from_file_location(name, path.resolve())
    if spec is None or spec.loader is None:
        raise SpecError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickle look a class's module up by name
    try:
        with redirect_stdout(sys.stderr):
            spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        if (
            "attempted relative import" in str(error)
            and (path.resolve().parent / "__init__.py").is_file()
        ):
            return _of_package(path.resolve())
        raise SpecError(f"importing {path} failed: {describe(error)}") from error
    return module


def _of_package(path: Path) -> ModuleType:
    """Import a file that imports its neighbours relatively as a module of its package."""
    top, parts = path.parent, [path.stem]
    while (top / "__init__.py").is_file():
        parts.append(top.name)
        top = top.parent
    if str(top) not in sys.path:
        sys.path.append(str(top))
    name = ".".join(reversed(parts))
    try:
        with redirect_stdout(sys.stderr):
            return importlib.import_module(name)
    except Exception as error:
        raise SpecError(f"importing {path} as {name!r} failed: {describe(error)}") from error


def _named(module: ModuleType, name: str, reference: str) -> Reward | Callable[..., Any]:
    found: Any = module
    for part in name.split("."):
        if isinstance(found, type) and inspect.isfunction(vars(found).get(part)):
            found = _made(found, reference)  # a method needs an object
        if not hasattr(found, part):
            known = [word for word, value in vars(module).items() if callable(value)]
            raise SpecError(f"{reference!r}: there is no {part!r}.{closest(part, known)}")
        found = getattr(found, part)
    if isinstance(found, type):
        found = _made(found, reference)
    if isinstance(found, Reward) or callable(found):
        return found  # type: ignore[no-any-return]
    raise SpecError(f"{reference!r} is a {type(found).__name__}, not a reward or a function")


def _made(kind: type, reference: str) -> Any:
    """Return an instance of a class of rewards that needs nothing to be made."""
    if not issubclass(kind, Reward):
        try:
            with redirect_stdout(sys.stderr):
                return kind()
        except TypeError as error:
            text = f"{reference!r} is a class that cannot be made without arguments: "
            raise SpecError(text + describe(error)) from None
    return kind
