"""The score of a reply under the constraints of its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rewardkit import Score
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.follow.lib.constraint import BadInstruction
from rewardkit_verifiers.follow.lib.rows import Wanted
from rewardkit_verifiers.follow.lib.verdicts import Mode, verdicts

Credit = Literal["share", "all"]
Compat = Literal["", "ifbench"]
# Longer replies are not read: each constraint would look at all of it.
LONGEST = 1_000_000


def refused(error: BadInstruction) -> Score:
    """Return the score of a row whose constraints cannot be read."""
    if error.unknown:
        return Score.error("unknown_instruction", str(error))
    return Score.error("bad_instruction", str(error))


def judged_reply(
    reply: str, wanted: Sequence[Wanted], mode: Mode, credit: Credit, compat: Compat
) -> Score:
    """Return the share of constraints that a reply keeps to, or 1 for all and 0 else."""
    if not compat:
        try:
            reply = after_reasoning(reply)
        except Unfinished as why:
            return Score.unparsed("unfinished_reasoning", str(why))
    shown = trimmed(reply)
    if not shown:
        return Score.unparsed("empty", "nothing in the reply shows")
    if len(reply) > LONGEST:
        return Score.unparsed("too_long", f"{len(reply)} characters, at most {LONGEST} are read")
    if not compat:
        # Without end-of-turn tokens; blanks before the first line may be asked for.
        reply = reply[: reply.index(shown) + len(shown)]
    found = verdicts(reply, wanted, mode, bool(compat))
    share = sum(found) / len(found)
    if share == 1.0:
        return Score.ok(1.0)
    missed = ", ".join(one.id for (one, _), held in zip(wanted, found, strict=True) if not held)
    return Score.ok(share if credit == "share" else 0.0, "not_followed", missed)
