"""Cut an undressed answer into tokens: one pass, linear in its length."""

from __future__ import annotations

import re
from typing import NamedTuple

from rewardkit_verifiers.math.lib.grammar.values import LONGEST, MOST_DIGITS, MOST_NODES, Unreadable
from rewardkit_verifiers.math.lib.grammar.words import (
    BIGSET_WORDS,
    CONNECTIVES,
    CONSTANTS,
    FONTS,
    FUNCTIONS,
    GREEK,
    LISTED,
    QUALIFIERS,
    RELATIONS,
    SPACES,
    TEXTS,
    UNIT_WORDS,
    UNITS,
)
from rewardkit_verifiers.math.lib.word_lists import listed


class Token(NamedTuple):
    r"""One token.

    Attributes:
        kind: `num`, `sym`, `word` (a run of letters that is no name), `text` (the inside of
            `\text{...}`), `cmd` (a command without its backslash), `fn`, `const`, `op`, `end`.
        value: What was written, canonical for functions and constants.
        space: Whether space stood before it.
    """

    kind: str
    value: str
    space: bool


_TOKEN = re.compile(
    r"(?P<space>[\s~]+|\\(?:q?quad|thinspace|enspace)(?![a-zA-Z]))"
    r"|(?P<num>\d+\.(?=\\overline)|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![A-Za-z\d.]))?)"
    r"|(?P<accented>[A-Za-z]*[À-ɏ][A-Za-zÀ-ɏ]*)"
    r"|(?P<word>[A-Za-z]+)"
    r"|\\(?P<cmd>[A-Za-z]+)\*?"
    r"|(?P<foreign>[^\W\d_a-zA-Z]+)"
    r"|(?P<escaped>\\.)"
    r"|(?P<op><=|>=|!=|==|<>|\*\*|->|=>|:=|<(?=[A-Za-z\d\s\\(+.-])|[-+*/^_=><!%|,;:(){}\[\]'&\"?@#.\x01])",
    re.DOTALL,
)
_GROUPED = re.compile(
    r"(?!0,)\d{1,3}(?:,\d{3})+(?![\d,]|\.\d+,)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.,/ ]|\s\d)"
)
_ESCAPED = {"{": "\\{", "}": "\\}", "%": "%", "|": "||", "_": "_", "#": "#", "&": "&", "'": "'"}
_TEXTS = TEXTS | {"mathrm", "operatorname", "variable"}
_OPENERS = {"(", "[", "\\{"}
_CLOSERS = {")", "]", "\\}"}
_SYNONYMS = {
    "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "dbinom": "binom", "tbinom": "binom",
    "choose": "choose", "lvert": "<|", "rvert": "|>", "vert": "|", "lVert": "<||", "rVert": "||>",
    "Vert": "||", "lbrace": "\\{", "rbrace": "\\}", "lbrack": "[", "rbrack": "]", "lgroup": "(",
    "rgroup": ")", "lparen": "(", "rparen": ")", "times": "*", "cdot": "*", "ast": "*",
    "div": "/", "over": "over", "varnothing": "emptyset", "ulcorner": "lceil",
    "urcorner": "rceil", "llcorner": "lfloor", "lrcorner": "rfloor", "bmod": "mod",
    "pmod": "pmod", "dots": "ldots", "cdots": "ldots", "dotsb": "ldots", "dotsc": "ldots",
    "dotsm": "ldots", "vdots": "ldots", "iint": "int", "oint": "int", "cupdot": "cup",
    "bigcup": "cup", "bigcap": "cap", "sqcup": "cup", "uplus": "cup", "smallsetminus": "setminus",
    "backslash": "setminus", "degree": "degree", "textdegree": "degree", "textcirc": "degree",
    "lt": "<", "gt": ">", "percent": "%", "colon": ":", "fracpi": "frac", "thinspace": " ",
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho",
    "varsigma": "sigma", "vee": "lor", "wedge": "land", "liminf": "lim", "limsup": "lim", "Pr": "P",
}  # fmt: skip
_KNOWN = sorted(
    {*FUNCTIONS, *CONSTANTS, *GREEK, *_SYNONYMS, *LISTED}
    | set(listed("sqrt frac lfloor rfloor lceil rceil lim int sum prod cup cap pm mp le ge ne in")),
    key=len,
    reverse=True,
)


