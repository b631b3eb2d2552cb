"""The facts about a trainer that decide what may become of a sample without a number."""

from __future__ import annotations

from dataclasses import dataclass

POLICIES = ("unknown", "group_mean", "raise", "low")


@dataclass(frozen=True, slots=True)
class Contract:
    """The calling convention of one trainer, as far as missing numbers are concerned.

    Attributes:
        trainer: Its name in messages.
        unknown: The trainer's own expression for a sample without a reward; empty if it has none.
        swallows: Whether it catches the exceptions of a reward and goes on.
        groups: Whether a reward is shown all completions of a prompt in one call.
        whole_columns: Whether a column is there for every row of a batch or for none.
        default: The policy when none is chosen.
    """

    trainer: str
    unknown: str = ""
    swallows: bool = False
    groups: bool = False
    whole_columns: bool = False
    default: str = "raise"


PYTHON = Contract("Python", unknown="None", groups=True, default="unknown")
