"""Single values with what may stand on them: units, percent signs, degree signs, rounding."""

from __future__ import annotations

from fractions import Fraction

from rewardkit_verifiers.math.lib.decide.prefixes import of_base
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, as_fraction, same_value, value_of
from rewardkit_verifiers.math.lib.decide.schoolbook import with_school_pi
from rewardkit_verifiers.math.lib.decide.units import DEGREES, PERCENT, RADIANS, unit
from rewardkit_verifiers.math.lib.grammar.foreign_units import english_unit
from rewardkit_verifiers.math.lib.grammar.values import (
    Node,
    has,
    rebuilt,
    scientific,
    substituted,
    symbols,
)
from rewardkit_verifiers.math.lib.policy import Policy

# Letters that stand for any whole number in a general solution such as x = k pi.
PARAMETERS = frozenset("kmnlj")
_STRUCTURES = (
    "list", "tuple", "set", "range", "matrix", "rel", "and", "or", "union", "inter", "minus",
    "builder", "bigset", "empty", "text", "named", "qty", "noted",
)  # fmt: skip


def same_quantity(gold: Node, pred: Node, policy: Policy) -> Verdict:
    """Compare two single values under a policy."""
    if _is_radian(gold) != _is_radian(pred):
        # 135 radians are not 135 degrees, whoever leaves out the sign.
        policy = policy.model_copy(update={"degrees": "value"})
    gold, gold_unit = _parted(gold)
    pred, pred_unit = _parted(pred)
    if policy.units != "drop" and (_clashes(gold, pred_unit) or _clashes(pred, gold_unit)):
        return Verdict(False, "structure", "a percent or degree sign against a unit")
    factor = _conversion(gold_unit, pred_unit, policy)
    if factor is None:
        return Verdict(False, "structure", f"units differ: {pred_unit!r} for {gold_unit!r}")
    if factor != 1:
        pred = Node("*", Node("num", factor), pred)
    if (has(gold, *_STRUCTURES) and not has(gold, "binder")) or has(pred, *_STRUCTURES):
        return Verdict(repr(gold) == repr(pred), "structure")
    if gold.op == "based" or pred.op == "based":
        return _based(gold, pred)
    form = _forms(gold, pred, policy)
    if form is not None:
        return form
    verdict = _valued(gold, pred, policy)
    if verdict.equal is False and symbols(gold) != symbols(pred):
        names = _free_constant(gold, pred) or _parameter(gold, pred)
        if names:
            verdict = _valued(gold, substituted(pred, names), policy)
        elif "E" in symbols(pred) - symbols(gold) and has(gold, "const"):
            # Computer algebra prints Euler's number as E.
            verdict = _valued(gold, _with_euler(pred), policy)
        elif (pair := _imaginary(gold, pred)) is not None:
            verdict = _valued(*pair, policy)
    if verdict.equal is False:
        rounded = _rounded(gold, pred, policy)
        if rounded is None and policy.reference_rounding is not None:
            rounded = with_school_pi(gold, pred)
        if rounded is not None:
            return rounded
    return verdict


def _free_constant(gold: Node, pred: Node) -> dict[str, str] | None:
    """Return the renaming of c to C where both are added as a constant of integration."""
    mine, theirs = _added(gold), _added(pred)
    extra, other = mine - symbols(pred), theirs - symbols(gold)
    return {next(iter(other)): next(iter(extra))} if len(extra) == len(other) == 1 else None


def _with_euler(node: Node) -> Node:
    if node.op == "sym":
        return Node("const", "e") if node.args[0] == "E" else node
    return rebuilt(node, _with_euler)


def _imaginary(gold: Node, pred: Node) -> tuple[Node, Node] | None:
    """Return both with i for the j of engineers, where one has that and the other has i."""
    mine, theirs = symbols(gold) == {"j"}, symbols(pred) == {"j"}
    if (
        mine == theirs
        or symbols(pred if mine else gold)
        or not has(pred if mine else gold, "const")
    ):
        return None
    return (_with_i(gold), pred) if mine else (gold, _with_i(pred))


def _with_i(node: Node) -> Node:
    if node.op == "sym":
        return Node("const", "i") if node.args[0] == "j" else node
    return rebuilt(node, _with_i)


def _added(node: Node) -> set[str]:
    if node.op != "+":
        return set()
    return {
        term.args[0] for term in node.args
        if term.op == "sym" and term.args[0].partition("_")[0] in ("c", "C", "K", "const")
    }  # fmt: skip


def _parameter(gold: Node, pred: Node) -> dict[str, str] | None:
    """Return the renaming of the whole number of a general solution, n in n pi, to the other's."""
    return parameter(gold, pred, PARAMETERS) if has(gold, "const", "deg") else None


