"""Specs: a reward written as YAML, JSON or plain data, with the words of the Python DSL.

    version: 1
    reward:
      gate:
        when: {use: format/tags, with: {tags: [think, answer]}}
        then:
          weighted:
            parts:
              math: [0.7, {use: math/distance}]
              steps: [0.1, {use: "my_rewards:steps", with: {limit: 3}}]

A spec names Python code by module and imports it: load a spec of somebody whose code you would not
run with `trusted=False`.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from rewardkit.errors import SpecError
from rewardkit.rewards.base import Reward
from rewardkit.specs import references
from rewardkit.specs.build import build
from rewardkit.specs.dump import dump
from rewardkit.specs.text import SUFFIXES, Document, read_file, read_text, write_text
from rewardkit.specs.trust import limits_of

__all__ = ["dump", "dumps", "load", "loads", "resolve", "save"]


def load(
    spec: str | Path | Mapping[str, Any], *, trusted: bool = True, hosts: Collection[str] = ()
) -> Reward:
    r"""Return the reward that a spec describes.

    Args:
        spec: The path of a `.yaml`, `.yml` or `.json` file; or the spec itself as plain data;
            or, when it has more than one line or starts with `{`, its text.
        trusted: Whether you would run code of its author. If not, it may use verifiers of the
            registry and spec files of its own folder; it imports no other module, sends nothing
            to a host that is not in `hosts`, and names no file to read or write.
        hosts: Hosts at which a judge of a spec that is not trusted may be, such as `127.0.0.1`.

    Raises:
        SpecError: It is not a reward; names file, line, path inside the spec, value and the
            closest known word. Or it is not trusted and asks for more; names what it asks for.

    Example:
        >>> load({"reward": {"clip": {"low": 0, "high": 0.5, "of": "text/exact"}}}).range
        Range(low=0.0, high=0.5)
    """
    if isinstance(spec, Mapping):
        return build(Document(_text_keys(spec)), (), limits_of(trusted, hosts, None))
    if isinstance(spec, str) and ("\n" in spec or spec.lstrip().startswith("{")):
        return loads(spec, trusted=trusted, hosts=hosts)
    if not isinstance(spec, (str, Path)):
        raise SpecError(f"load takes a path, text or plain data, not {type(spec).__name__}")
    path = Path(spec)
    made = build(read_file(path), (path.resolve(),), limits_of(trusted, hosts, path))
    made.__dict__["origin"] = path.stem
    return made


def loads(text: str, *, trusted: bool = True, hosts: Collection[str] = ()) -> Reward:
    r"""Return the reward that YAML or JSON text describes; see `load` for the other arguments.

    Example:
        >>> loads("reward:\n  use: text/exact\n").name
        'exact'
    """
    return build(read_text(text, "spec", Path()), (), limits_of(trusted, hosts, None))


def dumps(reward: Reward, kind: str = "yaml") -> str:
    """Return the spec of a reward as `yaml` or `json` text."""
    return write_text(dump(reward), kind)


def save(reward: Reward, path: str | Path) -> None:
    """Write the spec of a reward to a `.yaml`, `.yml` or `.json` file."""
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise SpecError(f"{path}: a spec file ends in {', '.join(SUFFIXES)}")
    text = dumps(reward, "json" if path.suffix.lower() == ".json" else "yaml")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SpecError(f"{path}: the spec cannot be written: {error.strerror}") from None


def resolve(text: str, *, trusted: bool = True, hosts: Collection[str] = ()) -> Reward:
    """Return the reward that a command-line argument names.

    Modules are looked for where `python -m` would, in the current folder first, and in the
    folder of a spec file last; not for a spec that is not trusted.

    Args:
        text: A spec file, `module:attribute`, `file.py:attribute`, or a registry id.
        trusted: Whether you would run code of its author; see `load`.
        hosts: Hosts at which a judge of a spec that is not trusted may be.

    Raises:
        SpecError: Nothing has that name, or its code is broken.
        RegistryError: No verifier has this id.

    Example:
        >>> resolve("text/exact").range
        Range(low=0.0, high=1.0)
    """
    kind = references.kind_of(text)
    limits = limits_of(trusted, hosts, None)
    if limits is not None:
        limits.check_use(text)
        if kind == "file":
            return load(Path(text), trusted=False, hosts=hosts)
    if kind == "file":
        _search(Path(), first=True)
        _search(Path(text).parent, first=False)
        return load(Path(text))
    if kind == "module":
        module, _, attribute = text.partition(":")
        _search(Path(), first=True)
        if module.endswith(".py"):
            _search(Path(module).parent, first=True)
            text = f"{Path(module).stem}:{attribute}"
        return references.ready(references.find(text), text)
    if "/" not in text:
        raise SpecError(
            f"{text!r} is no reward. Give a spec file (reward.yaml), module:attribute or "
            "FILE.py:NAME (my_rewards:short, my_rewards.py:short) or a registry id "
            "(math/distance; `rewardkit list` shows them)."
        )
    return references.ready(references.find(text), text)


def _search(folder: Path, first: bool) -> None:
    # Left in place: worker processes import the same modules later.
    entry = str(folder.resolve())
    if entry not in sys.path:
        sys.path.insert(0 if first else len(sys.path), entry)


def _text_keys(data: Any) -> Any:
    # Files have text keys only, so plain data from Python reads the same.
    if isinstance(data, Mapping):
        return {str(key): _text_keys(value) for key, value in data.items()}
    return [_text_keys(item) for item in data] if isinstance(data, (list, tuple)) else data
