r"""Sets of positive integers by their members: n = 1 or n \ge 5; all but 2, 3 and 4; p = 4k + 1."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT, _LAST, _MOST = 240, 8_000, 600, 100
_POSITIVE = re.compile(
    r"\bpositive integers?\b|\bnatural numbers?\b|\bpositive whole|正整数|自然数"
    r"|\bprimes?\b|素数|质数"
    r"|\bnatürliche|\bentiers? (?:naturels?|positifs?)|\benteros? positivos?|\binteiros? positivos?"
    r"|\binteri positivi|натуральн|\bcomposite|\bintegers? \$?n\s?(?:>|\\geq?|≥)\s?[1-9]",
    re.IGNORECASE,
)
_NO_SET = re.compile(
    r"\bhow many\b|\bnumber of\b|\bsum of all\b|多少|几个|\bnon-?negative\b|\bpairs?\b"
    r"|\btriples?\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b[nmpkx]\s?(?:(>)|\\geq?|≥|>=|\\gt)\s?(\d{1,2})(?!\d)")
_DRESS = re.compile(
    r"\\(?:text|mathrm)\s?\{([^{}]*)\}|\\(?:left|right)(?![a-z])|\\q?quad|\\[,;! ]|\$|\*\*"
)
_ALL = (
    r"(?:all |every |any |the |each )?(?:positive |natural )(?:integers?|numbers?)(?: n)?"
    r"|(?:all|every|any|each) (?:integers?|n|numbers?)"
    r"|(?:n ?\\in ?)?(?:\\mathbb\{?[ZN]\}?|Z|N)(?:\^?\{?[+*]\}?|_\{?(?:\+|>0|\\geq? ?1|\\ge1)\}?)"
    r"|(?:所有|全体|一切)?(?:的)?正整数"
)
_EXCEPT = re.compile(
    r"\\(?:setminus|backslash)(?![a-z])|∖|\b(?:except(?: for| when)?|other than|apart from"
    r"|excluding|besides"
    r"|but not|with the exception of|distinct from|bar)\b|\bbut\b(?=\s(?:[nm] ?= ?)?\d)|除了?(?=\d)"
)
_UNION = re.compile(
    r"\s*(?:[,;、,](?:\s*(?:and|or)\b)?(?: each| every| all| any)?|\b(?:or|and|together with"
    r"|as well as|plus)\b"
    r"(?: each| every| all| any)?|\\(?:cup|lor)(?![a-z])|∪)\s*"
)
_PRIME = re.compile(r"\b(?:odd )?primes?(?: numbers?)?|(?:的)?(?:素数|质数)")
_LETTER = r"[nmpxN]"
_SIGN = r"(>=|<=|≥|≤|>|<|\\geqslant|\\leqslant|\\geq?|\\leq?|\\gt|\\lt)"
_BOUNDED = re.compile(rf"(?:all |every |each )?(?:integers? )?{_LETTER} ?{_SIGN} ?(\d+)")
_GREATER = frozenset((">=", "≥", "\\ge", "\\geq", "\\geqslant"))
_LESS = frozenset(("<=", "≤", "\\le", "\\leq", "\\leqslant"))
_DOMAIN = re.compile(
    r"[\s,(]*(?:\b(?:where|for|with)\b )?(?:\(? ?)([kmtj]) ?"
    r"(?:\\in(?![a-z])|∈|is an?|\\geq?|≥|>=|>|any|a)? ?"
    r"(non-?negative integer|positive integer|natural number|integer"
    r"|(?:\\mathbb\{?[ZN]\}?|ℤ|ℕ|Z|N)"
    r"(?:\^?\{?[+*]\}?|_\{?(?:\+|>0|\\geq? ?[01]|≥ ?[01]|>=[01])\}?)?|[01])\s?\)?"
)
_ANY_BOUND = re.compile(rf"(?<![A-Za-z\\])([a-zA-Z])(?= ?{_SIGN} ?\d)")
_PARAMETER = re.compile(r"(?:\d|\^\s?\{?|= ?)([kmtj])(?![A-Za-z])")
_WHOLE_LETTER = re.compile(
    r"(?:(?:integers?|(?:whole|natural|composite|prime|even|odd) numbers?|composites?"
    r"|primes?) ?|(?:正整数|自然数|素数|质数) ?)"
    r"[$\\( ]{0,3}([a-zA-Z])(?![A-Za-z])"
)
_LEAD = re.compile(r"^(?:exactly|precisely|only|the|those|numbers?|integers?) (?:the |those )?")
_DIGITS = re.compile(r"\d+")
_OF_PRIMES = re.compile(r"\b(?:of the (?:form|shape)|is(?: an?)?|with|that are|p(?= ,|,? *$))\b")
Member = Callable[[int], bool]


@lru_cache(maxsize=4096)
def has_integers(gold: str) -> bool:
    """Whether a reference gives integers otherwise than one by one."""
    if len(gold) > _LONGEST or not _HINT.search(gold):
        return False
    members = _members(gold)
    return members is not None and len(members) > 1


_HINT = re.compile(
    r"\b(?:all|every|any|each|primes?|composites?|powers?|multiples?|even|odd|except)\b"
    r"|\\geq?(?![a-z])|[≥>∖]|setminus|equiv|≡|\\mid|∣|[nmpx] ?= ?\d*[kmt]|正整数|素数|质数"
    r"|\^\{?[kmn]",
    re.IGNORECASE,
)


def same_integers(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    r"""Compare two sets of positive integers, member by member; None where one is none, or differs.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task; it, or one of the two, speaks of positive integers or primes.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> asked, rules = "Find all positive integers $n$.", PRESETS["default"]
        >>> same_integers(r"n=1 or n\geq 5", r"\mathbb{Z}^+\setminus\{2,3,4\}", asked, rules).equal
        True
        >>> same_integers(r"n=1 or n\geq 5", r"\mathbb{Z}^+\setminus\{2,3\}", asked, rules) is None
        True
    """
    del policy  # a set of integers is exact
    asked = prompt[:_LONGEST_PROMPT]
    if len(said) > _LONGEST or _NO_SET.search(asked):
        return None
    if not any(_POSITIVE.search(text) for text in (gold, said, asked)):
        return None
    letters = {bound[1] for text in (gold, said) for bound in _ANY_BOUND.finditer(text)}
    letters -= {name for text in (gold, said) for name in _PARAMETER.findall(text)}
    if not letters <= set(_WHOLE_LETTER.findall(f"{asked} {gold} {said}")):
        return None  # m > 4 and m >= 5 differ where m may be any real number
    mine, theirs = _members(gold), _members(said)
    if mine is None or theirs is None:
        return None
    bounds = _FROM.findall(asked)
    first = int(bounds[0][1]) + bool(bounds[0][0]) if len(bounds) == 1 else 1
    skip = set(range(first))
    if _PRIME.search(asked):
        skip |= {n for n in range(_LAST) if not _is_prime(n)}
        skip |= {2} if "odd prime" in asked else set()
    return Verdict(True, "exact", "the same integers") if mine - skip == theirs - skip else None


@lru_cache(maxsize=4096)
def _members(text: str) -> frozenset[int] | None:
    """Return the positive integers below a bound that a text names, or None."""
    plain = _DRESS.sub(lambda found: f" {found[1]} " if found[1] else " ", text)
    plain = " ".join(plain.replace("\\{", " {").replace("\\}", "} ").split()).strip(" .。")
    plain = plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain
    plain = _LEAD.sub("", plain)
    if len(text) > _LONGEST or any(int(digits) > _MOST for digits in _DIGITS.findall(plain)):
        return None
    kept, *taken = _EXCEPT.split(plain)
    if len(taken) > 1:
        return None
    found = _union(kept.strip(" ,("))
    if found is None or not taken:
        return found
    less = _union(taken[0].strip(" {}()"))
    return None if less is None else found - less


def _union(text: str) -> frozenset[int] | None:
    start = _DOMAIN.search(text)
    low = -_LAST
    if start is not None:
        low = _start(start[2], ">" in start[0].replace(">=", "").partition("_")[0])
        text = f"{text[: start.start()]} {text[start.end() :]}"
    prime = _PRIME.search(text) is not None
    if prime:
        text = _OF_PRIMES.sub(" ", text)
        text = _PRIME.sub(" , ", text).replace("all ,", ",")
    parts = [part.strip(" {}()") for part in _UNION.split(text)]
    found: frozenset[int] = frozenset()
    read = [part for part in parts if part and part not in ("all", "every", "each", "p")]
    if not read:
        return frozenset(filter(_is_prime, range(1, _LAST))) if prime else None
    for part in read:
        member = _member(part, low)
        if member is None:
            return None
        found |= frozenset(n for n in range(1, _LAST) if member(n))
    return frozenset(filter(_is_prime, found)) if prime else found


def _start(domain: str, strict: bool) -> int:
    """Return the first value of a letter that is said to be in a domain."""
    if domain in ("0", "1"):
        return int(domain) + strict
    if domain.startswith("pos") or re.search(r"\+|\*|> ?0|1", domain):
        return 1
    return (
        0 if domain.startswith("n") or "N" in domain or "ℕ" in domain or "0" in domain else -_LAST
    )


def _member(part: str, low: int) -> Member | None:
    if re.fullmatch(_ALL, part):
        return lambda n: True
    if (found := re.fullmatch(rf"(?:{_LETTER} ?= ?)?(\d+)", part)) is not None:
        value = int(found[1])
        return lambda n: n == value
    if (found := _BOUNDED.fullmatch(part)) is not None:
        return _ordered(found[1], int(found[2]))
    for pattern, reader in _KINDS:
        if (found := pattern.fullmatch(part)) is not None:
            return reader(found, low)
    return None


def _ordered(sign: str, end: int) -> Member:
    if sign in _GREATER:
        return lambda n: n >= end
    if sign in _LESS:
        return lambda n: n <= end
    return (lambda n: n > end) if sign in (">", "\\gt") else (lambda n: n < end)


def _linear(found: re.Match[str], low: int) -> Member:
    step, shift = int(found[1] or 1), int((found[2] or "0").replace(" ", ""))
    return lambda n: (n - shift) % step == 0 and (n - shift) // step >= low if step else n == shift


def _residues(found: re.Match[str], low: int) -> Member:
    size = int(found[2] or 1) or 1
    return lambda n: (n - int(found[1])) % size == 0


def _multiples(found: re.Match[str], low: int) -> Member:
    return lambda n: n % (int(found[1]) or 1) == 0


def _powers(found: re.Match[str], low: int) -> Member:
    base, first = int(_BASES.get(found[1], found[1])), max(low, 0)
    powers = {base**power for power in range(first, 11)} if base > 1 else set()
    return powers.__contains__


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % divisor for divisor in range(2, int(n**0.5) + 1))


_BASES = {"two": "2", "three": "3", "ten": "10"}
_ADJ = r"(?:all |every |any |each |the )?(?:positive |natural )?"
_THINGS = r"(?: (?:positive )?(?:integers?|numbers?|n))?"
_IS = rf"(?:{_LETTER} (?:is |must be )?)?"
_BASE = r"(\d+|two|three|ten)"


def _even(found: re.Match[str], low: int) -> Member:
    return lambda n: (n % 2 == 0) == found[1].startswith("even")


def _no_power(found: re.Match[str], low: int) -> Member:
    inner = _powers(found, 0)
    return lambda n: not inner(n)


def _composite(found: re.Match[str], low: int) -> Member:
    order = _ordered(found[1], int(found[2])) if found[1] else None
    return lambda n: n > 3 and not _is_prime(n) and (order is None or order(n))


def _no_power_of_two(found: re.Match[str], low: int) -> Member:
    return lambda n: n & (n - 1) != 0


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Member]], ...] = (
    (re.compile(rf"(?:{_LETTER} ?= ?)?(\d*) ?[kmtj](?: ?([+-] ?\d+))?"), _linear),
    (
        re.compile(
            rf"{_LETTER} ?(?:\\equiv|≡) ?(\d+) ?\(? ?\\?(?:p?mod|bmod) ?\{{? ?(\d+) ?\}}? ?\)?"
        ),
        _residues,
    ),
    (re.compile(rf"(\d+) ?(?:\\mid|∣|\||divides) ?{_LETTER}"), _multiples),
    (
        re.compile(
            rf"{_ADJ}(?:integers? )?(?:multiples? of|(?:{_LETTER} (?:is )?)?divisible by) (\d+)"
        ),
        _multiples,
    ),
    (re.compile(rf"{_IS}{_ADJ}(even|odd){_THINGS}"), _even),
    (re.compile(rf"{_IS}(?:an? )?{_ADJ}[Pp]owers? of {_BASE}"), _powers),
    (re.compile(rf"(?:{_LETTER} ?= ?)?(\d+) ?\^ ?\{{? ?[kmtj] ?\}}?"), _powers),
    (
        re.compile(
            rf"{_ADJ}(?:integers?|numbers?) (?:that are |which are )?not powers? of {_BASE}"
        ),
        _no_power,
    ),
    (re.compile(rf"{_ADJ}composite{_THINGS}(?: n)?(?: ?{_SIGN} ?(\d+))?"), _composite),
    (
        re.compile(
            r"(?:numbers?|integers?|those)?,? ?(?:which |that )?(?:have|has|having|with) an odd"
            r" (?:divisor|factor) (?:greater|larger) than 1"
        ),
        _no_power_of_two,
    ),
)
