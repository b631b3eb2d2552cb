r"""Which numbers a letter stands for: k in Z is no k in N, and c > 0 no arbitrary c."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST, _LONGEST_PROMPT = 600, 8_000
_DRESS = re.compile(
    r"\\(?:text\w{0,2}|mathrm|mbox)\s?\{([^{}]*)\}|\\(?:left|right)(?![a-z])|\\[,:! ]|[$~]|\*\*"
)
_GAP = re.compile(r"\\q?quad(?![a-z])|\\;|\\\\")
_SET = r"\\?(?:mathbb|mathbf|Bbb|mathrm|mathcal|bf)?\s?\{?\s?([ZNRQCℤℕℝℚℂ])(?![A-Za-z])\s?\}?"
_MARK = (
    r"(\s?(?:\^|_)\s?\{?\s?(?:[-+*]|>\s?0|\\geq?\s?[01]|≥\s?[01]|\\ge[01]|\\neq?\s?0|[01])\s?\}?"
    r"|[+*]|\s?\\setminus\s?\\?\{\s?0\s?\\?\})?"
)
_LETTERS = r"(?<![A-Za-z\\])([A-Za-z](?:(?:\s?_\s?\{?\d\}?)?\s*(?:,|and|,\s*and)\s*[A-Za-z]){0,3})"
_MEMBER = re.compile(rf"{_LETTERS}(?:\s?_\s?\{{?\d\}}?)?\s*(?:\\in(?![a-z])|∈)\s*{_SET}{_MARK}")
_KIND = (
    r"((?:(?:positive|negative|non-?negative|non-?zero|odd|even|real|natural|whole|rational|complex"
    r"|prime|arbitrary|fixed|free|strictly)\s+){0,3}(?:integers?|numbers?|constants?|parameters?"
    r"|scalars?|reals?|naturals?|rationals?|primes?|odd|even|positive|negative|real|nonzero"
    r"|non-?negative|natural)\b)"
)
_IS = re.compile(
    rf"{_LETTERS}\s+(?:(?:is|are|be|being|can be|may be|ranges over|runs over)\s+)"
    rf"(?:an?\s+|any\s+|some\s+|all\s+|every\s+|arbitrary\s+|the\s+)*{_KIND}"
    rf"|(?<![A-Za-z\\])([b-zB-Z])\s+(?:any|an arbitrary|arbitrary)\s+{_KIND}",
)
_OF_KIND = re.compile(
    r"\b(?:for|any|all|every|each|some|where|with|arbitrary)\s+(?:an?\s+|any\s+|all\s+|every\s+"
    rf"|each\s+|some\s+|arbitrary\s+)*{_KIND}\s+([A-Za-z])(?![A-Za-z])"
)
_SIGN = r"(<=|>=|[<>≤≥≠]|\\(?:leq?|geq?|leqslant|geqslant|lt|gt|neq?)(?![a-z]))"
_VALUE = r"((?:\\pm|±|-)?\s?\d{1,6}(?:\.\d{1,6}|/\d{1,6})?)(?![\w^/.])"
_BOUND = re.compile(
    rf"(?:^|(?:[,;(（:]|\b(?:where|for|with|and|all|any|every)\b)\s*)(?:real |all |any )*"
    rf"([A-Za-z])\s?{_SIGN}\s?{_VALUE}"
)
_ORDER = {
    **dict.fromkeys(("<=", "≤", "\\le", "\\leq", "\\leqslant"), "<="),
    **dict.fromkeys((">=", "≥", "\\ge", "\\geq", "\\geqslant"), ">="),
    **dict.fromkeys(("≠", "\\ne", "\\neq"), "!="),
    "\\lt": "<",
    "\\gt": ">",
}
_HINT = re.compile(r"\\in\b|∈|\\(?:[lgn]e|[lg]t)|[<>≤≥≠]|integer|number|constant|real|odd|even")
_POSITIVE = re.compile(
    r"\bpositive\b|\bnatural\b|\bnon-?negative\b|正整数|正数|自然数|\b[a-z]\s?(?:>|\\gt|\\geq?)\s?[01]\b"
)
_REALS = re.compile(r"\breals?\b|\\mathbb\s?\{?R|ℝ|\\R(?![a-z])|实数")
_WHOLE_ASKED = re.compile(r"integer|natural|\\mathbb\s?\{?[ZNQ]|[ℤℕℚ]|整数|rational")
_FUNCTION = re.compile(r"[\s$]*[A-Za-z]\s?\(\s?([A-Za-z])\s?\)\s?=")
_PLAIN_LEFT = re.compile(r"[\s$]*(?:[A-Za-z]\s?\([^()]{1,8}\)|[yz])\s?=|.{0,200}=\s?[yz][\s$]*\Z")
_CURVE_LETTERS = re.compile(r"(?<![A-Za-z\\])[xy](?![A-Za-z])")
Codes = frozenset[str]
_WHOLE = "Z"


@lru_cache(maxsize=4096)
def restrictions(text: str) -> tuple[Codes, tuple[tuple[str, str, str], ...], str]:
    r"""Return the kinds of numbers, the bounds of letters, and the formula that they stand behind.

    Example:
        >>> kinds, bounds, head = restrictions(r"x = k\pi,\ k \in \mathbb{N}")
        >>> kinds, bounds, head
        (frozenset({'N'}), (), 'x = k\\pi,')
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return frozenset(), (), text
    plain = _DRESS.sub(lambda found: f" {found[1]} " if found[1] else " ", text)
    plain = " ".join(_GAP.sub(" , ", plain).split())
    spots = [
        (found.start(), found[1], _set(found[2], found[3] or ""))
        for found in _MEMBER.finditer(plain)
    ]
    spots += [
        (found.start(), found[1] or found[3], _kind(found[2] or found[4]))
        for found in _IS.finditer(plain)
    ]
    spots += [(found.start(), found[2], _kind(found[1])) for found in _OF_KIND.finditer(plain)]
    bounds: list[tuple[str, str, str]] = []
    first = min((at for at, _, _ in spots), default=len(plain))
    for found in _BOUND.finditer(plain):
        if found.start():
            sign = _ORDER.get(found[2], found[2])
            bounds.append((found[1], sign, found[3].replace(" ", "")))
            first = min(first, found.start())
    head = plain[:first].rstrip(" (")
    kinds = frozenset(
        kind for _, names, kind in spots if kind and any(_has(head, name) for name in names)
    )
    return kinds, tuple(one for one in bounds if _has(head, one[0])), head


