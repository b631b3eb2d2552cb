"""Answers of every shape against each other: the case distinction of the decision."""

from __future__ import annotations

from rewardkit_verifiers.math.lib.decide import relations, sets, text
from rewardkit_verifiers.math.lib.decide.families import same_family
from rewardkit_verifiers.math.lib.decide.items import (
    COLLECTIONS,
    bare,
    by_name,
    distinct,
    fingerprint,
    items,
    named_crosswise,
    row,
)
from rewardkit_verifiers.math.lib.decide.matrices import expanded
from rewardkit_verifiers.math.lib.decide.piecewise import by_places
from rewardkit_verifiers.math.lib.decide.quantity import PARAMETERS, parameter, same_quantity
from rewardkit_verifiers.math.lib.decide.scalar import Verdict, same_value
from rewardkit_verifiers.math.lib.decide.shapes import (
    is_bracketed,
    is_clock,
    is_interval,
    proportional,
    reshaped,
    same_time,
    signs_apart,
    words_joined,
)
from rewardkit_verifiers.math.lib.decide.vectors import as_tuples
from rewardkit_verifiers.math.lib.grammar.values import Node, has, substituted, symbols
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.spoken import number_word, ordinal, words

_DIFFERENT = Verdict(False, "structure", "different kinds of answer")


def compare(gold: Node, pred: Node, policy: Policy) -> Verdict:
    """Decide whether two parsed answers say the same under a policy.

    Args:
        gold: The reference.
        pred: The answer.
        policy: What to do where the field disagrees.

    Raises:
        Unreadable: The comparison exceeds a bound.
    """
    if gold.op == pred.op == "noted" and text.places(gold.args[1]) != text.places(pred.args[1]):
        return Verdict(False, "structure", "the same value at another place")
    if same_family(gold, pred):
        return Verdict(True, "structure", "the same progression")
    gold, pred = bare(expanded(gold)), bare(expanded(pred))
    gold, pred = as_tuples(gold, pred, (len(row(gold) or ()), len(row(pred) or ())))
    running = _RUNNING
    if gold.op == "rel" and pred.op == "tuple" and _names_coordinates(gold):
        # (k, l) = (3x, 5x): the x is no coordinate, so that it only runs.
        running, gold = running | symbols(gold.args[1][1]), gold.args[1][1]
    verdict = _compare(gold, pred, policy)
    if (
        verdict.equal is False
        and gold.op == pred.op
        and gold.op in ("tuple", "list", "set", "matrix")
    ):
        names = parameter(gold, pred, running)
        if names:
            # (k, 2k) and (n, 2n) are one family.
            return _compare(gold, substituted(pred, names), policy)
    return verdict


# Letters that run over numbers: k in (k, 2k), and lambda in p + lambda v.
_RUNNING = PARAMETERS | {"t", "s", "r", "u", "lambda", "mu", "alpha"}


def _names_coordinates(node: Node) -> bool:
    """Whether a relation says `(k, l) =` some tuple, whose letters are none of these."""
    ops, sides = node.args
    if ops != ("=",) or sides[0].op != "tuple" or sides[1].op != "tuple":
        return False
    named = sides[0].args[2]
    return all(part.op == "sym" for part in named) and not symbols(sides[0]) & symbols(sides[1])


def _compare(gold: Node, pred: Node, policy: Policy) -> Verdict:
    gold, pred = reshaped(words_joined(gold), words_joined(pred))
    if "qty" in (gold.op, pred.op) and (timed := same_time(gold, pred)) is not None:
        return Verdict(timed, "structure", "a time of day")
    if gold.op == "cases" or pred.op == "cases":
        return _cases(gold, pred, policy)
    if gold.op == "text" or pred.op == "text":
        return _texts(gold, pred, policy)
    verdict = _as_sets(gold, pred)
    if verdict is not None:
        return verdict
    signed = any(
        side.op == "rel" and has(side, "pm", "mp") and not has(side, "set", "tuple", "list")
        for side in (gold, pred)
    )
    if (gold.op == "rel" or pred.op == "rel") and not signed:
        verdict = _relations(gold, pred, policy)
        if verdict is not None:
            return verdict
    expanded = [items(side) for side in (gold, pred)]
    if expanded[0] is not None or expanded[1] is not None:
        return _collections(gold, pred, expanded[0], expanded[1], policy)
    if gold.op in ("tuple", "matrix", "range") or pred.op in ("tuple", "matrix", "range"):
        return _tuples(gold, pred, policy)
    if gold.op == pred.op == "ratio" and (is_clock(gold) or is_clock(pred)):
        return Verdict(repr(gold) == repr(pred), "structure", "a time of day")
    if gold.op == pred.op == "ratio" and max(len(gold.args), len(pred.args)) > 2:
        return proportional(gold, pred)
    if gold.op in ("bigset", "empty") or pred.op in ("bigset", "empty"):
        return Verdict(repr(gold) == repr(pred), "structure")
    return same_quantity(gold, pred, policy)


