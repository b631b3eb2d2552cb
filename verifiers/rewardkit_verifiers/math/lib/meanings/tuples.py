"""Pairs and triples that are told: by assignments, coordinates, rows of a table, permutations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import permutations

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.equivalent import same
from rewardkit_verifiers.math.lib.policy import Policy

_LONGEST, _LONGEST_PROMPT, _MOST = 1_200, 8_000, 48
_TUPLE = re.compile(r"\(\s*([^()=]{1,60}?(?:,[^()=,]{1,60}){1,5})\s*\)")
_NAMES = re.compile(
    r"\(\s*([a-zA-Z](?:_\{?\d\}?)?(?:\s*,\s*[a-zA-Z](?:_\{?\d\}?)?){1,4})\s*\)",
)
_NAME = r"[a-zA-Z](?:_\{?\d\}?)?"
_VALUE = (
    r"[-−+]?\s?(?:\\[dt]?frac\s?\{[^{}]{1,12}\}\s?\{[^{}]{1,12}\}|\\sqrt\s?\{\d{1,6}\}|√\d{1,6}"
    r"|\d{1,9}(?:\.\d{1,9})?(?:\s?/\s?\d{1,9})?)(?![A-Za-z\d_^!/*]|\.\d)"
)
_ASSIGNED = re.compile(
    rf"(?<![\w\\])({_NAME}(?:\s*=\s*{_NAME}(?![\w(])){{0,4}})\s*(?:=\s*({_VALUE})|(?:\\in"
    rf"|∈)\s*\\?\{{([^{{}}]{{1,60}})\}})"
)
_LEADS = re.compile(
    r"\b(?:i\.\s?e\.|that is|namely|d\.\s?h\.|c'est-à-dire|es decir|so|thus|hence|therefore"
    r"|giving)[,:]?\s",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|except|no|without|nicht|au[sß]+er|sauf|salvo|excepto|kein\w*|ne|pas"
    r"|maybe|perhaps|might|could|guess|if|let|suppose|assume|fail\w*|wrong"
    r"|trivial|discard\w*|reject\w*|impossible|checked?|otherwise)\b|n['’]t\b|不|舍|除"
    r"|[<>≤≥≠]|\\[lgn]eq?\b",
    re.IGNORECASE,
)
_OF_AN_AXIS = r"[- ]?(?:coordinate|value|koordinate|component)"
_AXES = (
    (
        "x",
        rf"x{_OF_AN_AXIS}|abscissa|absciss?e|abszisse|abscisa|ascissa|横坐标|x坐标",
    ),
    ("y", rf"y{_OF_AN_AXIS}|ordinate|ordonnée|ordenada|ordinata|纵坐标|y坐标"),
    ("z", rf"z{_OF_AN_AXIS}|applicate|竖坐标|z坐标"),
)
_COORDINATE = re.compile("|".join(rf"(?P<{name}>{words})" for name, words in _AXES), re.IGNORECASE)
_FIRST_VALUE = re.compile(
    rf"\s*(?:is|of|equals?|ist|est|es|vaut|:|=|为|是|等于)?\s*({_VALUE})",
)
_SYMMETRIC = re.compile(
    r"\bpermutations?\b|\bpermutationen\b|\bpermutaci[oó]n(?:es)?\b|permutazion[ie]|\bin"
    r" (?:any|some|every|whatever) order\b"
    r"|\bany order\b|\bin beliebiger reihenfolge\b|dans n['’]importe quel ordre|en cualquier"
    r" orden|全排列|排列|任意顺序"
    r"|\bre-?(?:arrangement|ordering)s?\b|перестановк|\bvertauschung(?:en)?\b|in jeder reihenfolge"
    r"|\b(?:all|any|every|each|the|six|24|6|possible) (?:ordering|arrangement)s?\b"
    r"|\bup to (?:the )?(?:order|permutation|ordering|rearrangement)\b"
    r"|\{\s?[a-z](?:\s?,\s?[a-z]){1,3}\s?\\?\}\s?=\s?\\?\{",
    re.IGNORECASE,
)
# The even ones, three of them: not all.
_SOME = re.compile(
    r"\b(?:even|odd|some|one|two|three|four|five|first|last|increasing|decreasing|ascending"
    r"|descending|half|only|fixed|same)\b",
    re.IGNORECASE,
)
# Six of three, 24 of four.
_ALL_OF = re.compile(r"\b(?:(6|six)|(24|twenty-?four)|(2|two))\b", re.IGNORECASE)
_COUNT = {2: 3, 3: 1, 4: 2}
_CYCLIC = re.compile(r"\bcyclic|zyklisch|cycliqu|cíclic|轮换|循环", re.IGNORECASE)
_NUMBERS = re.compile(rf"{_VALUE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+){_VALUE}){{1,4}}")
_JOINT = re.compile(r"\s*(?:,\s*)?\band\s+")
_CELL = re.compile(r"[\s$*`:_-]+")


def is_of_tuples(gold: str) -> bool:
    """Whether a reference lists pairs, triples or the like, or the permutations of one."""
    return len(gold) <= _LONGEST and (
        _TUPLE.search(gold) is not None or _SYMMETRIC.search(gold) is not None
    )


def same_tuples(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare tuples with those that an answer tells in another way; None where it tells none.

    Args:
        gold: The reference.
        said: The answer, with its lines.
        prompt: The task, which names the entries in their order.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> prompt, rules = "Find all pairs $(m, n)$ of integers.", PRESETS["default"]
        >>> same_tuples("(1,1),(2,3)", "m = n = 1 or n = 3, m = 2", prompt, rules).equal
        True
    """
    if len(said) > _LONGEST:
        return None
    wanted = _permuted(gold) or gold
    shape = _TUPLE.search(wanted)
    size = shape[1].count(",") + 1 if shape else 0
    for told in _told(said, _order(prompt[:_LONGEST_PROMPT], size), size):
        if same(wanted, told, policy):
            return Verdict(True, "structure", "tuples told in another way")
    return None


