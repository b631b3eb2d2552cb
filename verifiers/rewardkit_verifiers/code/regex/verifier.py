"""Does a regular expression match what it should, and nothing that it must not?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.code.lib.drivers import Ask, check_driven, drive, trouble
from rewardkit_verifiers.code.lib.fences import fenced_blocks
from rewardkit_verifiers.code.lib.sandboxes import Backend, SandboxFailed
from rewardkit_verifiers.format.lib.extraction import extract

_DRIVER = """
import re
import warnings

def judge(pattern, how, texts):
    warnings.simplefilter("ignore")
    try:
        test = getattr(re.compile(pattern), how)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        return str(error)[:200]
    return [test(text) is not None for text in texts]
"""
_LONGEST_REPLY = 20_000


def _check(settings: Mapping[str, Any]) -> None:
    check_driven(settings)
    if settings["max_length"] < 1:
        raise ValueError(f"max_length={settings['max_length']} must be at least 1")


@reward(batched=True, check=_check)
def regex(
    completion: list[str],
    matches: list[Any],
    rejects: list[Any] | None = None,
    *,
    how: Literal["fullmatch", "search", "match"] = "fullmatch",
    score: Literal["all", "fraction"] = "all",
    max_length: int = 1000,
    tag: str = "",
    time_s: float = 1.0,
    backend: Backend = "auto",
) -> list[Score]:
    r"""Pay a regular expression that matches all it should, and nothing that it must not.

    The pattern is read by Python's `re`, in a sandbox, where one that backtracks forever ends.

    Args:
        completion: The replies. The pattern is what `tag` or a code block holds, else what one
            pair of backticks holds, else the whole reply if it is one line. Around it may be the
            slashes or the quotes (with an `r`) that some languages write.
        matches: Texts that it must match; a list for each reply.
        rejects: Texts that it must not match.
        how: Which method of a compiled pattern decides.
        score: `all` pays 1 when every text is right; `fraction` pays the mean of the share of
            matches and the share of rejects that are right, so that `.*` earns half.
        max_length: Longest pattern that is read, so that listing the texts does not pay.
        tag: Read only what this block of the reply holds.
        time_s: Seconds of processor time for all texts together; of real time, twice that.
        backend: `docker`, `local`, or `auto`: Docker where an engine answers.

    Returns:
        Scores between 0 and 1: reason `bad_pattern` where it does not compile, `misses` or
        `overmatches` with the first text that is wrong. Status `timeout` past the time.

    Example:
        >>> regex.score(completion=r"`\d+`", matches=["7"], rejects=["x"]).value  # doctest: +SKIP
        1.0
        >>> regex.score(completion="I would use digits.\nOr not.", matches=["7"]).reason
        'no_pattern'
    """
    wrong = [None] * len(completion) if rejects is None else rejects
    made = [
        _prepared(text, good, bad, how, max_length, tag)
        for text, good, bad in zip(completion, matches, wrong, strict=True)
    ]
    asks = [one for one in made if isinstance(one, Ask)]
    try:
        runs = iter(drive(_DRIVER, asks, backend=backend, time_s=time_s, memory_mb=256))
    except SandboxFailed as error:
        failed = Score.error("sandbox_error", str(error))
        return [failed if isinstance(one, Ask) else one for one in made]
    return [
        _scored(next(runs), one, _texts(good), score) if isinstance(one, Ask) else one
        for one, good in zip(made, matches, strict=True)
    ]


def _prepared(text: str, good: Any, bad: Any, how: str, max_length: int, tag: str) -> Ask | Score:
    try:
        texts = [*_texts(good), *_texts(bad)]
    except TypeError as error:
        return Score.error("bad_tests", str(error))
    if not texts:
        return Score.error("bad_tests", "there is no text that the pattern should match or not")
    pattern = read_pattern(text, tag)
    if pattern is None:
        return Score.unparsed("no_pattern", "no block, no pair of backticks, not one line")
    if len(pattern) > max_length:
        return Score.unparsed("too_long", f"{len(pattern)} characters; {max_length} are read")
    return Ask((pattern, how, texts))


def _texts(data: Any) -> list[str]:
    if hasattr(data, "tolist"):
        data = data.tolist()
    if data is None:
        return []
    if not isinstance(data, (list, tuple)) or not all(isinstance(one, str) for one in data):
        raise TypeError(f"matches and rejects are lists of texts, not {str(data)[:60]!r}")
    return list(data)


def read_pattern(text: str, tag: str = "") -> str | None:
    r"""Return the pattern of a reply, or None.

    Example:
        >>> read_pattern("It is `^a+$`."), read_pattern("/a+/"), read_pattern("two\nlines")
        ('^a+$', 'a+', None)
    """
    inside: str | None = extract(text, tag) if tag else text
    if inside is None or len(inside) > _LONGEST_REPLY:
        return None
    inside = trimmed(inside)
    blocks = fenced_blocks(inside)
    if blocks:
        inside = blocks[-1].code.strip("\r\n")
    elif inside.count("`") == 2:
        inside = inside.split("`")[1]
    if not inside or "\n" in inside:
        return None
    return _unquoted(inside)


def _unquoted(text: str) -> str:
    for opening in ('r"', "r'", '"', "'", "/"):
        closing = opening[-1]
        body = text[len(opening) : -1]
        # A quote inside would have ended it: then the quotes are part of the pattern.
        if len(text) > len(opening) and text.startswith(opening) and text.endswith(closing):
            return body if closing not in body.replace(f"\\{closing}", "") else text
    return text


def _scored(run: Any, ask: Ask, good: list[str], score: str) -> Score:
    if (failed := trouble(run)) is not None:
        return failed
    if isinstance(run.value, str):
        return Score.ok(0.0, "bad_pattern", run.value)
    texts: list[str] = ask.args[2]
    if not isinstance(run.value, list) or len(run.value) != len(texts):
        return Score.error("sandbox_error", "the driver did not answer for every text")
    found = [one is True for one in run.value]
    right = [*found[: len(good)], *(not one for one in found[len(good) :])]
    if all(right):
        return Score.ok(1.0)
    first = right.index(False)
    reason = "misses" if first < len(good) else "overmatches"
    parts = [part for part in (right[: len(good)], right[len(good) :]) if part]
    share = sum(sum(part) / len(part) for part in parts) / len(parts)
    return Score.ok(share if score == "fraction" else 0.0, reason, repr(texts[first][:60]))


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> print(instruction(regex.settings))
        Reply with one regular expression for Python's re, in a code block.
    """
    where = (
        f"between <{settings['tag']}> and </{settings['tag']}>"
        if settings["tag"]
        else ("in a code block")
    )
    return f"Reply with one regular expression for Python's re, {where}."
