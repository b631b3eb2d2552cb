"""The plugin contract: every hook that rewardkit calls, in one file.

A distribution offers verifiers by an entry point of the group `rewardkit` that names a module
with hook implementations:

    [project.entry-points.rewardkit]
    mine = "my_package.plugin"

    # my_package/plugin.py
    from rewardkit.hooks import Folder, hookimpl

    @hookimpl
    def rewardkit_verifiers():
        return [Folder("my_package.verifiers")]

The verifiers that ship with rewardkit come in by the same door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pluggy

GROUP = "rewardkit"
hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@dataclass(frozen=True, slots=True)
class Folder:
    """A package whose sub-packages `<family>/<name>/` are verifiers.

    Each holds `verifier.py` with a reward called `<name>`, `card.yaml` and `cases.jsonl`.
    Cards are read when verifiers are listed; code is imported at first use.
    """

    package: str


class Hooks:
    """The hooks, for pluggy; a plugin implements any of them."""

    @hookspec
    def rewardkit_verifiers(self) -> Iterable[Folder]:  # type: ignore[empty-body]
        """Return the folders in which this plugin keeps its verifiers."""