@lru_cache(maxsize=512)
def _order(prompt: str, size: int) -> tuple[str, ...]:
    """Return the names of the entries in the order of a prompt, else x, y and z."""
    for match in _NAMES.finditer(prompt):
        names = tuple(name.strip() for name in match[1].split(","))
        if len(names) == size and len(set(names)) == size:
            return names
    return ("x", "y", "z")[:size] if size in (2, 3) else ()


def _told(said: str, names: tuple[str, ...], size: int) -> Iterator[str]:
    """Yield the lists of tuples that a text may tell."""
    plain = said.replace("$", "").replace("**", "").replace("−", "-").replace("\\quad", " ")
    plain = plain.replace("\\(", "").replace("\\)", "").replace("\\text{and}", "and")
    if all_ := _permuted(plain):
        yield all_
        return
    if size < 2:
        return
    if "|" in said and (rows := _rows(plain, names)):
        yield rows
    if told := _coordinates(plain, size):
        yield told
    for text in dict.fromkeys((plain, _LEADS.split(plain)[-1])):
        if (told := _assignments(text, names)) or (told := _listed(text, size)):
            yield told


def _assignments(text: str, names: tuple[str, ...]) -> str:
    """Return the tuples of m = n = 1 or m = 2, n = 3; empty where anything is left open."""
    if not names or _DENIED.search(text):
        return ""
    found: list[dict[str, str]] = []
    here: dict[str, str] = {}
    for match in _ASSIGNED.finditer(text):
        chain = [name.strip() for name in match[1].split("=")]
        if not set(chain) <= set(names):
            return ""
        if not here.keys().isdisjoint(chain):
            found.append(here)
            here = {}
        if match[3] is not None:
            if set(chain) != set(names) or here:
                return ""
            found += [dict.fromkeys(chain, value.strip(" \\")) for value in match[3].split(",")]
            continue
        here |= dict.fromkeys(chain, match[2].strip())
    if here:
        found.append(here)
    rest = _ASSIGNED.sub(" ", text)
    if not found or len(found) > _MOST or any(len(one) < len(names) for one in found):
        return ""
    if any(map(str.isdigit, _BULLET.sub("", rest))) or "=" in rest:
        return ""
    return ", ".join(f"({', '.join(one[name] for name in names)})" for one in found)


_BULLET = re.compile(r"^\s*\(?\d{1,2}[.)]\s", re.MULTILINE)


