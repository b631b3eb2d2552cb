"""Limits of a spec from a stranger: no code is imported, no new host asked, no file touched.

A spec is data, and data can still name a Python module to import, an environment variable to send
as a key, a file to write. `load(..., trusted=False)` refuses what does, before it happens.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rewardkit.errors import SpecError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward
from rewardkit.specs.references import kind_of


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a spec that is not trusted.

    Attributes:
        hosts: Hosts that the user named; a judge may be nowhere else.
        root: The folder of the spec, in which other spec files must lie; None allows none.
    """

    hosts: frozenset[str] = frozenset()
    root: Path | None = None

    def check_use(self, use: str) -> None:
        """Refuse a reference that would import a module.

        Raises:
            SpecError: It names Python code.
        """
        if kind_of(use) == "module":
            raise SpecError(
                f"{use!r} names Python code, which a spec that is not trusted may not import. "
                "Read that code first, then load the spec as trusted; or use a verifier of the "
                "registry."
            )

    def check_file(self, use: str, path: Path) -> None:
        """Refuse another spec file outside the folder of the first.

        Raises:
            SpecError: It lies elsewhere, also by a symbolic link.
        """
        if self.root is None or not path.resolve().is_relative_to(self.root):
            where = "which is in no folder" if self.root is None else f"below {self.root}"
            raise SpecError(
                f"{use!r} is a file outside the folder of a spec that is not trusted, {where}"
            )

    def check_settings(self, reward: Reward, settings: Mapping[str, Any]) -> None:
        """Refuse settings that send keys to hosts nobody named, or that touch files.

        Raises:
            SpecError: A setting does; names it.
        """
        if not isinstance(reward, FunctionReward):
            return
        for name, value in settings.items():
            for fault in _faults(reward.signature.hints.get(name), value, self.hosts):
                raise SpecError(f"{name}: {fault}; a spec that is not trusted may not do that")


def limits_of(trusted: bool, hosts: Collection[str], spec: Path | None) -> Limits | None:
    """Return the limits of a spec; None if it is trusted.

    Args:
        trusted: Whether the user would run code of the author of the spec.
        hosts: Hosts at which a judge of a spec that is not trusted may be.
        spec: Its file, if it is one.

    Raises:
        SpecError: Hosts are named for a trusted spec, which needs none.
    """
    if trusted:
        if hosts:
            raise SpecError("hosts are for a spec that is not trusted; a trusted one may ask any")
        return None
    if isinstance(hosts, str):
        raise SpecError(f"hosts={hosts!r} is text; give a list of host names")
    named = frozenset(host.strip().lower() for host in hosts)
    return Limits(named, None if spec is None else spec.parent.resolve())


def _faults(hint: Any, value: Any, hosts: frozenset[str]) -> Iterator[str]:
    """Yield what the types of a setting object to; a type says so by `untrusted_fault`."""
    for kind in (hint, *typing.get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, Path) and isinstance(value, str):
            yield f"{value!r} is a path"
        fault_of = getattr(kind, "untrusted_fault", None)
        if fault_of is not None:
            yield from filter(None, (fault_of(item, hosts) for item in _within(value)))
        elif kind is not hint:
            yield from _faults(kind, value, hosts)


def _within(value: Any) -> Iterator[Any]:
    """Yield a value and everything inside it."""
    yield value
    inside = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, (Mapping, list, tuple)):
        for item in inside:
            yield from _within(item)
