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

    @hookimpl
    def rewardkit_corpus_families():
        return [CorpusFamily("haiku", "my_package.corpus:trial")]

The verifiers that ship with rewardkit are offered by the same hooks.
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
    """A package whose folders `<family>/<name>/` are verifiers; `__init__.py` is optional there.

    Each holds `verifier.py` with a reward called `<name>`, `card.yaml` and `cases.jsonl`.
    Cards are read when verifiers are listed; code is imported at first use. A `corpus.jsonl` in
    the package is what `rewardkit certify` runs when it is given no file.
    """

    package: str


@dataclass(frozen=True, slots=True)
class CorpusFamily:
    """A family of corpus rows and the function that judges one row.

    Attributes:
        name: The value of `family` in its rows.
        trial: `module:function`, imported when such a row is met. The function takes the row, a
            mapping, and whether the strict policy is asked for; it returns a
            `rewardkit.certify.trial.Trial`, or raises `Skip` with the reason.
    """

    name: str
    trial: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A published form of labelled rows, which `rewardkit certify --layout` reads as it stands.

    Attributes:
        name: The name on the command line.
        read: `module:function`, imported when such a set is read. The function takes a row, a
            mapping, and returns a `rewardkit.certify.labelled.Labelled`.
    """

    name: str
    read: str


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """A package of attack policies: each is `<name>.py` with `replies` and a card `<name>.yaml`.

    `replies` takes a `rewardkit.attack.replies.AttackRow` and yields
    `rewardkit.attack.replies.Reply`, completions that deserve no full pay.
    """

    package: str


class Hooks:
    """The hooks, for pluggy; a plugin implements any of them."""

    @hookspec
    def rewardkit_verifiers(self) -> Iterable[Folder]:  # type: ignore[empty-body]
        """Return the folders in which this plugin keeps its verifiers."""

    @hookspec
    def rewardkit_corpus_families(self) -> Iterable[CorpusFamily]:  # type: ignore[empty-body]
        """Return the families of corpus rows that this plugin's verifiers judge."""

    @hookspec
    def rewardkit_layouts(self) -> Iterable[Layout]:  # type: ignore[empty-body]
        """Return the layouts of labelled sets that this plugin reads."""

    @hookspec
    def rewardkit_attack_policies(self) -> Iterable[PolicyFolder]:  # type: ignore[empty-body]
        """Return the packages of this plugin's attack policies."""