def tokens(text: str, grouped: bool = True) -> list[Token]:
    """Return the tokens of an undressed answer, ending with one of kind `end`.

    Args:
        text: What `undress` returned.
        grouped: Whether `1,234` outside brackets is one number.

    Raises:
        Unreadable: The text is too long, or holds what no answer holds.
    """
    if len(text) > LONGEST:
        raise Unreadable("too_long", f"{len(text)} characters")
    found: list[Token] = []
    at = 0
    depth: list[bool] = []
    space = False
    grouped = grouped and _GROUPED.search(text) is not None
    while at < len(text):
        run = _GROUPED.match(text, at) if grouped and (not depth or depth[-1]) else None
        if run is not None and not (at and (text[at - 1].isdigit() or text[at - 1] in ".,")):
            found.append(Token("num", run[0].replace(",", "").replace(" ", ""), space))
            at, space = run.end(), False
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unreadable("syntax", f"cannot read {text[at : at + 20]!r}")
        kind, value = match.lastgroup or "", match[match.lastgroup or 0]
        at, before = match.end(), len(found)
        if kind == "space":
            space = True
            continue
        if kind == "cmd" and value in _TEXTS:
            at = _text(text, at, value, found, space)
        elif kind == "cmd":
            at = _command(text, at, value, found, space)
        elif kind in ("foreign", "accented"):
            found.append(Token("text", value, space))
        elif kind == "word":
            _word(value, found, space, text[at : at + 1])
        elif kind == "escaped":
            if value[1] in _ESCAPED:
                found.append(Token("op", _ESCAPED[value[1]], space))
        else:
            if kind == "num" and len(value) > MOST_DIGITS:
                raise Unreadable("too_large", f"a number of {len(value)} digits")
            found.append(Token(kind, value, space))
        for index in range(before, len(found)):
            if found[index].value in _OPENERS:
                # Commas inside brackets separate, but for functions of one argument.
                depth.append(bool(index) and found[index - 1].kind == "fn")
            elif found[index].value in _CLOSERS and depth:
                depth.pop()
        space = kind == "cmd" and value in SPACES
        if len(found) > MOST_NODES:
            raise Unreadable("too_long", f"more than {MOST_NODES} tokens")
    found.append(Token("end", "", space))
    return _paired(found) if any(token.value in _SIDED for token in found) else found


def _command(text: str, at: int, name: str, found: list[Token], space: bool) -> int:
    if name not in _SYNONYMS and name not in _ALL:
        # \vertx is \vert x, \lgroupx is \lgroup x: the longest command that begins it.
        known = next((known for known in _KNOWN if name.startswith(known) and len(known) > 2), None)
        if known is not None:
            at -= len(name) - len(known)
            name = known
    name = _SYNONYMS.get(name, name)
    if name in FONTS or name in SPACES or name == " ":
        if name in ("left", "right", "mleft", "mright") and text.startswith(".", at):
            at += 1
        if name in _SIDES:
            at = _delimiter(text, at, found, space, _SIDES[name])
    elif name in FUNCTIONS and name not in (
        "sqrt",
        "gamma",
        "Gamma",
        "Re",
        "Im",
        "arg",
        "deg",
        "det",
    ):
        found.append(Token("fn", FUNCTIONS[name], space))
    elif name in CONSTANTS and len(name) > 1:
        found.append(Token("const", CONSTANTS[name], space))
    elif (len(name) == 1 and not name.isalpha()) or name in _SIDED or name in _DOUBLES:
        found.append(Token("op", name, space))
    elif name == "mathbb":
        return _bigset(text, at, found, space)
    elif len(name) == 1:
        _word(name, found, space, "")
    else:
        found.append(Token("cmd", name, space))
    return at


def _delimiter(text: str, at: int, found: list[Token], space: bool, opens: bool) -> int:
    r"""Read what follows \left or \right: `\left{` is a bracket, not a group, `\left|` opens."""
    match = _DELIMITER.match(text, at)
    if match is None:
        return at
    if match[1] is not None:
        found.append(Token("op", "\\" + match[1], space))
    else:
        bar = "|" if match[2] in ("|", "\\vert", "\\lvert", "\\rvert") else "||"
        found.append(Token("op", f"<{bar}" if opens else f"{bar}>", space))
    return match.end()


