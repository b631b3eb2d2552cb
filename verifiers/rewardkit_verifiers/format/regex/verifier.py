"""Does a reply match a pattern?"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import regex as engine

from rewardkit import Score, reward

Mode = Literal["fullmatch", "search"]
Flag = Literal["ascii", "dotall", "ignorecase", "multiline", "verbose"]
LONGEST = 1_000_000
_MOST_EXPANDED = 100_000
_PIECES = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?P<count>\d+)[^}]*\}|.", re.S
)


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: tuple[Flag, ...]) -> Any:
    combined = 0
    for flag in flags:
        combined |= getattr(engine, flag.upper())
    return engine.compile(pattern, combined)


def _check(settings: Mapping[str, Any]) -> None:
    pattern, timeout = settings["pattern"], settings["timeout"]
    if not pattern:
        raise ValueError("pattern='' matches nothing or everything. Give a regular expression")
    if not 0 < timeout < math.inf:
        raise ValueError(f"timeout={timeout!r} must be seconds > 0")
    if (size := _expanded(pattern)) > _MOST_EXPANDED:
        raise ValueError(
            f"pattern {pattern[:60]!r} stands for {size} atoms once its counts are written out; "
            f"compiling it would take long. At most {_MOST_EXPANDED}"
        )
    try:
        _compiled(pattern, settings["flags"])
    except RecursionError:
        raise ValueError(f"pattern {pattern[:60]!r} is nested too deeply") from None
    except engine.error as error:
        at = "" if error.pos is None else f" at character {error.pos}"
        raise ValueError(
            f"pattern {pattern!r} is not a regular expression: {error.msg}{at}"
        ) from None


def _expanded(pattern: str) -> int:
    """Return how many atoms a pattern has once `{n}` is written out, as compiling does."""
    sums, last = [0], 0
    for piece in _PIECES.finditer(pattern):
        if piece["count"]:
            sums[-1] += last * (int(piece["count"][:20]) - 1)
            last *= int(piece["count"][:20])
        elif piece["open"]:
            sums.append(0)
            last = 0
        elif piece["close"]:
            last = sums.pop() if len(sums) > 1 else 0
            sums[-1] += last
        else:
            last = 1
            sums[-1] += 1
    return sum(sums)


@reward(check=_check)
def regex(
    completion: str,
    *,
    pattern: str,
    mode: Mode = "fullmatch",
    flags: tuple[Flag, ...] = (),
    strip: bool = True,
    timeout: float = 1.0,
) -> Score:
    r"""Pay a reply that matches your pattern.

    The pattern runs on the `regex` library, which stops by itself where Python's `re` would hold
    every thread. It looks at the clock only now and then, so a bad pattern may take three to four
    times `timeout`; for a hard bound, call it in a reward of your own with `isolated=True`.
    A pattern that runs out of time is its author's fault and not the policy's: the score is an
    error, never a low number.

    Args:
        completion: The reply.
        pattern: A regular expression in the syntax of the `regex` library.
        mode: `fullmatch`: the whole reply must match. `search`: any part of it; cheap to please,
            so prefer anchors.
        flags: Any of `ascii`, `dotall`, `ignorecase`, `multiline`, `verbose`.
        strip: Leave off blanks at both ends of the reply first.
        timeout: Seconds after which matching is given up.

    Returns:
        1 or 0; an error `regex_timeout`, or `too_long` for more than a million characters.

    Raises:
        DefinitionError: The pattern is not a regular expression.

    Example:
        >>> number = regex(pattern=r"-?\d+")
        >>> number.score(completion=" 36\n").value, number.score(completion="36!").value
        (1.0, 0.0)
    """
    if len(completion) > LONGEST:
        return Score.error("too_long", f"{len(completion)} characters; at most {LONGEST} are read")
    text = completion.strip() if strip else completion
    compiled = _compiled(pattern, flags)
    match = compiled.fullmatch if mode == "fullmatch" else compiled.search
    try:
        found = match(text, timeout=timeout)
    except TimeoutError:
        return Score.error(
            "regex_timeout",
            f"pattern {pattern[:60]!r} took more than {timeout:g} s on {len(text)} characters; "
            "make it linear: no nested or adjacent repeats of the same characters",
        )
    return Score.ok(1.0) if found else Score.ok(0.0, "no_match")


def instruction(settings: Mapping[str, Any]) -> str:
    r"""Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> instruction(regex(pattern=r"[a-d]").settings)
        'Reply with text that matches this regular expression in full, and nothing else: [a-d]'
    """
    if settings["mode"] == "fullmatch":
        how = "matches this regular expression in full, and nothing else"
    else:
        how = "contains a match of this regular expression"
    return f"Reply with text that {how}: {settings['pattern']}"