# --- cases ---------------------------------------------------------------------------
def _cases(gold: Node, pred: Node, policy: Policy) -> Verdict:
    """Compare values that hold under conditions, in any order."""
    verdict = _same_cases(gold, pred, policy)
    if verdict.equal is not False:
        return verdict
    placed = by_places(gold, pred, lambda one, two: _compare(bare(one), bare(two), policy))
    return verdict if placed is None else placed


def _same_cases(gold: Node, pred: Node, policy: Policy) -> Verdict:
    if gold.op != pred.op or len(gold.args[0]) != len(pred.args[0]):
        return Verdict(False, "structure", "cases against none, or other cases")
    left = list(pred.args[0])
    undecided = False
    # Whatever is said to hold otherwise is what the other cases leave over.
    for value, condition in sorted(gold.args[0], key=_is_otherwise):
        for index, (other, under) in enumerate(left):
            if not _same_condition(condition, under, policy, len(left) == 1):
                continue
            verdict = _compare(bare(value), bare(other), policy)
            undecided = undecided or verdict.equal is None
            if verdict:
                del left[index]
                break
        else:
            return Verdict(None if undecided else False, "structure", "a case has no match")
    return Verdict(True, "structure", "cases")


def _is_otherwise(row: tuple[Node, Node | None]) -> bool:
    condition = row[1]
    return condition is None or (condition.op == "text" and "otherwise" in condition.args[0])


def _same_condition(one: Node | None, other: Node | None, policy: Policy, last: bool) -> bool:
    if last and (_is_otherwise((Node("empty"), one)) or _is_otherwise((Node("empty"), other))):
        return True
    if one is None or other is None:
        return one is other
    if one.op == other.op == "text":
        return text.condition(one.args[0]) == text.condition(other.args[0])
    return repr(one) == repr(other) or bool(_compare(bare(one), bare(other), policy))


# --- words ---------------------------------------------------------------------------
def _texts(gold: Node, pred: Node, policy: Policy) -> Verdict:
    if gold.op == pred.op == "text":
        one, other = gold.args[0], pred.args[0]
        if words(one) == words(other):
            return Verdict(True, "text")
        mine, theirs = text.parts(one), text.parts(other)
        same = len(mine) == len(theirs) > 1 and sorted(map(words, mine)) == sorted(
            map(words, theirs)
        )
        return Verdict(same, "text")
    spoken, other = (gold, pred) if gold.op == "text" else (pred, gold)
    if other.op == "qty" and other.args[1] in ("st", "nd", "rd", "th"):
        place = ordinal(spoken.args[0])
        return Verdict(other.args[0].op == "num" and other.args[0].args[0] == place, "text")
    number = number_word(spoken.args[0])
    if number is not None:
        return same_quantity(Node("num", number), other, policy)
    if other.op in COLLECTIONS:
        pieces = [Node("text", part) for part in text.parts(spoken.args[0])]
        if len(pieces) == len(other.args):
            return _matched(list(other.args), pieces, policy)
    if other.op == "sym":
        return Verdict(words(spoken.args[0]) == other.args[0].lower(), "text")
    return Verdict(False, "text", "words against mathematics")


# --- sets of reals -----------------------------------------------------------------------
def _as_sets(gold: Node, pred: Node) -> Verdict | None:
    if not (sets.is_set(gold) or sets.is_set(pred)):
        return None
    if gold.op == pred.op == "rel" and sets.variable_of(gold) != sets.variable_of(pred):
        return None
    if any(len(sets.variables(side)) > 1 for side in (gold, pred)):
        return None
    if relations.is_solved(gold) and pred.op == "rel" and not relations.is_solved(pred, sets=True):
        return Verdict(False, "structure", "the relation is not solved")
    one, other = map(sets.pieces, map(signs_apart, (gold, pred)))
    if one is None or other is None or sets.reversed_ends(one) or sets.reversed_ends(other):
        # A relation that is no set in one variable is compared as a relation.
        if gold.op == pred.op or "list" in (gold.op, pred.op):
            return None
        return Verdict(repr(gold) == repr(pred), "structure", "a set against what is none")
    names = sets.variable_of(gold), sets.variable_of(pred)
    if all(names) and names[0] != names[1]:
        return Verdict(False, "structure", "different variables")
    return sets.same_set(one, other)