_DELIMITER = re.compile(r"\s*(?:([{}])|(\||\\\||\\[lr]?[vV]ert(?![a-zA-Z])))")
_SIDES = {
    **dict.fromkeys(listed("left mleft bigl Bigl biggl Biggl"), True),
    **dict.fromkeys(listed("right mright bigr Bigr biggr Biggr"), False),
}
_DOUBLES = frozenset(("||", "\\{", "\\}"))
_SIDED = frozenset(("<|", "|>", "<||", "||>"))


def _paired(found: list[Token]) -> list[Token]:
    """Return the tokens with each bar whose side was written, but which has no partner, plain."""
    lone: set[int] = set()
    open_: list[int] = []
    for index, token in enumerate(found):
        if token.value in ("<|", "<||"):
            open_.append(index)
        elif token.value in ("|>", "||>"):
            if open_ and found[open_[-1]].value == f"<{token.value[:-1]}":
                open_.pop()
            else:
                lone.add(index)
    lone.update(open_)
    return [
        Token(token.kind, token.value.strip("<>"), token.space) if index in lone else token
        for index, token in enumerate(found)
    ]


def _bigset(text: str, at: int, found: list[Token], space: bool) -> int:
    match = _BLACKBOARD.match(text, at)
    if match is None:
        return at
    found.append(Token("cmd", f"set{match[1] or match[2]}", space))
    return match.end()


_BLACKBOARD = re.compile(r"\s*(?:\{\s*([A-Z])\s*\}|([A-Z]))")


def _text(text: str, at: int, name: str, found: list[Token], space: bool) -> int:
    match = _GROUP.match(text, at)
    if match is None:
        return at
    inside, end = match[1].strip(" \t\n~"), match.end()
    if name == "variable":
        name = re.sub(r"[\s{}\\]", "", inside)
        found.append(Token("num" if name.isdigit() else "sym", name or "x", space))
    elif (
        (inside in UNITS or inside in UNIT_WORDS or _is_quotient_of_units(inside))
        and found
        and found[-1].value not in _SIGNS
        and _AT_END.match(text, end)
    ):
        found.append(Token("text", inside, space))
    elif name == "operatorname" and inside in ("re", "im"):
        found.append(Token("cmd", inside.capitalize(), space))
    elif _NUMERAL.match(text, end) and inside.isalnum() and inside.isupper():
        found.append(Token("num", inside, space))
    elif _is_math(inside):
        # \text{42}, \mathrm{B}, \text{sin}: read as if the command were not there.
        found.extend(tokens(inside)[:-1])
    elif _PROSE_NUMBER.search(inside):
        # \text{12 cm} and \text{6 and 8} hold answers.
        found.extend(tokens(inside)[:-1])
    elif (parted := _JOINED.fullmatch(inside)) is not None:
        # \text{boys and } and \text{ red, } join what stands on both sides of them.
        for part in filter(None, parted.groups()):
            at_end = len(part) < len(inside)
            if part == ",":
                found.append(Token("op", ",", space))
            elif part.lower() in ("and", "or"):
                found.append(Token("word", part.lower(), True))
            elif at_end:
                _text(f"{{{part}}}", 0, name, found, space)
    elif inside:
        lowered = inside.lower()
        if lowered in CONNECTIVES:
            found.append(Token("word", CONNECTIVES[lowered], True))
        elif lowered in LISTED or inside in LISTED:
            found.append(Token("cmd", LISTED.get(inside) or LISTED[lowered], space))
        else:
            found.append(Token("text", inside, space))
    elif match[1]:
        found.append(Token("text", " ", space))
    return end


# FF in \text{FF}_{16}: digits of a base above ten.
_NUMERAL = re.compile(r"_\s?\{?(?:1[1-9]|2\d|3[0-6])\}?(?!\d)")
_SIGNS = frozenset("+-*/^_=(,[<>{") | {"\\{", "frac"}
_AT_END = re.compile(r"\s*(?:$|[.,;/^)\]}])")
_GROUP = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_JOINED = re.compile(
    r"(?i:(,)\s+(and|or)|([^,;:=]*[^,;:=\s]),|((?!and\s)[^,;:=]*[^,;:=\s])(,)?\s+(and|or))"
)
_PROSE_NUMBER = re.compile(r"(?<![A-Za-z])\d")
_NOT_WORDS = re.compile(r"[^A-Za-z]*|[^A-Za-z]*[A-Za-z]'*[^A-Za-z]*")


