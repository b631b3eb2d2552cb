"""A list of bare candidates, of which the reference is one: it leaves the choice to the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rewardkit.reading.vocabulary import IS, NOT
from rewardkit.reading.words import folded_set, folded_words, visible

_POINT = re.compile(
    r"\s*(?:[-*•+–‣◦·]|\(?(?:\d{1,2}|[a-hA-H])[.)、]|[①-⑨]|(?:answer|option|guess|candidate"
    r"|possibility|choice|antwort|réponse|respuesta)\s*#?(?:\d|[A-E])\s*[:.)-])\s*(\S.*?)\s*$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[✓✔✅☑←⭐★=→⇒:：;]|~~|<-|\bcorrect\b|\bright\b|\banswer\b|正解|正确|答案")
_WORKS = re.compile(r"\d\s*[+*×·÷^%]\s*\d|\d\s+[-/]\s+\d|[=≈√]")
_HEDGE = re.compile(
    r"\s*[(（,–—-]\s*(?:\w+ )?(?:(?:also|most|more|less|very|quite)\s+)?(?:likely|possibl[ey]"
    r"|probabl[ey]|plausible|unlikely|maybe|perhaps|alternative(?:ly)?|second choice|first choice"
    r"|uncertain|unsure)\s*[)）]?$",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"[(（][^()（）]{1,80}[)）]")
_COUNT = re.compile(r"(?<![^\W_])\d")
_VERBS = (IS | NOT) - {"e", "er", "ar", "war", "era", "lo"}
_VERBS |= folded_set("it he she they we this that these those there because since which who")
_HEADING = re.compile(
    r"[^.!?\n]{0,60}\b(?:possib\w+|options?|candidates?|answers?|either|guess\w*|maybe|perhaps|could"
    r"|might|may|möglich\w*|antworten|kandidaten|possibles?|réponses?|respuestas?|posibles?|risposte"
    r"|possibili|respostas?|possíveis|ответы|варианты)\b[^.!?\n]{0,60}:\W*"
    r"|[^。！？\n]{0,30}(?:可能|候选|答案|選択肢|候補|答え)[^。！？\n]{0,30}[:：]\W*",
    re.IGNORECASE,
)
_FEWEST, _MOST = 2, 12
_LONGEST, _FEW, _MOST_SIGNS = 12, 4, 100


def among_candidates(text: str, golds: Sequence[Any]) -> bool:
    r"""Return whether a reply is a list, one point a reference and the others something else.

    A point with a verb, a sign of choice or working in it is no bare candidate.

    Example:
        >>> among_candidates("- Vienna\n- Graz", ["Vienna"])
        True
        >>> among_candidates("- Vienna\n- It lies on the Danube", ["Vienna"])
        False
    """
    if "\n" not in text.strip():
        return False
    lines = [line for line in visible(text).splitlines() if line.strip()]
    lines = lines[_HEADING.fullmatch(lines[0]) is not None :] if lines else []
    if not _FEWEST <= len(lines) <= _MOST:
        return False
    found = [_POINT.match(line) for line in lines]
    hedged = any(point is not None and _HEDGE.search(point[1]) for point in found)
    points = [_HEDGE.sub("", point[1]) for point in found if point is not None]
    if len(points) < len(lines) or any(map(_MARKS.search, points)):
        return False
    wanted = [folded_words(visible(str(gold))) for gold in golds]
    said = [folded_words(point) for point in points]
    mine = [one for one in said if one in wanted]
    others = [point for point, one in zip(points, said, strict=True) if one not in wanted]
    bold = [point.startswith(("**", "__")) for point in points]
    if not any(mine) or not others or (any(bold) and not all(bold)):
        return False
    return all(map(_is_bare, others)) and (hedged or not _counts(mine, others))


def _is_bare(point: str) -> bool:
    words = folded_words(_GLOSS.sub(" ", point))
    if not 0 < len(words) <= _LONGEST or len(point) > _MOST_SIGNS or _WORKS.search(point):
        return False
    stopped = point.rstrip("*_ ").endswith((".", "。", "!", "?", "？", "！"))
    return not set(words) & _VERBS and not (stopped and len(words) > _FEW)


def _counts(mine: Sequence[Sequence[str]], others: Sequence[str]) -> bool:
    """Whether a number may come out of the other points: "- 12 apples, - 3 eaten, - 9"."""
    digits = any(len(one) == 1 and one[0].isdigit() for one in mine)
    return digits and any(map(_COUNT.search, others))
