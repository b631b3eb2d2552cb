"""Changes and places that have a direction: a rise of 4% is no fall of 4%."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.spoken import number_word, ordinal
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 400
_LONGEST_PROMPT = 4_000
_UP = (
    r"\b(?:increas\w*|ris(?:e|es|en|ing)|rose|grow(?:s|n|th|ing)?|grew|gain(?:s|ed)?|profits?"
    r"|higher|rais\w+|climb\w*|appreciat\w+|surplus|up|upwards?|(?:more|higher|greater)(?!\s+than)"
    r"|steig\w*|stieg|gestiegen|w[aä]chst|zunahme|zugenommen|erh[oö]h\w*|gewinn|teurer"
    r"|augment\w*|hausse|gagne\w*|b[eé]n[eé]fice|cro[iî]t|aument\w*|sube|subi[oó]|crece|creci[oó]"
    r"|ganancia|sobe|lucro|cresce|guadagn\w*|stijg\w*|gestegen|toename)\b"
    r"|上涨|增加|增长|增大|上升|提高|升高|盈利|赚|上昇|増加|増え|증가|상승"
    r"|увелич\w+|вырос\w*|возрос\w*|повы[сш]\w+|рост\b|прибыл\w*"
)
_DOWN = (
    r"\b(?:decreas\w*|fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin\w*|los(?:s|es|t|e"
    r"|ing)|lower\w*"
    r"|reduc(?:e|es|ed|tion)|shr[aiu]nk\w*|depreciat\w+|deficit|down|downwards?"
    r"|(?:less|fewer)(?!\s+than)|cheaper|discount\w*"
    r"|sink\w*|sank|gesunken|f[aä]llt|gefallen|abnahme|abgenommen|verringer\w*|verlust|billiger"
    r"|baiss\w*|diminu\w*|perte|perd\w*|baja|baj[oó]|disminu\w*|descien\w*|p[eé]rdida|pierde"
    r"|cai|caiu|cala|calat[oa]|preju[ií]zo|perdita|scend\w*|daal\w*|gedaald|afname|d[ae]alt)\b"
    r"|下降|减少|降低|减小|下跌|亏损|亏|減少|下落|減り|감소|하락"
    r"|уменьш\w+|упал\w*|сни[зж]\w+|убыт\w*|пониз\w+"
)
_CHANGE = (re.compile(_UP, re.IGNORECASE), re.compile(_DOWN, re.IGNORECASE))
# Both ends of what has two, by their words alone.
_AXES = (
    _CHANGE,
    *(
        (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{two})\b", re.IGNORECASE))
        for one, two in (
            (r"north\w*", r"south\w*"),
            (r"east\w*", r"west\w*"),
            (r"clockwise", r"(?:counter|anti)-?\s?clockwise"),
            (r"above", r"below|beneath"),
            (r"ahead|in front", r"behind"),
            (r"early|earlier|before", r"late|later|after"),
            (r"warmer|hotter", r"colder|cooler"),
            (r"older(?!\s+than)", r"younger(?!\s+than)"),
            (r"faster(?!\s+than)", r"slower(?!\s+than)"),
            (r"heavier(?!\s+than)", r"lighter(?!\s+than)"),
            (r"taller(?!\s+than)|longer(?!\s+than)", r"shorter(?!\s+than)"),
            (r"to the left|leftwards?", r"to the right|rightwards?"),
            (r"BCE?", r"AD|CE"),
            (
                r"(?<=\d)\s?a\.?\s?m|in the morning|上午|凌晨",
                r"(?<=\d)\s?p\.?\s?m|in the (?:evening|afternoon)|下午|晚上",
            ),
        )
    ),
)
_TRENDS = (
    re.compile(r"\bincreas(?:ing|es)\b|递增|增区间", re.IGNORECASE),
    re.compile(r"\bdecreas(?:ing|es)\b|递减|减区间", re.IGNORECASE),
)
# The intervals on which something increases, or decreases.
_TREND = re.compile(
    r"\b(?:in|de)creasing (?:on|intervals?)\b|\bintervals? (?:on which"
    r"|where)[^.?]{0,60}creas(?:ing|es)\b"
    r"|单调递?[增减]区间|递[增减]区间",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|neither|nor|without|nicht|kein\w*|pas|non|nunca|n[aã]o|niet|if)\b|n['’]t\b"
    r"|不|没|не\b",
    re.IGNORECASE,
)
# One number with its sign: no bracket, and no comma but one of thousands.
_SIGNED = re.compile(
    r"[\s$*]{0,4}([+＋\-−–])\s?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?\\?[%％]?[\s$*.]{0,4}"
)
# A word, and no command of LaTeX.
_LETTERS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2}|[^\x00-\x7f]|\b[ap]\.\s?m")
_BY_HOW_MUCH = re.compile(
    r"\bby (?:how (?:much|many)|what)\b[^.?!]{0,120}",
    re.IGNORECASE,
)


def _side(text: str, ends: tuple[re.Pattern[str], re.Pattern[str]]) -> int:
    """Return 1 or -1 where a text names one end alone, else 0."""
    one, other = (end.search(text) is not None for end in ends)
    return 0 if one == other else 1 if one else -1


def _change(text: str) -> int:
    """Return the direction of the change that a text states, by its words or by its sign."""
    if (signed := _SIGNED.fullmatch(text)) is not None:
        return 1 if signed[1] in "+＋" else -1
    return _side(text, _CHANGE)


def contradicts(gold: str, said: str, prompt: str = "") -> bool:
    """Whether an answer names the other direction than its reference, or than the prompt.

    Args:
        gold: The reference.
        said: The sentence of the answer.
        prompt: The task; one that asks by how much something falls wants no rise.

    Example:
        >>> contradicts("4% decrease", "it rises by 4%"), contradicts("4% decrease", "falls by 4%")
        (True, False)
        >>> contradicts("5 km east", "5 km west"), contradicts("4%", "it rises by 4%")
        (True, False)
    """
    named = _LETTERS.search(gold) is not None
    if said.isdecimal():
        return False
    trend = _TREND.search(prompt[:_LONGEST_PROMPT]) if prompt else None
    if trend is not None and len(said) <= _LONGEST and not _LETTERS.search(gold):
        wanted, found = _side(trend[0], _TRENDS), _side(said, _TRENDS)
        if wanted and found == -wanted and not _denies(said):
            return True
    if not named and "y how m" not in prompt and "y what" not in prompt:
        return False
    signed = _SIGNED.fullmatch(said) is not None
    if max(len(said), len(gold)) > _LONGEST or not (signed or _LETTERS.search(said)):
        return False
    if not named:
        asked = _BY_HOW_MUCH.search(prompt[:_LONGEST_PROMPT])
        wanted = _side(asked[0], _CHANGE) if asked else 0
        return bool(wanted) and not signed and _change(said) == -wanted and not _denies(said)
    if _reaches(gold, said):
        return True
    for ends in _AXES:
        wanted = _side(gold, ends)
        if wanted and not _denies(gold) and not _denies(said):
            found = _change(said) if ends is _CHANGE else _side(said, ends)
            if found == -wanted:
                return True
    return False


def _reaches(gold: str, said: str) -> bool:
    """Whether a text says what something falls to, where the reference says by how much."""
    reached = _REACHED.search(said)
    size = _SIZE.search(gold)
    if reached is None or size is None or re.search(r"\bto\b", gold):
        return False
    return reached[1] == size[0] and _side(gold, _CHANGE) != 0


_SIZE = re.compile(r"\d[\d.,]*")
_REACHED = re.compile(
    r"\b(?:decreas|increas|reduc|fall|fell|ris|rose|grow|grew|drop|declin|chang)\w*"
    r"\s(?:down |up )?to\s[$\s]*(\d[\d.,]*)"
)


def has_direction(gold: str) -> bool:
    """Whether a reference names one end alone of what has two."""
    return _LETTERS.search(gold) is not None and any(_side(gold, ends) for ends in _AXES)


def asks_direction(prompt: str) -> bool:
    """Whether a prompt asks by how much something changes, or where it increases or decreases."""
    return "y how m" in prompt or "y what" in prompt or "creasing" in prompt or "递" in prompt


@lru_cache(maxsize=4096)
def states_change(gold: str) -> bool:
    """Whether a reference is a short statement of a change that has a direction."""
    if len(gold) > _LONGEST or not (_LETTERS.search(gold) or _SIGNED.fullmatch(gold)):
        return False
    return len(_WORD.findall(gold)) <= _MOST_WORDS and _change(gold) != 0 and not _denies(gold)


def _denies(text: str) -> bool:
    return _DENIED.search(text) is not None


_UNIT = (
    r"(?:\s?\\?[%％]|\s(?:percent|per cent|dollars?|euros?|pounds?|cents?|degrees?|points?"
    r"|units?|times|yuan)\b|\s?(?:°C|°F|°|元|度))?"
)
_AMOUNT = re.compile(rf"(?<![A-Za-z\d.,])[$€£¥]?\s?\d[\d,]*(?:\.\d+)?(?:/\d+)?{_UNIT}")
_SPOKEN = re.compile(
    r"\bby (?:(?:exactly|just|a total of) )?([a-z-]+(?: [a-z-]+){0,3})",
)
_CLAUSE = re.compile(r"[,;:.]\s+(?:so|thus|hence|that is|i\.e\.|which means)?\b")
_MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+")


def same_change(gold: str, said: str, policy: Policy) -> Verdict | None:
    """Compare two statements of a change in one direction by how large it is; None for others.

    Args:
        gold: The reference.
        said: The sentence of the answer.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> same_change("increase of 4%", "up 4%", PRESETS["default"]).equal
        True
    """
    if len(said) > _LONGEST or not states_change(gold) or _denies(said):
        return None
    wanted = _change(gold)
    if not _subjects(gold) <= _subjects(said):
        return None  # Plan A is cheaper: that says nothing of plan B
    size = _amount(gold)
    for clause in (said, _CLAUSE.split(said)[-1]):
        if size is None or _change(clause) != wanted:
            continue
        theirs = _amount(clause)
        if theirs is not None and same(size, theirs, policy):
            return Verdict(True, "text", "the same change")
    return None


def _subjects(text: str) -> set[str]:
    """Return the words that say what changes, and the letters that name it."""
    rest = _AMOUNT.sub(" ", text)
    for end in _CHANGE:
        rest = end.sub(" ", rest)
    names = set(re.findall(r"\b[A-Z]\b(?!['’])", rest)) - {"A", "I"} | set(
        re.findall(r"[A-Z]$|[A-Z](?= is)", rest)
    )
    return names | {word.lower() for word in re.findall(r"\b[A-Za-z]{3,}\b", rest)} - _PLAIN


_PLAIN = frozenset(
    listed(
        "the its was has have been will would did does overall total price value percent dollars"
    )
)


def _amount(text: str) -> str | None:
    """Return the one amount of a statement, in digits or in words."""
    found = [match[0].strip() for match in _AMOUNT.finditer(text)]
    if len(found) == 1:
        return found[0].replace("％", "%")
    spoken = _SPOKEN.search(text) if not found else None
    words = spoken[1].split() if spoken else []
    for size in range(len(words), 0, -1):
        value = number_word(" ".join(words[:size])) or _part(words[:size])
        if value is not None:
            behind = words[size:] and words[size]
            return f"{value}%" if behind in ("percent", "per") else str(value)
    return None


def _part(words: list[str]) -> Fraction | None:
    """Return 1/25 for one twenty-fifth."""
    below = ordinal(words[-1]) if len(words) == 2 and words[0] in ("a", "an", "one") else None
    return Fraction(1, below) if below and below > 1 else None