def _listed(text: str, size: int) -> str:
    """Return tuples that stand in lines or beside each other with nothing between them."""
    found = [match[1] for match in _TUPLE.finditer(text)]
    rest = _TUPLE.sub(" ", text)
    if len(found) < 2 or len(found) > _MOST or any(one.count(",") + 1 != size for one in found):
        return ""
    if any(map(str.isdigit, rest)) or "=" in rest or _DENIED.search(rest) or "^" in rest:
        return ""
    if _OF_SETS.search(rest):
        return ""  # what two intervals have in common is no list of them
    if any(not any(map(str.isdigit, one)) for one in found):
        return ""
    return ", ".join(f"({one})" for one in found)


_OF_SETS = re.compile(r"\\(?:cap|setminus|times|backslash|triangle|oplus)(?![a-z])|[∩∖×]")


def _coordinates(text: str, size: int) -> str:
    """Return the point of `x-coordinate 0, y-coordinate 1/16`."""
    found: dict[str, str] = {}
    rest = text
    for match in _COORDINATE.finditer(text):
        value = _FIRST_VALUE.match(text, match.end())
        name = str(match.lastgroup)
        if value is None or name in found:
            return ""
        found[name] = value[1]
        rest = rest.replace(text[match.start() : value.end()], " ", 1)
    names = ("x", "y", "z")[:size]
    if set(found) != set(names) or any(map(str.isdigit, rest)) or _DENIED.search(rest):
        return ""
    return f"({', '.join(found[name] for name in names)})"


def _rows(text: str, names: tuple[str, ...]) -> str:
    """Return the rows of a table whose heads are the names of the entries."""
    table = [line.strip().strip("|").split("|") for line in text.split("\n") if "|" in line]
    cells = [
        [_CELL.sub(" ", cell).strip().replace("\x01", "-") for cell in row]
        for row in _signed(table)
    ]
    if len(cells) < 2 or not names or not set(names) <= set(cells[0]):
        return ""
    places = [cells[0].index(name) for name in names]
    rows = [row for row in cells[1:] if any(row)]
    if not rows or any(len(row) <= max(places) for row in rows) or len(rows) > _MOST:
        return ""
    return ", ".join(f"({', '.join(row[place] for place in places)})" for row in rows)


def _signed(table: list[list[str]]) -> Iterator[list[str]]:
    """Yield rows whose minus signs survive the removal of rules and marks."""
    for row in table:
        yield [re.sub(r"-(?=\s?[\d\\√])", "\x01", cell) for cell in row]


_NAMED_SET = re.compile(r"\(\s?[a-z](?:\s?,\s?[a-z]){1,3}\s?\)\s?=")


@lru_cache(maxsize=1024)
def _permuted(text: str) -> str:
    """Return all permutations of the tuples of a text that says so, written out; else nothing."""
    if _SYMMETRIC.search(text) is None:
        return ""
    plain = text.replace("$", "").replace("**", "").replace("\\text", "").replace("\\{", "(")
    plain = plain.replace("\\}", ")").replace("{", "(").replace("}", ")")
    found = [match[1] for match in _TUPLE.finditer(plain) if any(map(str.isdigit, match[1]))]
    rest = _TUPLE.sub(" ", _NAMED_SET.sub(" permutations of ", plain))
    if not found and (numbers := _NUMBERS.search(rest)) is not None:
        found, rest = [_JOINT.sub(", ", numbers[0])], _NUMBERS.sub(" ", rest)
    size = found[0].count(",") + 1 if found else 0
    if (told := _ALL_OF.search(rest)) is not None and size in _COUNT and told[_COUNT[size]]:
        rest = f"{rest[: told.start()]} {rest[told.end() :]}"
    if _SOME.search(rest):
        return ""
    if not found or any(map(str.isdigit, rest)) or re.search(r"\bnot?\b|except|不", rest):
        return ""
    made: dict[tuple[str, ...], None] = {}
    for one in found:
        entries = tuple(entry.strip() for entry in one.split(","))
        if len(entries) > 4:
            return ""
        turned = [entries[at:] + entries[:at] for at in range(len(entries))]
        made |= dict.fromkeys(turned if _CYCLIC.search(rest) else permutations(entries))
    listed = (f"({', '.join(entries)})" for entries in made)
    return ", ".join(listed) if len(made) <= _MOST else ""