# --- relations ---------------------------------------------------------------------------
def _relations(gold: Node, pred: Node, policy: Policy) -> Verdict | None:
    mine, theirs = relations.labelled(gold), relations.labelled(pred)
    if mine is not None and theirs is not None:
        return _both_labelled(gold, pred, mine, theirs, policy)
    stated = _stated(gold, pred, True) or _stated(pred, gold, False)
    if stated is not None and policy.labels:
        return stated
    if mine is None and theirs is None:
        if gold.op == pred.op == "rel":
            return relations.same_equation(gold, pred)
        return _one_relation(gold, pred, policy)
    if gold.op == pred.op == "rel":
        return relations.same_equation(gold, pred)
    if not policy.labels:
        return Verdict(False, "structure", "a label on one side")
    if mine is not None:
        return _compare(bare(mine.value), pred, policy)
    assert theirs is not None
    return _compare(gold, bare(theirs.value), policy)


def _stated(relation: Node, value: Node, reference: bool) -> Verdict | None:
    """Compare `m + n = 12` with 12: a sum or product of letters, and the value asked for."""
    if relation.op != "rel" or relation.args[0] != ("=",) or value.op == "rel" or symbols(value):
        return None
    left, right = relation.args[1]
    letters = left.op in ("+", "*", "/") and all(part.op == "sym" for part in left.args)
    if reference and left.op != "+" and symbols(left) <= {"x", "y", "z"}:
        return None  # xy = 1 is a curve
    if not letters or symbols(right) or has(right, *COLLECTIONS, "tuple", "text"):
        return None
    return same_value(right, value) if not has(value, *COLLECTIONS, "tuple", "qty") else None


def _one_relation(gold: Node, pred: Node, policy: Policy) -> Verdict | None:
    """A relation that is no label against something that is no relation."""
    relation, other = (gold, pred) if gold.op == "rel" else (pred, gold)
    value = relations.chain_value(
        relation,
        lambda one, two: _compare(one, two, policy),
        relation is pred or len(relation.args[0]) > 1,
    )
    if value is not None and not (symbols(other) and not symbols(value)):
        left, right = (value, other) if relation is gold else (other, value)
        return _compare(bare(left), bare(right), policy)
    if other.op in COLLECTIONS:
        return None if len(other.args) == 1 else _pm_or_false(relation, other)
    if relation is gold and policy.labels and other.op not in ("tuple", "matrix", "range"):
        return relations.solves(gold, pred)
    return relations.FALSE


def _pm_or_false(relation: Node, other: Node) -> Verdict | None:
    return None if has(relation, "pm", "mp") else relations.FALSE


def _both_labelled(
    gold: Node, pred: Node, mine: relations.Labelled, theirs: relations.Labelled, policy: Policy
) -> Verdict:
    if not mine.names and not theirs.names:
        # Two roundings of closed expressions: what they round is compared, not that both hold.
        return _compare(bare(mine.value), bare(theirs.value), policy)
    for name in mine.names:
        for other in theirs.names:
            names = relations.same_name(name, other)
            if names is None:
                continue
            value = relations.renamed(theirs.value, names)
            if "app" in (name.op, other.op) or has(mine.value, "^", "fn"):
                value = relations.same_constants(Node("list", name, other), mine.value, value)
            verdict = _compare(bare(mine.value), bare(value), policy)
            if verdict.equal is not False or name.op != "sym":
                return verdict
    if any(name.op == "tuple" for name in (*mine.names, *theirs.names)):
        return Verdict(False, "structure", "different names")
    if relations.are_apart((*mine.names, *theirs.names)):
        return Verdict(False, "structure", "different functions")
    return relations.same_equation(gold, pred)


