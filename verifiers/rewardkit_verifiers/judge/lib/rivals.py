"""Replies that hold a reference and state another: at their end, in a list, or as the only one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.values import NUMBER, numbers_at

_AMOUNT = rf"[$€£¥]?\s?(?:{NUMBER.pattern})"
_CONCLUDES = re.compile(
    rf"\bthe\s+(?:\w+\s+){{0,2}}?(?P<noun>\w+)\s+(?:is|equals|becomes|comes to|would be|will be)"
    rf"\s+(?:now |then |thus |therefore |again )?[*_]{{0,3}}(?P<said>{_AMOUNT})"
    r"(?P<unit>\s?[^\W\d_]{0,10})[*_.!\s]{0,5}$",
    re.IGNORECASE,
)
_RESULTS = frozenset(("answer", "result", "total", "sum", "value", "solution", "product"))
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+(.*\S)\s*$")
_HEAD = re.compile(r"[*_]{0,3}([^*_:,;(–—.!?]{1,60})")
_OPEN = re.compile(
    r"\b(?:candidates?|options?|possib\w+|might|could|may|pick|whichever|any of|one of|some|several"
    r"|a few|various|choose|either|perhaps|maybe|kandidaten|möglich\w*|könnte\w*|vielleicht"
    r"|peut-être|pourrait|possibles?|quizás?|podría\w*|posibles?|forse|potrebbe|talvez|poderia"
    r"|возможн\w*|может)\b|可能|候选|候補|かもしれ",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"[✓✔✅☑←]|\b(?:correct|right|answer|yes|this one|winner|richtig|antwort|correcte?|respuesta"
    r"|risposta|resposta|ответ|first|second|third|fourth|last|top|bold)\b|正解|正确|答案",
    re.IGNORECASE,
)
_FEWEST, _LONGEST = 3, 4
_ROOT = re.compile(r"[a-z]\s*=\s*([-\u2212]?\d+)", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|;|and|or|und|oder|et|ou|y|o|e)\s*(?:and |or )?", re.IGNORECASE)
_BOTH_SIGNS = re.compile(
    r"±|\\pm|\+/-|plus[\s-]*(?:or|and|oder|ou|o)?[\s-]*minus|\bminus\b|\bnegative|\bopposite"
    r"|\bmoins\b|\bmenos\b|\bmeno\b|минус|正负|负|[|]",
    re.IGNORECASE,
)


def ends_with_another(text: str, numbers: Sequence[Fraction], prompt: str) -> bool:
    """Return whether a sentence ends by saying of what was asked for that it is another number.

    Example:
        >>> ends_with_another("It was 30, but the price is **$40**.", [Fraction(30)], "What price?")
        True
        >>> ends_with_another("The price was 40, and the price is 30.", [Fraction(30)], "Price?")
        False
    """
    if _turns_to_another(text, numbers, prompt):
        return True
    found = _CONCLUDES.search(text[-200:])
    if found is None:
        return False
    noun = found["noun"].casefold()
    if noun not in _RESULTS and noun not in folded_words(visible(prompt)):
        return False
    given = {value for spot in numbers_at(found["said"]) for value in spot[2]}
    near = {value * scale for value in numbers for scale in (1, 100, Fraction(1, 100), 1000)}
    near |= {value / 1000 for value in numbers}
    return bool(given) and not given & near


_TURNS = re.compile(
    r"\b(?:but|however|and then|then|which|yet|only that)\b(?P<gap>[^.;\n]{0,100}?)\b(?:gives?"
    r"|makes?|leaves?|yields?|equals|comes? to|adds? up to|brings (?:it|us|the total) to"
    r"|for a total of|totals?"
    r"|results? in|is really|is actually)\s+(?:us\s+|you\s+|only\s+)?[*_]{0,3}"
    rf"(?P<said>{_AMOUNT})"
    r"\s?(?P<unit>[^\W\d_]{0,12})[*_.!\s]{0,5}$",
    re.IGNORECASE,
)


_SUPPOSED = re.compile(r"\b(?:would|could|might|if|when|round\w*|nearly|about)\b", re.IGNORECASE)


def _turns_to_another(text: str, numbers: Sequence[Fraction], prompt: str) -> bool:
    """Whether a sentence says a reference and goes on to another: "42, but ... gives 33"."""
    found = _TURNS.search(text[-250:])
    if (
        found is None
        or _SUPPOSED.search(found["gap"])
        or (found["unit"] and not _asked(found["unit"], prompt))
    ):
        return False
    given = {value for spot in numbers_at(found["said"]) for value in spot[2]}
    near = {value * scale for value in numbers for scale in (1, 100, Fraction(1, 100))}
    asked = {value for spot in numbers_at(visible(prompt)) for value in spot[2]}
    return bool(given) and not given & (near | asked)


def _asked(word: str, prompt: str) -> bool:
    stem = word.casefold()[:_LONGEST]
    return any(one.startswith(stem) for one in folded_words(visible(prompt)))


def listed_among_others(text: str, golds: Sequence[str]) -> bool:
    r"""Return whether a reference is the head of one of several points, and none is chosen.

    Example:
        >>> listed_among_others("One of:\n- Vienna\n- Graz\n- Linz", ["Vienna"])
        True
        >>> listed_among_others("One of:\n- Vienna ✓\n- Graz\n- Linz", ["Vienna"])
        False
    """
    lines = visible(text).splitlines()
    points = [found[1] for line in lines if (found := _BULLET.match(line))]
    if len(points) < _FEWEST:
        return False
    outside = "\n".join(line for line in lines if not _BULLET.match(line))
    wanted = [folded_words(gold) for gold in golds]
    said = f" {' '.join(folded_words(outside))} "
    if any(f" {' '.join(one)} " in said for one in wanted) or not _OPEN.search(outside):
        return False
    heads = [
        (folded_words(head[1]), point)
        for point in points
        if (head := _HEAD.match(point)) is not None
    ]
    mine = [point for head, point in heads if head in wanted]
    others = [head for head, _ in heads if head not in wanted and len(head) <= _LONGEST]
    chosen = any(map(_CHOSEN.search, [*mine, outside]))
    return len(mine) == 1 and len(others) >= _FEWEST - 1 and not chosen


def lacks_a_root(text: str, gold: str) -> bool:
    """Return whether a reply has one of the whole solutions of a reference, and not each.

    Example:
        >>> lacks_a_root("x = 7 is the only solution.", "x = 7, x = -7")
        True
        >>> lacks_a_root("x = ±7", "x = 7, x = -7"), lacks_a_root("7 and -7", "x = 7, x = -7")
        (False, False)
    """
    shown = visible(gold).strip(" .$")
    roots = {Fraction(found.replace("\u2212", "-")) for found in _ROOT.findall(shown)}
    if len(roots) < 2 or _JOINT.sub("", _ROOT.sub("", shown)).strip():
        return False
    said = visible(text)
    given = {value for spot in numbers_at(said) for value in spot[2]}
    if _BOTH_SIGNS.search(said):
        return False
    return bool(given & roots) and not roots <= given


_ALL = re.compile(
    r"\b(?:only|sole|solely|unique|single|lone|alone|just|nothing else|nobody else|no[ -]?one else"
    r"|no other|none other|(?:by|on) (?:him|her|it)self|nur|einzige\w*|allein|lediglich|seule?"
    r"|uniquement"
    r"|únic[oa]|solamente|solo|unic[oa]|soltanto|apenas|somente|alleen|enige|tylko|только"
    r"|единственн\w+)\b|只有|唯一|だけ",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:and|und|et|y|e|og|och|en|i|и)\s|\s?&\s?|[和と与]")
_APART = re.compile(rf"[,;]\s*(?:and\s)?|{_AND.pattern}")
_LONGEST_CLAIM = 200


def claims_a_part(text: str, gold: str) -> bool:
    """Return whether a reply has some of the items of a reference, and says that these are all.

    Example:
        >>> claims_a_part("x = 7 is the one and only solution.", "7 and -7")
        True
        >>> claims_a_part("Only Larry Page.", "Larry Page and Sergey Brin")
        True
        >>> claims_a_part("Only Page and Brin.", "Larry Page and Sergey Brin")
        False
    """
    if len(text) > _LONGEST_CLAIM or not _ALL.search(text):
        return False
    said, shown = visible(text), visible(gold).strip(" .$")
    if _BOTH_SIGNS.search(said.replace("single", "")):
        return False
    values = {value for spot in numbers_at(shown) for value in spot[2]}
    if len(values) > 1 and not _JOINT.sub("", _NAMED.sub("", NUMBER.sub(" ", shown))).strip():
        given = {value for spot in numbers_at(said) for value in spot[2]}
        return bool(given & values) and not values <= given
    if not _AND.search(shown) or values:
        return False
    items = [set(folded_words(one)) for one in _APART.split(shown) if folded_words(one)]
    words = set(folded_words(said))
    there = [item <= words for item in items]
    return any(there) and any(not item & words for item in items)


_NAMED = re.compile(r"[a-z]\d?\s*=", re.IGNORECASE)
