"""Functions that another process cannot import, pickled by their code instead of their name.

A trainer may load a reward from a file under a name of its own, and a script's functions belong
to `__main__`: no other process finds them by name. Needs cloudpickle, which comes with Ray.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from rewardkit.errors import DefinitionError


def findable(module: str) -> bool:
    """Return True if a fresh process with the same path would import this very module."""
    if module == "__main__":
        return False
    path: Sequence[str] | None = None
    origin: str | None = None
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        # The finders are asked directly: a module that is loaded already need not be on the path.
        spec = _spec(".".join(parts[:count]), path)
        if spec is None:
            return False
        path, origin = spec.submodule_search_locations, spec.origin
    loaded = getattr(sys.modules.get(module), "__file__", None)
    return loaded is None or origin is None or loaded == origin


def _spec(name: str, path: Sequence[str] | None) -> Any:
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = None if find is None else find(name, path)
        if spec is not None:
            return spec
    return None


def pickle_by_value(name: str, module: str, value: object) -> bytes | None:
    """Return a pickle of a value that holds the code of its module's functions.

    Args:
        name: The name of the reward, for messages.
        module: The module to pickle by value.
        value: The function, with what belongs to it.

    Returns:
        The pickle; None where the module is `__main__` and cloudpickle is not installed, since a
        process that multiprocessing spawns can find its functions.

    Raises:
        DefinitionError: cloudpickle is not installed, or cannot pickle the value.
    """
    writer = _cloudpickle()
    if writer is None:
        if module == "__main__":
            return None
        raise DefinitionError(
            f"reward {name!r} is defined in {module!r}, which another process cannot import. "
            "`pip install cloudpickle`, or put the file on the Python path."
        )
    loaded = sys.modules.get(module)
    marked = loaded is not None and module != "__main__"
    if marked:
        writer.register_pickle_by_value(loaded)
    try:
        found: bytes = writer.dumps(value)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise DefinitionError(
            f"reward {name!r} is defined in {module!r}, which another process cannot import, and "
            f"its code cannot be sent: {error}. Put the file on the Python path."
        ) from None
    finally:
        if marked:
            writer.unregister_pickle_by_value(loaded)
    return found


def _cloudpickle() -> Any:
    for name in ("cloudpickle", "ray.cloudpickle"):
        try:
            return import_module(name)
        except ImportError:
            continue
    return None