def parameter(gold: Node, pred: Node, letters: frozenset[str]) -> dict[str, str] | None:
    """Return the renaming that makes the one letter of the answer the one of the reference."""
    extra, other = symbols(gold) - symbols(pred), symbols(pred) - symbols(gold)
    if len(extra) != 1 or len(other) != 1 or not extra | other <= letters:
        return None
    return {next(iter(other)): next(iter(extra))}


def _parted(node: Node) -> tuple[Node, str]:
    """Split a value from its unit; percent and degrees become signs."""
    if node.op != "qty":
        return node, ""
    value, words = node.args
    plain = english_unit(words).lower().strip(" .")
    if plain in PERCENT:
        return Node("pct", value), ""
    if plain in DEGREES:
        return Node("deg", value), ""
    if plain in RADIANS:
        return value, ""
    return value, words


def _is_radian(node: Node) -> bool:
    return node.op == "qty" and english_unit(node.args[1]).lower().strip(" .") in RADIANS


def _clashes(node: Node, words: str) -> bool:
    """Whether 50% or 90° meets a value of another unit, such as 50 cm or 90 minutes."""
    if not words or node.op not in ("pct", "deg"):
        return False
    known = unit(words)
    return known is not None and (node.op == "pct" or known[0] in ("length", "time", "mass"))


_HALVES_OF_A_DAY = {"am", "pm"}


def _conversion(gold: str, pred: str, policy: Policy) -> Fraction | None:
    """Return the factor from the answer's unit to the reference's, None when they contradict."""
    if {gold, pred} == _HALVES_OF_A_DAY:
        return None
    if policy.units == "drop" or gold == pred:
        return Fraction(1)
    one, other = unit(gold) if gold else None, unit(pred) if pred else None
    if (one is None) != (other is None) and gold and pred:
        # 15 T beside 15 mT: the letter alone would be no unit.
        one, other = one or of_base(gold), other or of_base(pred)
    if policy.units != "same" and one is not None and other is not None:
        return other[1] / one[1] if one[0] == other[0] else None
    if policy.units == "same":
        return Fraction(1) if one is not None and one == other else None
    # A unit on one side only, or words that are no unit, say nothing against the value.
    return Fraction(1)


def summed(node: Node) -> Node:
    """Return `1 hour 30 minutes` as 1.5 hours; parts of no common measure as a list."""
    if node.op != "compound":
        return node
    sizes = [unit(part.args[1]) for part in node.args]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or len({measure for measure, _ in known}) > 1:
        return Node("list", *node.args)
    base = known[0][1]
    terms = [
        Node("*", Node("num", size / base), part.args[0])
        for (_, size), part in zip(known, node.args, strict=True)
    ]
    return Node("qty", Node("+", *terms), node.args[0].args[1])


def _based(gold: Node, pred: Node) -> Verdict:
    if pred.op == "based" and (mine := _in_base(gold)) is not None:
        return Verdict(mine == _in_base(pred), "exact", "numerals of a base")
    # The answer may leave out the base that the reference names, but not bring one in.
    digits = as_fraction(pred) if gold.op == "based" else None
    same = digits is not None and str(digits) == gold.args[0]
    return Verdict(same, "text", "a base is left out" if same else "another base")


def _in_base(node: Node) -> Fraction | None:
    """Return the value of a numeral with its base, or of a plain number."""
    if node.op != "based":
        return as_fraction(node) if node.op == "num" else None
    digits, base = node.args
    try:
        return Fraction(int(digits, int(base)))
    except ValueError:
        return None


def _forms(gold: Node, pred: Node, policy: Policy) -> Verdict | None:
    """Refuse forms that a strict policy does not accept."""
    if gold.op == "neg" and pred.op == "neg":
        gold, pred = gold.args[0], pred.args[0]
    if not policy.decimals and _is_decimal(gold) != _is_decimal(pred):
        value, other = as_fraction(gold), as_fraction(pred)
        if value is not None and value == other and value.denominator != 1:
            return Verdict(False, "structure", "a decimal for a fraction, or the reverse")
    if policy.simplest and pred.op == "/" and gold.op in ("/", "num"):
        top, bottom = (as_fraction(part) for part in pred.args)
        if top is not None and bottom is not None and top.denominator == bottom.denominator == 1:
            reduced = Fraction(top, bottom).denominator == abs(bottom)
            if not reduced:
                return Verdict(False, "structure", "the fraction is not in lowest terms")
    return None


def _is_decimal(node: Node) -> bool:
    return node.op == "dec" or scientific(node)