def _has(head: str, name: str) -> bool:
    bare = _COMMANDS.sub(" ", head)
    return name.isalpha() and len(name) == 1 and name in bare


_COMMANDS = re.compile(r"\\[A-Za-z]+")


def _set(letter: str, mark: str) -> str:
    letter = {"ℤ": "Z", "ℕ": "N", "ℝ": "R", "ℚ": "Q", "ℂ": "C"}.get(letter, letter)
    if "-" in mark:
        return f"{letter}-"
    if letter in "ZN" and mark:
        if "setminus" in mark or "ne" in mark or (letter == "Z" and "*" in mark):
            return "Z*" if letter == "Z" else "N+"
        return "N" if re.search(r"(?:e|≥)q?\s?0|_\s?\{?\s?0", mark) else "N+"
    return letter + ("+" if mark else "")


def _kind(words: str) -> str:
    words = words.lower()
    for word, code in (("odd", "odd"), ("even", "even"), ("prime", "P"), ("complex", "C")):
        if word in words:
            return code
    whole = re.search(r"integer|natural|whole", words) is not None
    if "negative" in words:
        return ("N" if whole else "R>=0") if "non" in words else ("Z-" if whole else "R-")
    if "zero" in words:
        return "Z*" if whole else "R*"
    if "positive" in words:
        return "N+" if whole else "R+"
    if whole:
        return "N" if "natural" in words else "Z"
    return "Q" if "rational" in words else "R"


def may_restrict(gold: str) -> bool:
    """Whether a reference says of a letter which numbers it stands for, or leaves it free."""
    if len(gold) > _LONGEST:
        return False
    kinds, bounds, _ = restrictions(gold)
    if kinds or bounds or "equiv" in gold or "≡" in gold:
        return True
    return _FUNCTION.match(gold) is not None or _is_curve(gold)


def _is_curve(gold: str) -> bool:
    """Whether a text is one equation in x and y that is not solved for y."""
    if gold.count("=") != 1 or re.search(r"[<>≤≥≠,;]|\\(?:[lgn]eq?|pm|in)(?![a-z])", gold):
        return False
    return set(_CURVE_LETTERS.findall(gold)) == {"x", "y"} and not _PLAIN_LEFT.match(gold)


