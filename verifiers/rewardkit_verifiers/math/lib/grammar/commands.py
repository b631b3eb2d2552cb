"""LaTeX commands that are operands: fractions, roots, sums, matrices and the rest."""

from __future__ import annotations

from collections.abc import Callable

from rewardkit_verifiers.math.lib.grammar.brackets import arguments, items_until
from rewardkit_verifiers.math.lib.grammar.build import unwrapped
from rewardkit_verifiers.math.lib.grammar.cursor import Cursor
from rewardkit_verifiers.math.lib.grammar.literals import subscript
from rewardkit_verifiers.math.lib.grammar.markup import ROW
from rewardkit_verifiers.math.lib.grammar.precedence import POWER, PRODUCT, SUM
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable, has, num, sym
from rewardkit_verifiers.math.lib.grammar.words import ACCENTS, GREEK, HIDDEN, LISTED
from rewardkit_verifiers.math.lib.word_lists import listed

_MATRICES = frozenset(
    f"{shape}{star}"
    for shape in listed("matrix pmatrix bmatrix Bmatrix smallmatrix array psmallmatrix")
    for star in ("", "*")
)
_LINES = frozenset(listed(
        "aligned align align* gathered gather gather* equation equation* split eqnarray "
        "alignedat displaymath math multline"
    ))  # fmt: skip


_CASES = frozenset(("cases", "dcases", "rcases", "cases*", "dcases*"))
_CASE_WORDS = frozenset(listed("if when for whenever where"))


def command(parser: Cursor, name: str) -> Node:
    """Read an operand that begins with this command."""
    reader = _READERS.get(name)
    if reader is not None:
        return reader(parser)
    if name in LISTED and parser.here.value in ("=", ":", "<", ">"):
        return sym(name)
    if name in LISTED:
        return Node("fn", name, *arguments(parser))
    if name in ACCENTS:
        return _accent(parser, name)
    if name in HIDDEN:
        raise Unreadable("hidden_text", f"\\{name} hides or colours part of the answer")
    if name.startswith("set") and len(name) == 4:
        return _bigset(parser, name[3])
    if name == "Delta" and parser.here.kind in ("sym", "const"):
        # A difference of x is one quantity.
        return parser.symbol(f"Delta {parser.next().value}")
    if name in GREEK:
        return parser.symbol(name)
    if name in ("forall", "exists", "neg"):
        return Node("opaque", name, parser.expression(SUM))
    if name in ("sup", "inf"):
        return Node("opaque", name, parser.function_argument())
    raise Unreadable("syntax", f"\\{name} is no operand")


def _fraction(parser: Cursor) -> Node:
    top = _digit(parser)
    differential = _derivative(parser) if top is None else None
    if differential is not None:
        return differential
    if top is None:
        top = _differential_alone(parser) or parser.argument()
    bottom = _digit(parser) or parser.argument()
    return Node("/", top, bottom)


def _differential_alone(parser: Cursor) -> Node | None:
    r"""Take the numerator of \frac{dx}{x}, inside an integral."""
    before = parser.at
    if parser.takes("{") and parser.takes_differential() and parser.takes("}"):
        return num(1)
    if parser.at - before == 3:
        parser.differentials.pop()
    parser.at = before
    return None


def _digit(parser: Cursor) -> Node | None:
    r"""Take one digit of a number that stands without braces: \frac12 is one half."""
    token = parser.here
    if token.kind != "num" or not token.value.isdigit():
        return None
    if len(token.value) == 1:
        parser.next()
    else:
        parser.tokens[parser.at] = token._replace(value=token.value[1:])
    return num(int(token.value[0]))


def _derivative(parser: Cursor) -> Node | None:
    r"""Read \frac{d f}{dx} and \frac{d}{dx} f."""
    spelt = [token.value for token in parser.tokens[parser.at : parser.at + 2]]
    if spelt[0] != "{" or spelt[1] not in ("d", "partial"):
        return None
    depth, end = 1, parser.at + 1
    while depth and parser.tokens[end].kind != "end":
        depth += {"{": 1, "}": -1}.get(parser.tokens[end].value, 0)
        end += 1
    bottom = [token.value for token in parser.tokens[end : end + 4]]
    if bottom[:2] != ["{", spelt[1]] or bottom[3:4] != ["}"]:
        return None
    parser.at += 2
    inner = None if parser.sees("}") else parser.expression(SUM)
    parser.at = end + 4
    if inner is None:
        inner = parser.expression(SUM)
    return Node("binder", "diff", bottom[2], inner, None, None)


