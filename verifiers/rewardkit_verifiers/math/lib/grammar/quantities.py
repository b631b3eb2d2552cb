"""Words after a value: units, magnitudes, compound quantities, remarks and conditions."""

from __future__ import annotations

import re
from fractions import Fraction

from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.lexer import Token
from rewardkit_verifiers.math.lib.grammar.markup import ROW
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, num
from rewardkit_verifiers.math.lib.grammar.words import CONNECTIVES, QUALIFIERS, UNIT_WORDS, UNITS
from rewardkit_verifiers.math.lib.word_lists import listed

ENDS = frozenset((",", ";", ")", "]", "\\}", "}", "&", ROW, "rangle"))
# Words that turn a remark into something else than an explanation.
_DENIALS = frozenset(
    listed(
        "not wrong incorrect false else otherwise isn't except too impossible invalid rejected "
        "extraneous"
    )
)
_DOUBTS = _DENIALS | frozenset(listed("or either maybe perhaps possibly nor neither"))
# Words after a value that make it another one, or that another value would have to follow.
_CHANGES = frozenset(
    listed(
        "minus plus times squared cubed over choose mod modulo then vs versus alternatively to "
        "through than double twice factorial"
    )
)
# 150 minutes at most is a bound.
_BOUNDED = re.compile(
    r"\bat (?:the )?(?:very )?(?:most|least|minimum|maximum)\b"
    r"|\b(?:give or take|more or less|tops|ish)\b"
)
# A case of an answer that has several, and no remark on the only one.
_CONDITIONS = frozenset(listed("if when otherwise for whenever unless"))
_MAGNITUDES: dict[str, Fraction] = {
    **{word: Fraction(10**power) for word, power in (
        ("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12),
        ("lakh", 5), ("crore", 7), ("bn", 9), ("mn", 6), ("mln", 6),
        ("tausend", 3), ("mil", 3), ("mille", 3), ("mila", 3), ("тысяча", 3), ("тысячи", 3),
        ("тысяч", 3), ("millionen", 6), ("millón", 6), ("millones", 6), ("milhão", 6),
        ("milhões", 6), ("milione", 6), ("milioni", 6), ("миллион", 6), ("миллиона", 6),
        ("миллионов", 6), ("milliarde", 9), ("milliarden", 9), ("milliard", 9), ("miliardi", 9),
        ("bilhões", 9), ("миллиард", 9), ("миллиарда", 9), ("миллиардов", 9),
        ("billionen", 12), ("billones", 12), ("천", 3), ("만", 4), ("백만", 6), ("억", 8),
        ("百万", 6), ("百", 2), ("千", 3), ("万", 4), ("萬", 4), ("亿", 8), ("億", 8), ("万亿", 12),
    )},
    "dozen": Fraction(12),
    **{word: Fraction(1, size) for word, size in (
        ("half", 2), ("halve", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6),
        ("seventh", 7), ("eighth", 8), ("ninth", 9), ("tenth", 10), ("hundredth", 100),
        ("thousandth", 1000), ("millionth", 10**6),
    )},
}  # fmt: skip
_NO_MARKS = str.maketrans("(),.:;!?", "        ")
_LONGEST_UNIT = 40


def connective(parser: Cursor) -> str:
    """Return what the token under the cursor joins values with, or an empty text."""
    token = parser.here
    if token.kind == "word" and token.value in ("and", "or"):
        return CONNECTIVES[token.value]
    if token.kind == "op" and token.value in (";", ROW):
        return "list"
    if token.kind == "op" and token.value == "&":
        return "and" if parser.depth == 0 else ""
    if token.kind == "cmd" and token.value in ("lor", "land"):
        return CONNECTIVES[token.value]
    return ""


def is_remark(parser: Cursor) -> bool:
    """Whether the words under the cursor only explain what stands before them."""
    token = parser.here
    if token.kind in ("text", "word"):
        return _first_word(token.value) in QUALIFIERS
    return parser.sees("forall")


def begins_condition(parser: Cursor) -> bool:
    """Whether `if`, `when` or the like is under the cursor."""
    token = parser.here
    return token.kind in ("text", "word") and _first_word(token.value) in _CONDITIONS - {"for"}


_COPULAS = {"is", "are", "was", "were", "be", "equals"}


def with_words(parser: Cursor, node: Node) -> Node:
    """Read the words after a value: a magnitude, a unit, or a remark that explains it.

    Raises:
        Unreadable: The words deny the value, or make it another one.
    """
    if is_remark(parser) or begins_condition(parser):
        return _noted(parser, node)
    factor, words = _unit_words(parser)
    if factor != 1:
        node = _scaled(node, factor)
    if words and (ratio := _out_of(parser, node, words)) is not None:
        return ratio
    if words and parser.here.kind == "num":
        return _compound(parser, Node("qty", node, words))
    if words and is_remark(parser):
        return _noted(parser, Node("qty", node, words))
    if words and node.op == "rel":
        *before, last = node.args[1]
        return Node("rel", node.args[0], (*before, Node("qty", last, words)))
    return Node("qty", node, words) if words else node


def _scaled(node: Node, factor: Fraction) -> Node:
    if node.op == "rel":
        *before, last = node.args[1]
        return Node("rel", node.args[0], (*before, _scaled(last, factor)))
    if node.op in ("num", "dec"):
        return num(node.args[0] * factor)
    return Node("*", num(factor), node)


def _first_word(text: str) -> str:
    words = text.split(None, 1)
    return words[0].lower().strip("(.,:") if words else ""


def _noted(parser: Cursor, node: Node) -> Node:
    if node.op == "sym":
        raise Unreadable("syntax", "a sentence about a letter, not its value")
    begin = parser.at
    words = parser.next().value
    first = _first_word(words)
    if _everywhere(parser, words):
        # `for all x` bounds no case: what follows a comma may be another value.
        first = ""
        skip_remark(parser, True)
    else:
        skip_remark(parser, first in _CONDITIONS)
    said = [token.value for token in parser.tokens[begin : parser.at]]
    lowered = " ".join(said).lower().split()
    if first in _CONDITIONS and not ({"unless"} & set(lowered)):
        if not _DENIALS.isdisjoint({*lowered} - {"otherwise", "not"}):
            raise Unreadable("syntax", "the value is denied")
        return Node("noted", node, _condition(said), "not" in lowered or first == "otherwise")
    if not _DENIALS.isdisjoint(lowered):
        raise Unreadable("syntax", "the value is denied or depends on a condition")
    if _is_another_number(parser, begin, node):
        raise Unreadable("syntax", "the value is said to be another number")
    if first == "at" and _ANOTHER_AT.search(" ".join(lowered)):
        raise Unreadable("syntax", "another value at another place")
    if _BOUNDED.search(" ".join(lowered)):
        raise Unreadable("syntax", "the value is a bound or an estimate")
    return Node("noted", node, " ".join(said))


# 12 at the start, 9 at the end
_ANOTHER_AT = re.compile(r"(?:[,;]|\b(?:and|but|while|then)) \$? ?\d[\d.]*(?: [a-z]{2,}|\Z)")


def _everywhere(parser: Cursor, words: str) -> bool:
    """Whether a remark begins with `for all`, `for every`, `for any` or `for some`."""
    spoken = words.lower().split()
    if len(spoken) == 1 and parser.here.kind in ("text", "word"):
        spoken += parser.here.value.lower().split()[:1]
    return spoken[:1] == ["for"] and spoken[1:2] in _QUANTIFIERS


_QUANTIFIERS = (["all"], ["every"], ["each"], ["any"], ["some"])


def _is_another_number(parser: Cursor, begin: int, node: Node) -> bool:
    """Return True for `37 is 82`, which is no remark but a false equation."""
    said = parser.tokens[begin : parser.at]
    words = {word for token in said if token.kind != "num" for word in token.value.lower().split()}
    numbers = [token.value for token in said if token.kind == "num"]
    if len(numbers) != 1 or not words or not words <= _COPULAS:
        return False
    return node.op not in ("num", "dec") or numbers[0] != str(node.args[0])


def _condition(said: list[str]) -> str:
    """Return the words of a condition in one spelling."""
    words = " ".join(said).lower().replace("is", " ").translate(_NO_MARKS).split()
    return " ".join(word for word in words if word not in ("if", "when", "for", "an", "a", "the"))


def _unit_words(parser: Cursor) -> tuple[Fraction, str]:
    """Read the words of a unit, up to the next number, and the magnitudes before them."""
    parts: list[str] = []
    while parser.here.kind != "end" and parser.here.value not in ENDS and not connective(parser):
        token = parser.here
        if token.kind == "num" or is_remark(parser):
            break
        parts.append(parser.next().value)
        if token.value == "*" and parser.here.kind == "num":
            raise Unreadable("syntax", "a product of quantities")
        if token.value in ("^", "_") or (token.value == "/" and parser.here.kind == "num"):
            parts.append(_raised(parser))
        elif not _in_unit(token):
            raise Unreadable("syntax", f"{token.value!r} after a unit")
        if len(parts) > _LONGEST_UNIT:
            break
    words = " ".join(" ".join(parts).split())
    lowered = words.lower().translate(_NO_MARKS).split()
    if not (_DOUBTS | _CHANGES).isdisjoint(lowered):
        raise Unreadable("syntax", "the value is denied, or becomes another one")
    if _BOUNDED.search(" ".join(lowered)):
        raise Unreadable("syntax", "the value is a bound or an estimate")
    factor = Fraction(1)
    while lowered:
        size = _MAGNITUDES.get(lowered[0]) or _MAGNITUDES.get(lowered[0].removesuffix("s"))
        if size is None:
            break
        factor *= size
        words = words.partition(words.split(None, 1)[0])[2].strip()
        lowered = lowered[1:]
    return factor, words.removeprefix("of ")


# Units of one letter, the article, and what is left of an apostrophe or of c.m.
_LETTERS = frozenset(name for name in (*UNITS, *UNIT_WORDS) if len(name) == 1) | frozenset("asc")
# What may stand between the words of a unit: m/s, kg*m, "Mr. Smith's apples", 5 c.m.
_IN_UNITS = frozenset(listed("/ * . ' - ? % # circ degree quad qquad prime"))


def _in_unit(token: Token) -> bool:
    """Whether a token may belong to the words of a unit, and is no mathematics of its own."""
    if token.kind == "sym":
        return token.value in _LETTERS
    return token.kind not in ("op", "cmd", "fn") or token.value in _IN_UNITS


def _raised(parser: Cursor) -> str:
    """Read the exponent of a unit, as in cm^{2} and s^{-1}."""
    braced = parser.takes("{")
    minus = "-" if parser.takes("-") else ""
    token = parser.next()
    if braced:
        parser.expects("}")
    if token.kind != "num" and token.value not in ("circ", "degree"):
        raise Unreadable("syntax", "a unit has a whole exponent")
    return f"{minus}{token.value}"


def _out_of(parser: Cursor, node: Node, words: str) -> Node | None:
    """Read `3 out of 8` as the ratio it is."""
    if words.lower() not in ("out of", "of") or parser.here.kind != "num":
        return None
    if words.lower() == "of":
        raise Unreadable("syntax", "a number of a number")
    whole = parser.expression()
    return Node("/", node, whole)


def _compound(parser: Cursor, first: Node) -> Node:
    """Read `1 hour 30 minutes` and `5 red 3 blue`: every part a value with its words."""
    parts = [first]
    while parser.here.kind == "num":
        value = parser.expression()
        if parser.here.kind not in ("text", "word"):
            raise Unreadable("syntax", "a number after a unit has none itself")
        factor, words = _unit_words(parser)
        if not words:
            raise Unreadable("syntax", "a number after a unit has none itself")
        parts.append(Node("qty", _scaled(value, factor) if factor != 1 else value, words))
    return Node("compound", *parts)


def skip_remark(parser: Cursor, cases: bool = False) -> None:
    """Move over a remark such as `for all x, y > 0`, up to the end or the next clause.

    Args:
        parser: Where the remark begins.
        cases: Whether a comma ends it when another condition follows.
    """
    level = 0
    while parser.here.kind != "end" and (level or parser.here.value not in ("\\}", "}", ";", ")")):
        level += (parser.here.value in ("{", "(", "\\{")) - (parser.here.value in ("}", ")", "\\}"))
        if connective(parser) == "or" or (connective(parser) and _assigns_next(parser)):
            return
        if cases and _another_case(parser, level):
            return
        parser.next()


def skip_quantifier(parser: Cursor) -> None:
    r"""Move over `\forall x \in R` up to a comma behind which another value is assigned."""
    while parser.here.kind != "end" and parser.here.value not in ("\\}", "}", ";", ")"):
        if (parser.sees(",") or connective(parser)) and _assigns_next(parser):
            return
        parser.next()


def _assigns_next(parser: Cursor) -> bool:
    ahead = [token.value for token in parser.tokens[parser.at + 1 : parser.at + 8]]
    return "=" in ahead


def _another_case(parser: Cursor, level: int) -> bool:
    """Whether a value with a condition of its own follows a comma or `and`."""
    if level or not (parser.sees(",") or connective(parser)):
        return False
    after = parser.tokens[parser.at + 1 : parser.at + 60]
    if not after or after[0].kind in ("text", "word"):
        return False
    return any(
        token.kind in ("text", "word") and _first_word(token.value) in _CONDITIONS
        for token in after
    )


def cases_of(items: list[Node]) -> Node | None:
    """Return values that hold under a condition each as the cases of one answer, or None."""
    if len(items) < 2 or not all(item.op == "noted" and len(item.args) == 3 for item in items):
        return None
    return Node("cases", tuple((item.args[0], Node("text", item.args[1])) for item in items))