# --- lists and sets -----------------------------------------------------------------------
def _collections(
    gold: Node, pred: Node, mine: list[Node] | None, theirs: list[Node] | None, policy: Policy
) -> Verdict:
    if mine is None or theirs is None:
        single, many = (gold, theirs) if mine is None else (pred, mine)
        assert many is not None
        if len(many) > 1 and len(row(single) or ()) != len(many):
            many = distinct(many)
        if len(many) == 1:
            one, other = (gold, many[0]) if mine is None else (many[0], pred)
            return _compare(bare(one), bare(other), policy)
        entries = row(single)
        if entries is not None and len(entries) == len(many) and policy.tuples_as_lists:
            if "set" in (gold.op, pred.op) and (not is_bracketed(single) or symbols(single)):
                return _DIFFERENT
            if single is gold and is_interval(gold):
                return Verdict(False, "structure", "its ends are no interval")
            many = by_name(many)
            gold_row, pred_row = (entries, many) if mine is None else (many, entries)
            return _in_order(gold_row, pred_row, policy)
        return Verdict(False, "structure", f"{len(many)} values against one")
    if len(_unknowns(mine)) == 1 < len(_unknowns(theirs)):
        return Verdict(False, "structure", "values of one unknown against several")
    is_set = "set" in (gold.op, pred.op)
    if not is_set and (policy.ordered or (len(_unknowns(mine)) > 1 and not _unknowns(theirs))):
        return _in_order(mine, theirs, policy) or _in_order(by_name(mine), theirs, policy)
    if len(mine) != len(theirs):
        mine, theirs = distinct(mine), distinct(theirs)
    if len(mine) != len(theirs):
        return Verdict(False, "structure", f"{len(theirs)} values, not {len(mine)}")
    return _matched(mine, theirs, policy)


def _unknowns(values: list[Node]) -> set[str]:
    """Return the letters that values are assigned to, without their index: x of x_1 = 3."""
    found = map(relations.labelled, values)
    names = [name for one in found if one for name in one.names[:1] if name.op == "sym"]
    return {name.args[0].partition("_")[0] for name in names}


def _matched(mine: list[Node], theirs: list[Node], policy: Policy) -> Verdict:
    """Pair every value of the reference with one of the answer, in any order."""
    left = [(other, fingerprint(other)) for other in theirs]
    undecided = False
    for item in mine:
        mark = fingerprint(item)
        # The likely partner first: long lists would otherwise cost the square of their length.
        left.sort(key=lambda pair: pair[1] != mark)
        for index, (other, _) in enumerate(left):
            if named_crosswise(item, other, theirs):
                continue
            verdict = _compare(bare(item), bare(other), policy)
            undecided = undecided or verdict.equal is None
            if verdict:
                del left[index]
                break
        else:
            return Verdict(None if undecided else False, "structure", "a value has no match")
    return Verdict(True, "structure")


def _in_order(mine: list[Node], theirs: list[Node], policy: Policy) -> Verdict:
    if len(mine) != len(theirs):
        return Verdict(False, "structure", f"{len(theirs)} values, not {len(mine)}")
    undecided = False
    for item, other in zip(mine, theirs, strict=True):
        verdict = _compare(bare(item), bare(other), policy)
        if verdict.equal is False:
            return Verdict(False, "structure", verdict.note or "a value differs")
        undecided = undecided or verdict.equal is None
    return Verdict(None if undecided else True, "structure")


# --- tuples and matrices ----------------------------------------------------------------------
def _tuples(gold: Node, pred: Node, policy: Policy) -> Verdict:
    if gold.op == pred.op == "matrix":
        mine, theirs = gold.args[0], pred.args[0]
        if [len(row) for row in mine] != [len(row) for row in theirs]:
            one, other = row(gold), row(pred)
            if one is None or other is None:
                return Verdict(False, "structure", "different shapes")
            return _in_order(one, other, policy)
        flat = [cell for row in mine for cell in row], [cell for row in theirs for cell in row]
        return _in_order(*flat, policy)
    mine_row, their_row = row(gold), row(pred)
    if mine_row is None or their_row is None:
        return _nested_rows(gold, pred, policy)
    pair = gold.op == pred.op == "tuple" and len(mine_row) == 2
    # Of two ends, the brackets may say whether an interval is open.
    if pair and gold.args[:2] != pred.args[:2]:
        return Verdict(False, "structure", "different brackets")
    return _in_order(mine_row, their_row, policy)


def _nested_rows(gold: Node, pred: Node, policy: Policy) -> Verdict:
    """A matrix written as nested lists, or a one-element tuple around a value."""
    for one, other, swapped in ((gold, pred, False), (pred, gold, True)):
        if one.op == "matrix" and other.op == "tuple":
            rows = [row(entry) for entry in other.args[2]]
            if all(entries is not None for entries in rows):
                grid = Node("matrix", tuple(tuple(entries or ()) for entries in rows))
                return _tuples(grid, one, policy) if swapped else _tuples(one, grid, policy)
        if one.op == "matrix" and len(one.args[0]) == 1 == len(one.args[0][0]):
            inner = one.args[0][0][0]
            return _compare(inner, other, policy) if not swapped else _compare(other, inner, policy)
    return _DIFFERENT