def _root(parser: Cursor, degree: Node | None = None) -> Node:
    if degree is None and parser.takes("["):
        degree = parser.expression()
        parser.expects("]")
    if parser.here.kind == "num" and parser.here.value.isdigit():
        inner = num(int(parser.next().value))
    else:
        inner = parser.argument()
    if degree is None:
        return Node("fn", "sqrt", inner)
    return Node("fn", "root", inner, degree)


def _binomial(parser: Cursor) -> Node:
    if parser.sees("(") or (parser.sees("{") and parser.tokens[parser.at + 1].value == "("):
        return Node("fn", "binom", *arguments(parser))
    top = _digit(parser) or parser.argument()
    return Node("fn", "binom", top, _digit(parser) or parser.argument())


def _accent(parser: Cursor, name: str) -> Node:
    inner = parser.argument()
    if name == "overrightarrow":
        name = "vec"
    if name == "overline":
        name = "bar"
    if name.startswith("wide"):
        name = name[4:]
    if inner.op in ("sym", "const") and (name != "bar" or parser.sees("_") or parser.sees("^")):
        return parser.symbol(f"{name}({inner.args[0]})")
    return Node("fn", "conj" if name == "bar" else name, inner)


def _bigset(parser: Cursor, name: str) -> Node:
    kind = ""
    while parser.sees("^") or parser.sees("_"):
        parser.next()
        kind += "".join(sorted(subscript(parser).replace("\\ast", "*")))
    return Node("bigset", name + kind)


def _fenced(closer: str, name: str) -> Callable[[Cursor], Node]:
    def read(parser: Cursor) -> Node:
        inner = parser.nested(lambda: parser.expression())
        parser.expects(closer)
        return Node("fn", name, inner)

    return read


def _limits(parser: Cursor) -> tuple[Node | None, Node | None]:
    """Read the bounds of a sum or integral."""
    low: Node | None = None
    high: Node | None = None
    while parser.sees("_") or parser.sees("^"):
        mark = parser.next().value
        if parser.takes("{"):
            bound = parser.nested(lambda: parser.item())
            while parser.takes(","):
                parser.nested(lambda: parser.item())
            parser.expects("}")
        else:
            bound = parser.script()
        if mark == "_":
            low = bound
        else:
            high = bound
    return low, high


def _repeated(name: str) -> Callable[[Cursor], Node]:
    def read(parser: Cursor) -> Node:
        low, high = _limits(parser)
        variable = ""
        if low is not None and low.op == "rel" and low.args[0] == ("=",):
            left, low = low.args[1]
            variable = left.args[0] if left.op in ("sym", "const") else ""
        parser.bound.append(variable)
        try:
            body = parser.expression(SUM)
        finally:
            parser.bound.pop()
        return Node("binder", name, variable, body, low, high)

    return read


def _integral(parser: Cursor) -> Node:
    low, high = _limits(parser)
    parser.integrals += 1
    outer, parser.differentials = parser.differentials, []
    try:
        body = num(1)
        # Some write dx before what is integrated.
        if not parser.takes_differential() or parser.starts_atom(body):
            body = unwrapped(parser.expression())
    finally:
        parser.integrals -= 1
        # In dy dx the first belongs to the inner integral.
        (variable, *rest), parser.differentials = parser.differentials or ["x"], outer
        parser.differentials += rest
    return Node("binder", "int", variable, body, low, high)


def _limit(parser: Cursor) -> Node:
    parser.expects("_")
    parser.expects("{")
    variable = parser.next().value
    if parser.next().value not in ("to", "rightarrow", "->", "Rightarrow", "longrightarrow"):
        raise Unreadable("syntax", "a limit goes to something")
    minus = parser.takes("-")
    target = parser.expression(POWER)
    target = Node("neg", target) if minus else target
    side = ""
    if parser.takes("^"):
        braced = parser.takes("{")
        side = parser.next().value
        if braced:
            parser.expects("}")
    parser.expects("}")
    body = parser.expression(SUM)
    return Node("binder", f"lim{'' if side == '+' else side}", variable, body, target, None)