def otherwise_restricted(gold: str, said: str, prompt: str) -> bool:
    r"""Whether an answer restricts a letter in another way than the reference.

    Args:
        gold: The reference, which the answer equals but for what its letters stand for.
        said: The answer.
        prompt: The task, which may say itself that all numbers are positive.

    Example:
        >>> gold = r"x = k\pi, k \in \mathbb{Z}"
        >>> [otherwise_restricted(gold, rf"x = n\pi, n \in {one}", "") for one in ("Z", "N", "R")]
        [False, True, True]
    """
    if not _HINT.search(said):
        return False
    mine, ours, _ = restrictions(gold)
    theirs, bounds, head = restrictions(said)
    prompt = prompt[:_LONGEST_PROMPT]
    if not theirs and not bounds:
        return False
    if mine & {"Z", "N", "N+"}:
        bound = {_of_bound(sign, value) for _, sign, value in bounds} if not ours else set()
        found = theirs | (bound - {""})
        signed = "\\pm" in head or "±" in head or "(-1)" in head
        return not signed and _apart(mine, frozenset(found), prompt)
    if "equiv" in gold or "≡" in gold or "mod" in gold:
        return bool(theirs & {"R", "Q", "C"})  # a remainder is that of whole numbers
    if theirs and mine:
        return _apart(mine, theirs, prompt)
    if ours or mine:
        return bool(bounds) and bool(ours) and _other_bounds(ours, bounds)
    function = _FUNCTION.match(gold)
    free = {name for name, _, _ in bounds} - {function[1] if function else ""}
    if function is not None:
        kinds = theirs & {"R+", "R-", "R>=0", "R*"}
        if theirs & {"Z", "N", "N+"} and _REALS.search(prompt) and not _WHOLE_ASKED.search(prompt):
            return _is_family(gold, function[1])
        return bool((free and _is_family(gold, function[1])) or kinds) and not _given(
            bounds, prompt
        )
    return bool(free & {"x", "y"}) and _is_curve(gold) and not _given(bounds, prompt)


def _apart(mine: Codes, theirs: Codes, prompt: str) -> bool:
    """Whether letters run over other numbers; N and the positive integers count as one."""
    one = frozenset("N" if kind == "N+" else kind for kind in mine)
    other = frozenset("N" if kind == "N+" else kind for kind in theirs)
    if one == other or not other or not one:
        return False
    if len(other) > 1 and _WHOLE in other:
        other -= {_WHOLE}  # k is an integer, k > 0
        if one == other:
            return False
    if {*one, *other} == {"Z", "N"}:
        return _POSITIVE.search(prompt) is None
    return {*one, *other} != {"R", "C"}


def _of_bound(sign: str, value: str) -> str:
    if sign == "!=":
        return "Z*"
    return "N" if sign in (">", ">=") else "Z-"


def _other_bounds(
    ours: tuple[tuple[str, str, str], ...], theirs: tuple[tuple[str, str, str], ...]
) -> bool:
    """Whether two single bounds of a letter differ."""
    names = {one[0] for one in (*ours, *theirs)}
    if len(ours) != 1 or len(theirs) != 1 or (len(names) > 1 and names & {"x", "y"}):
        return False
    return _from(*ours[0]) != _from(*theirs[0])


def _from(name: str, sign: str, value: str) -> tuple[str, float]:
    """Return a bound; n > 1 is n >= 2 for the letters of whole numbers."""
    size = float_of(value)
    if sign in ("<", ">") and name in "nkm" and size == int(size):
        return f"{sign}=", size + (1 if sign == ">" else -1)
    return sign, size


def float_of(text: str) -> float:
    """Return the value of a fraction or decimal in digits; a huge one where it divides by 0."""
    top, _, below = text.lstrip("\\pm±").partition("/")
    size = float(below or 1)
    return float(top) / size if size else 1e300


def _is_family(gold: str, argument: str) -> bool:
    """Whether a function has a letter beyond its argument: f(x) = cx."""
    right = _COMMANDS.sub(" ", gold.partition("=")[2])
    return any(name not in (argument, "e", "i") for name in re.findall(r"[A-Za-z]", right))


def _given(bounds: tuple[tuple[str, str, str], ...], prompt: str) -> bool:
    """Whether a task gives the bound of a letter itself."""
    plain = re.sub(r"\\(?:left|right)|[$]|\\[,;! ]", "", prompt)
    return any(
        re.search(rf"(?<![A-Za-z]){name}\s*(?:[<>≤≥≠]|\\(?:[lgn]eq?|[lg]t))", plain)
        for name, _, _ in bounds
    )
