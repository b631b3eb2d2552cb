"""A proof that Lean accepts, of the statement of the row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rewardkit import Score, reward
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.code.lib.fences import fenced_blocks
from rewardkit_verifiers.proof.lib.messages import STANDARD, axioms_of, first_error
from rewardkit_verifiers.proof.lib.run_lean import NoLean, Overdue, run_lean
from rewardkit_verifiers.proof.lib.source import (
    BadStatement,
    Statement,
    check_name,
    forbidden,
    full_source,
    goal_source,
    read_statement,
)

_LONGEST = 100_000
COMMAND = ("lake", "env", "lean", "--json", "--stdin", "-M", "4096")


def _check(settings: Mapping[str, Any]) -> None:
    if not 0 < settings["time_s"] < float("inf"):
        raise ValueError(f"time_s={settings['time_s']!r} must be a positive number")
    if not settings["command"]:
        raise ValueError("command is empty")


@reward(check=_check)
def lean(
    completion: str,
    statement: str,
    header: str = "",
    *,
    axioms: tuple[str, ...] = STANDARD,
    command: tuple[str, ...] = COMMAND,
    project: str = "",
    time_s: float = 120.0,
) -> Score:
    """Pay a proof that Lean accepts, of the statement of the row and of nothing else.

    The statement is elaborated before the submission, whose theorem must then have its type;
    `#print axioms` tells what it rests on. Constructs that run code while Lean elaborates, or that
    change how it reads what follows, are refused before Lean sees them.

    Args:
        completion: The reply: one code block, or the reply as a whole, with the proof alone, such
            as `by simp`, or with the theorem and lemmas before it.
        statement: The column with the theorem; `:= by sorry` may follow.
        header: The column with what stands before it, such as `import Mathlib`.
        axioms: The axioms that a proof may rest on.
        command: The command that checks a file on its standard input and writes `--json`.
        project: The folder of the Lake project in which it runs.
        time_s: Seconds of real time for a file.

    Returns:
        1 or 0. A statement that Lean refuses by itself is an error, as is a missing Lean.

    Example:
        >>> row = {"statement": "theorem two : 1 + 1 = 2 := by sorry"}
        >>> lean(command=("recorded",)).score(completion="by rfl", **row).value
        1.0
    """
    try:
        wanted = read_statement(statement)
    except BadStatement as error:
        return Score.error("bad_statement", str(error))
    proof = _proof_of(completion)
    if isinstance(proof, Score):
        return proof
    banned = forbidden(proof)
    if banned:
        return Score.ok(0.0, "unsafe_construct", banned)
    try:
        broken = _statement_error(header, wanted, command, project, time_s)
        if broken:
            return Score.error("bad_statement", broken)
        messages = run_lean(full_source(header, wanted, proof), command, project, time_s)
    except NoLean as error:
        return Score.error("no_toolchain", str(error))
    except Overdue as error:
        return Score.timeout("time_limit", str(error), value=0.0)
    error_text = first_error(messages)
    if error_text:
        return Score.ok(0.0, "not_proved", error_text[:300])
    used = axioms_of(check_name(header, wanted, proof), messages)
    if used is None:
        return Score.ok(0.0, "no_verdict", "there is no message on the axioms of the proof")
    extra = [name for name in used if name not in axioms]
    return Score.ok(0.0, "forbidden_axiom", ", ".join(extra)) if extra else Score.ok(1.0)


@lru_cache(maxsize=4096)
def _statement_error(
    header: str, wanted: Statement, command: tuple[str, ...], project: str, time_s: float
) -> str:
    """Return the error of Lean on a statement without a proof, or an empty text."""
    try:
        messages = run_lean(goal_source(header, wanted), command, project, time_s)
    except Overdue:
        return f"the statement alone takes more than {time_s:g} s"
    if not messages:
        # Lean warns of the sorry in it, wherever it works.
        return "Lean says nothing of the statement; does the command write --json?"
    return first_error(messages)[:300]


def _proof_of(completion: str) -> str | Score:
    try:
        text = after_reasoning(completion)
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    if not trimmed(text):
        return Score.unparsed("empty", "nothing in the reply shows")
    if len(text) > _LONGEST:
        return Score.unparsed("too_long", f"at most {_LONGEST} characters are read")
    blocks = [block.code for block in fenced_blocks(text) if block.code.strip()]
    if len(blocks) > 1:
        return Score.unparsed("no_proof", f"{len(blocks)} code blocks")
    return blocks[0] if blocks else trimmed(text)