def _environment(parser: Cursor) -> Node:
    name = subscript(parser)
    if name in ("array", "alignedat", "array*") and parser.sees("{"):
        subscript(parser)
    if parser.sees("[") and name in _LINES:
        parser.next()
    if name in _LINES:
        _without_alignment(parser)
    if name in _CASES:
        return _cases(parser)
    rows: list[list[Node]] = [[]]
    while not parser.takes("end"):
        if parser.takes("&"):
            continue
        if parser.takes(ROW):
            if rows[-1]:
                rows.append([])
            continue
        if parser.here.kind == "cmd" and parser.here.value == "hline":
            parser.next()
            continue
        if parser.here.kind == "end":
            raise Unreadable("syntax", f"\\begin{{{name}}} has no end")
        if name not in _MATRICES and (parser.takes(",") or parser.here.kind in ("text", "word")):
            if parser.here.kind in ("text", "word"):
                parser.next()
            continue
        rows[-1].append(parser.nested(lambda: parser.item()))
    subscript(parser)
    grid = tuple(tuple(row) for row in rows if row)
    if not grid:
        raise Unreadable("syntax", f"{name} is empty")
    if name in _MATRICES:
        return Node("matrix", grid)
    if name in ("vmatrix", "Vmatrix"):
        return Node("fn", "det", Node("matrix", grid))
    if name in _LINES:
        flat = [cell for row in grid for cell in row]
        return flat[0] if len(flat) == 1 else Node("list", *flat)
    return Node("opaque", name, *(cell for row in grid for cell in row))


def _cases(parser: Cursor) -> Node:
    r"""Read the rows of a cases environment: a value and, behind & or a comma, its condition."""
    rows: list[tuple[Node, Node | None]] = []
    while not parser.takes("end"):
        if parser.takes(ROW):
            continue
        if parser.here.kind == "end":
            raise Unreadable("syntax", "cases have no end")
        value = parser.nested(lambda: parser.item())
        while parser.takes(",") or parser.takes("&"):
            pass
        condition = None
        if not parser.sees(ROW) and not parser.sees("end"):
            condition = parser.nested(lambda: _case_condition(parser))
        elif value.op == "noted" and len(value.args) == 3:
            value, condition = value.args[0], Node("text", value.args[1])
        rows.append((value, condition))
        while parser.takes(",") or parser.takes(";") or parser.takes("."):
            pass
    subscript(parser)
    if not rows:
        raise Unreadable("syntax", "cases are empty")
    return Node("cases", tuple(rows))


def _case_condition(parser: Cursor) -> Node:
    begin = parser.at
    words: list[str] = []
    while parser.here.kind in ("text", "word") or parser.sees(":"):
        words.append(parser.next().value)
    if not parser.sees(ROW) and not parser.sees("end"):
        begin_item = parser.at
        try:
            node = parser.item()
        except Unreadable:
            # `n \text{ even}`: words about a letter.
            parser.at = begin_item
            while not parser.sees(ROW) and not parser.sees("end") and parser.here.kind != "end":
                parser.next()
            node = Node("text", "")
        introduced = set(" ".join(words).lower().strip(":").split()) <= _CASE_WORDS
        if introduced and not has(node, "qty", "noted", "text"):
            return node
    return Node("text", " ".join(token.value for token in parser.tokens[begin : parser.at]))


def _without_alignment(parser: Cursor) -> None:
    """Drop the & of aligned equations, which only says what stands below what."""
    end = parser.at
    while parser.tokens[end].value != "end" and parser.tokens[end].kind != "end":
        end += 1
    kept = [token for token in parser.tokens[parser.at : end] if token.value != "&"]
    parser.tokens[parser.at : end] = kept


def _decorated(parser: Cursor) -> Node:
    parser.argument()
    return parser.argument()


def _angle(parser: Cursor) -> Node:
    items, _ = items_until(parser, ("rangle",), False)
    parser.expects("rangle")
    return Node("tuple", "(", ")", tuple(items))


_READERS: dict[str, Callable[[Cursor], Node]] = {
    "frac": _fraction,
    "sqrt": _root,
    "cbrt": lambda parser: _root(parser, num(3)),
    "qdrt": lambda parser: _root(parser, num(4)),
    "binom": _binomial,
    "choose": _binomial,
    "lfloor": _fenced("rfloor", "floor"),
    "lceil": _fenced("rceil", "ceil"),
    "langle": _angle,
    "sum": _repeated("sum"),
    "prod": _repeated("prod"),
    "int": _integral,
    "lim": _limit,
    "begin": _environment,
    "emptyset": lambda parser: Node("empty"),
    "ldots": lambda parser: Node("dots"),
    "stackrel": _decorated,
    "overset": _decorated,
    "underset": _decorated,
    "Re": lambda parser: Node("fn", "Re", parser.function_argument()),
    "Im": lambda parser: Node("fn", "Im", parser.function_argument()),
    "det": lambda parser: Node("fn", "det", parser.function_argument()),
    "deg": lambda parser: Node("fn", "degree", parser.function_argument()),
    "triangle": lambda parser: Node("opaque", "triangle", parser.expression(PRODUCT)),
    "angle": lambda parser: Node("opaque", "angle", parser.expression(SUM)),
}
