"""The options of every verb that reads a spec: how far its author is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from rewardkit.errors import InputError
from rewardkit.rewards.base import Reward
from rewardkit.specs.files import resolve
from rewardkit.specs.trust import Limits, limits_of

SPEC_HELP = "Spec file, id of a verifier, module:name or FILE.py:NAME."
SAMPLES_HELP = ".jsonl, .jsonl.gz, .json, .csv or .parquet file, or - for JSON lines on stdin."

Untrusted = Annotated[
    bool,
    typer.Option(
        "--untrusted",
        help="The spec is a stranger's: no imports, no keys to new hosts, no files.",
    ),
]
Host = Annotated[
    list[str] | None,
    typer.Option("--host", help="With --untrusted: a host where a judge may be (repeatable)."),
]


def read_reward(spec: str, untrusted: bool, hosts: Sequence[str] | None) -> Reward:
    """Return the reward that a SPEC argument names.

    Raises:
        InputError: --host without --untrusted.
        SpecError: There is no such reward, or it asks for what an untrusted spec may not.
    """
    _check(untrusted, hosts)
    return resolve(spec, trusted=not untrusted, hosts=hosts or ())


def limits_from(untrusted: bool, hosts: Sequence[str] | None) -> Limits | None:
    """Return the limits of specs by the options; None without --untrusted.

    Raises:
        InputError: --host without --untrusted.
    """
    _check(untrusted, hosts)
    return limits_of(not untrusted, hosts or (), None)


def _check(untrusted: bool, hosts: Sequence[str] | None) -> None:
    if hosts and not untrusted:
        raise InputError("--host is for --untrusted; without it a judge may be anywhere")