def _valued(gold: Node, pred: Node, policy: Policy) -> Verdict:
    for sign, rule in (("pct", policy.percent), ("deg", policy.degrees)):
        if rule == "drop":
            gold, pred = _without(gold, sign), _without(pred, sign)
    verdict = same_value(gold, pred)
    if verdict:
        return verdict
    for sign, rule, word in (
        ("pct", policy.percent, "percent"),
        ("deg", policy.degrees, "degree"),
    ):
        mine, theirs = _has_sign(gold, sign), _has_sign(pred, sign)
        if sign == "pct" and mine and not theirs and _is_ratio(pred):
            continue  # nobody means 2/5 % by 2/5
        # A sign on both sides is one unit; on one side it may have been left out.
        if sign == "pct" and theirs and not mine and _is_share(gold):
            continue  # 5/36 is no 5/36 %
        if (mine != theirs and rule == "either") or (mine and theirs and sign == "deg"):
            other = same_value(_without(gold, sign), _without(pred, sign))
            if other:
                return Verdict(True, other.method, f"the {word} sign is read over")
    if has(gold, "fn") or has(pred, "fn"):
        return _common_log(gold, pred) or verdict
    return verdict


def _is_share(node: Node) -> bool:
    """Whether a reference is a fraction below 1, which nobody counts in percent."""
    value = as_fraction(node) if node.op == "/" else None
    return value is not None and abs(value) < 1


def _is_ratio(node: Node) -> bool:
    """Whether an answer is written as a fraction below 1."""
    if node.op != "/":
        return False
    value = as_fraction(node)
    return value is not None and abs(value) < 1


def _has_sign(node: Node, sign: str) -> bool:
    if node.op == sign:
        return True
    return node.op in ("neg", "+", "*", "/") and any(
        _has_sign(arg, sign) for arg in node.args if isinstance(arg, Node)
    )


def _without(node: Node, sign: str) -> Node:
    """Remove a sign outside of functions: in sin 30 degrees it belongs to the value."""
    if node.op == sign:
        return _without(node.args[0], sign)
    if node.op in ("neg", "+", "*", "/"):
        return rebuilt(node, lambda child: _without(child, sign))
    return node


def _common_log(gold: Node, pred: Node) -> Verdict | None:
    """Try log without a base as the one to base ten, where the other side has a base."""
    if not (_bare_log(gold) or _bare_log(pred)):
        return None
    tried = same_value(_to_ten(gold), _to_ten(pred))
    return Verdict(True, tried.method, "log is to base 10") if tried else None


def _bare_log(node: Node) -> bool:
    return (node.op == "fn" and node.args[0] == "log") or any(
        _bare_log(arg) for arg in node.args if isinstance(arg, Node)
    )


def _to_ten(node: Node) -> Node:
    if node.op == "fn" and node.args[0] == "log":
        return Node("fn", "lg", _to_ten(node.args[1]))
    return rebuilt(node, _to_ten) if node.args else node


def _rounded(gold: Node, pred: Node, policy: Policy) -> Verdict | None:
    """Accept a decimal that is the other side correctly rounded, from so many digits on."""
    for literal, other, digits in (
        (pred, gold, policy.rounding),
        (gold, pred, policy.reference_rounding),
    ):
        inner, scale = (literal.args[0], 100) if literal.op == "pct" else (literal, 1)
        if digits is None or inner.op != "dec" or symbols(other) or other.op == "dec":
            continue
        exact = as_fraction(other)
        if (
            exact is not None
            and _terminates(exact)
            and not (literal is gold and _is_long(exact, inner.args[1]))
        ):
            continue
        value = value_of(other)
        if value is None or value.imag:
            continue
        places = inner.args[1]
        shown = inner.args[0]
        given = _significant(shown, places)
        if given < digits:
            continue
        # Many write the first digits instead of rounding, and floats end in their own last digit.
        half = Fraction(2 if given >= _TRUNCATED else 1, 2 * 10**places)
        mp = value.context
        error = value.real * scale - mp.mpf(shown.numerator) / shown.denominator
        if abs(error) <= mp.mpf(half.numerator) / half.denominator:
            return Verdict(True, "rounding", f"{places} decimal places")
        if literal is gold and 0 <= (error if shown > 0 else -error) < mp.mpf(1) / 10**places:
            return Verdict(True, "rounding", f"cut off after {places} decimal places")
    return None


# From this many digits on, cutting off is as good as rounding.
_TRUNCATED = 5


def _is_long(value: Fraction, places: int) -> bool:
    """Whether a fraction such as 385/64, which is no decimal as written, has far more digits."""
    bottom = value.denominator
    return bottom > 1 and bottom % 10 > 0 and 10 ** (places + 1) % bottom > 0


def _terminates(value: Fraction) -> bool:
    bottom = value.denominator
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    return bottom == 1


def _significant(value: Fraction, places: int) -> int:
    return len(str(abs(value.numerator * 10**places // value.denominator)).lstrip("0"))