_QUOTIENT = re.compile(r"([A-Za-z]{1,4})(?:\^\d)?/([A-Za-z]{1,4})(?:\^\{?\d\}?)?")


def _is_quotient_of_units(inside: str) -> bool:
    match = _QUOTIENT.fullmatch(inside)
    return match is not None and all(one in UNITS or one in UNIT_WORDS for one in match.groups())


def _is_math(inside: str) -> bool:
    if inside in FUNCTIONS or inside in ("pi", "infty") or "\\" in inside:
        return True
    return bool(inside) and inside not in UNITS and bool(_NOT_WORDS.fullmatch(inside))


def _word(word: str, found: list[Token], space: bool, following: str) -> None:
    if word == "bar" and following == "{":
        found.append(Token("cmd", "bar", space))
    elif len(word) == 1:
        if word in CONSTANTS:
            found.append(Token("const", CONSTANTS[word], space))
        else:
            found.append(Token("sym", word, space))
    elif word in FUNCTIONS and word not in _NO_FUNCTIONS and (word != "gamma" or following == "("):
        name = FUNCTIONS[word]
        found.append(Token("cmd", "sqrt", space) if name == "sqrt" else Token("fn", name, space))
    elif word in CONSTANTS:
        found.append(Token("const", CONSTANTS[word], space))
    elif word in LISTED:
        found.append(Token("cmd", LISTED[word], space))
    elif word.lower() in CONNECTIVES:
        found.append(Token("word", CONNECTIVES[word.lower()], True))
    elif word in GREEK and len(word) > 2 and word not in _ENGLISH:
        found.append(Token("cmd", word, space))
    elif word in BIGSET_WORDS:
        found.append(Token("cmd", f"set{BIGSET_WORDS[word]}", space))
    elif word in ("U", "union") or (word == "cup" and found and found[-1].kind != "num"):
        found.append(Token("cmd", "cup", space))
    elif word == "in" and found and found[-1].kind == "sym":
        found.append(Token("cmd", "in", space))
    elif _is_product(word, found, following):
        for index, letter in enumerate(word):
            _word(letter, found, space and not index, "")
    else:
        found.append(Token("word", word, space))


def _is_product(word: str, found: list[Token], following: str) -> bool:
    """Whether a run of letters is a product of symbols, such as `xy`, and no word or unit."""
    if word in UNITS and found and found[-1].kind == "num":
        return False
    if following in ("^", "_") and len(word) < 4:
        return True
    if len(word) > 2 and word[0].isupper() and word[1:].islower():
        return False
    if word.lower() in QUALIFIERS or len(word) > 3 or word[1:].lower() in ("st", "nd", "rd", "th"):
        return False
    before = found[-1] if found else None
    if word in UNITS and (before is None or before.kind == "num"):
        return False
    return word not in _SHORT_WORDS


# 48 square feet, 5 star: a sign of its own only behind a backslash.
_ENGLISH = frozenset(("square", "star", "top"))
_NO_FUNCTIONS = frozenset(("Re", "Im", "sh", "ch", "th", "deg", "arg", "det", "sign"))
_SHORT_WORDS = frozenset(
    listed(
        "yes no odd one two six ten all day and not nan NaN the is of to at it per cm km mm "
        "kg st nd rd th are an any set has was can its you how let get use out new few big "
        "too box cup egg man pen pie row lot tie win won car bag dog cat age sum day men pm am "
        "Yes No NO YES Odd red ft lb oz mi mil"
    )
)
_ALL = frozenset(
    {*FUNCTIONS, *CONSTANTS, *GREEK, *RELATIONS, *LISTED, *FONTS, *TEXTS, *SPACES}
    | set(
        listed(
            "frac sqrt binom overline bar hat vec tilde dot ddot widehat widetilde overrightarrow "
            "begin end lfloor rfloor lceil rceil lim int sum prod cup cap setminus emptyset pm mp "
            "ldots forall exists mathbb operatorname phantom hphantom vphantom color textcolor "
            "colorbox rlap llap transparent mod pmod choose stackrel overset underset not tag "
            "label rangle langle neg lor land degree circ sup inf substack hline variable"
        )
    )
)
