"""The language that a reply, or its reasoning, is written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.follow.lib.language import language_of
from rewardkit_verifiers.text.lib.reply_text import prose, reply_and_reasoning

# Shorter pieces are taken for any language.
_PIECE = 80
_LEAST = 20
_LONGEST = 200_000
# Six words in a row; fewer are names and terms.
_L = r"[A-Za-z\u00c0-\u024f]"
_LATIN = re.compile(rf"(?<!{_L}){_L}{{1,60}}(?:[\s,.;:!?'’\-]{{1,4}}{_L}{{1,60}}){{5,400}}")


def _check(settings: Mapping[str, Any]) -> None:
    if not 0 < settings["share"] <= 1:
        raise ValueError(f"share={settings['share']} must lie in (0, 1]")


@reward(check=_check)
def language(
    completion: str,
    language: str,
    *,
    of: Literal["reply", "reasoning", "both"] = "reply",
    share: float = 0.9,
    credit: Literal["all", "share"] = "all",
) -> Score:
    """Pay a reply that is written in the language of its row.

    Args:
        completion: The reply.
        language: The column with the language, as its ISO 639-1 code, such as `fr`.
        of: What is judged: the `reply`, the `reasoning` before it, or `both`.
        share: The share of the letters that must stand in pieces of the language.
        credit: 1 for `all`, when `share` is reached, and 0 else; or the share itself.

    Returns:
        From 0 to 1. A text with fewer than 20 letters, code, formulas and links left out, is
        unparsed: too short to tell. So is a reply without reasoning where that is judged.

    Raises:
        DefinitionError: `share` is out of bounds.
        MissingExtra: py3langid is not installed.

    Example:
        >>> language.score(completion="Il fait très beau aujourd'hui à Paris.", language="fr").value
        1.0
        >>> language.score(completion="The weather in Paris is fine today.", language="fr").reason
        'other_language'
    """
    code = language.strip().lower()
    if not (code.isalpha() and len(code) in (2, 3)):
        return Score.error("bad_column", f"language={language[:40]!r} is no ISO 639 code")
    parts = reply_and_reasoning(completion)
    if isinstance(parts, Score):
        return parts
    if len(completion) > _LONGEST:
        return Score.unparsed("too_long", f"at most {_LONGEST} characters are read")
    texts = {"reply": parts[:1], "reasoning": parts[1:], "both": parts}[of]
    found = 1.0
    for text in texts:
        pieces = [part for piece in _pieces(prose(text)) for part in _by_script(piece)]
        total = sum(map(_letters, pieces))
        if total < _LEAST:
            return Score.unparsed("too_short", f"{total} letters; {_LEAST} are needed to tell")
        right = sum(_letters(piece) for piece in pieces if language_of(piece) == code)
        found = min(found, right / total)
    if credit == "share":
        return Score.ok(found) if found == 1 else Score.ok(found, "other_language")
    if found >= share:
        return Score.ok(1.0)
    return Score.ok(0.0, "other_language", f"{found:.0%} is {code}; {share:.0%} is asked for")


def _by_script(piece: str) -> list[str]:
    """Return a piece without, and then only, what of it is written in Latin letters for long.

    A line of Chinese that goes on in English would be taken for Chinese as a whole.
    """
    latin = [found[0] for found in _LATIN.finditer(piece)]
    rest = _LATIN.sub(" ", piece)
    if not latin or not _letters(rest) or not any(map(_foreign, rest)):
        return [piece]
    return [rest, " ".join(latin)]


def _foreign(char: str) -> bool:
    return char.isalpha() and char > "\u0370" and not "\u1e00" <= char <= "\u1fff"


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _pieces(text: str) -> list[str]:
    """Return lines, short ones joined to the one before, so that each is long enough to tell."""
    pieces: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if pieces and (len(pieces[-1]) < _PIECE or len(line) < _LEAST):
            pieces[-1] += f" {line.strip()}"
        else:
            pieces.append(line.strip())
    return pieces
