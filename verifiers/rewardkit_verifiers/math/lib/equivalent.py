"""Whether an answer says the same as the reference: reading, then deciding, cheapest first."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.chained import chained, misrounds
from rewardkit_verifiers.math.lib.choices import compare_choices, letter, option
from rewardkit_verifiers.math.lib.decide.alone import alone
from rewardkit_verifiers.math.lib.decide.budget import budget
from rewardkit_verifiers.math.lib.decide.hendrycks import same_as_hendrycks
from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.decide.structure import compare
from rewardkit_verifiers.math.lib.decide.text import canonical
from rewardkit_verifiers.math.lib.extraction.attributed import is_attributed
from rewardkit_verifiers.math.lib.extraction.found import Found
from rewardkit_verifiers.math.lib.grammar.changes import changes
from rewardkit_verifiers.math.lib.grammar.counted import unbracketed, with_counted
from rewardkit_verifiers.math.lib.grammar.currencies import other_currency
from rewardkit_verifiers.math.lib.grammar.decimal_commas import measure, pointed
from rewardkit_verifiers.math.lib.grammar.first_terms import with_first_term
from rewardkit_verifiers.math.lib.grammar.labels import (
    conclusion,
    unlabelled,
    unnamed_point,
    unworded,
    with_plain_unit,
    without_modulus,
)
from rewardkit_verifiers.math.lib.grammar.measured import short_size
from rewardkit_verifiers.math.lib.grammar.parse import parse
from rewardkit_verifiers.math.lib.grammar.parts import in_parts
from rewardkit_verifiers.math.lib.grammar.quantified import quantified
from rewardkit_verifiers.math.lib.grammar.ratios import told_ratio
from rewardkit_verifiers.math.lib.grammar.residues import congruence
from rewardkit_verifiers.math.lib.grammar.stacked import unstacked
from rewardkit_verifiers.math.lib.grammar.values import Node, Unreadable
from rewardkit_verifiers.math.lib.grammar.words import (
    CONNECTIVES,
    CONSTANTS,
    FUNCTIONS,
    GREEK,
    LISTED,
)
from rewardkit_verifiers.math.lib.phrases.compare import same_phrase
from rewardkit_verifiers.math.lib.phrases.numerals import numeral
from rewardkit_verifiers.math.lib.plain_number import read_number
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.sentences import told
from rewardkit_verifiers.math.lib.spoken import words
from rewardkit_verifiers.math.lib.word_lists import FOREIGN_DOUBT, FOREIGN_SIGNS


def same(gold: str, pred: str, policy: Policy) -> Verdict:
    r"""Decide whether an answer says the same as a reference.

    Args:
        gold: The reference, as `reference` gives it.
        pred: The answer, as `extract` gives it.
        policy: What to do where the field disagrees.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> same(r"\frac{1}{2}", "0.5", PRESETS["default"])
        Verdict(equal=True, method='exact', note='')
    """
    if not pred.strip() or not gold.strip():
        return Verdict(False, "text", "empty")
    verdict = _same(gold, pred, policy)
    if verdict.equal is None and policy.confirm == "sympy":
        from rewardkit_verifiers.math.lib.sympy.verdict import confirmed

        # A verdict is true only when it says equal.
        found = confirmed(gold, pred, policy)
        return verdict if found is None else found
    return verdict


@lru_cache(maxsize=65_536)
def _same(gold: str, pred: str, policy: Policy) -> Verdict:
    if gold == pred:
        return Verdict(True, "text")
    if pred.count("≡") > 1:
        # x ≡ 10 ≡ 3 (mod 7) says x ≡ 3.
        pred = f"{pred.partition('≡')[0]}≡{pred.rpartition('≡')[2]}"
    if ")" in gold[-3:] or ")" in pred[-3:]:
        gold, pred = unbracketed(gold), unbracketed(pred)
    if gold.isdecimal() and pred.isdecimal() and gold.isascii() and pred.isascii():
        # Digits of any length, without making a number of them.
        return Verdict(gold.lstrip("0") == pred.lstrip("0"), "exact")
    if _LEADING_ZERO.search(gold) or _LEADING_ZERO.search(pred):
        # 0,04 litres: no list holds 04, so that the commas of both are decimal ones.
        gold, pred = pointed(gold) or gold, pointed(pred) or pred
    by_value = policy.decimals and policy.compare == "value"
    if by_value and (plain := alone(gold, pred, policy)) is not None:
        return plain
    if (pred[0] != "~" or pred[-1] == "~") and canonical(gold) == canonical(pred):
        return Verdict(True, "text")
    if policy.compare == "number":
        one, other = read_number(gold), read_number(pred)
        return Verdict(one is not None and one == other, "exact")
    if policy.compare == "text":
        return same_as_hendrycks(gold, pred)
    if is_attributed(pred) and not is_attributed(gold):
        return Verdict(False, "text", "what somebody else thinks")
    if other_currency(gold, pred):
        return Verdict(False, "structure", "another currency")
    if (spoken := same_phrase(gold, pred)) is not None:
        return Verdict(spoken, "text", "" if spoken else "another phrase")
    if misrounds(pred, policy, _parsed):
        return Verdict(False, "structure", "a rounding of something else")
    if _UNSURE.search(pred) and is_estimate(gold, pred):
        return Verdict(False, "text", "a question or an estimate")
    if policy.choices and (chosen := compare_choices(gold, pred)) is not None:
        return chosen
    if policy.choices and (mine := option(gold)) and (theirs := option(pred)):
        same_letter = mine[0] == theirs[0]
        return _parsed(mine[1], theirs[1], policy) if same_letter else _OTHER_LETTER
    if (mine_all := quantified(gold)) and (theirs_all := quantified(pred)):
        return _quantified(mine_all, theirs_all, policy)
    if _PHRASE.fullmatch(gold) and _PHRASE.fullmatch(pred):
        # elm oak: two words, and no product of six letters.
        return Verdict(_words(gold) == _words(pred), "text")
    verdict = _parsed(gold, pred, policy)
    if not verdict and "," in gold and (whole := measure(gold)) is not None:
        return _same(whole, pred, policy) or verdict
    wordy = verdict.note in _WORDY or (not verdict and _PROSE.match(pred) is not None)
    if wordy and _ROUNDED.search(gold):
        pred = _CALLED_ROUNDED.sub(" ", pred)
    if wordy and (parts := told(pred)):
        found = [_parsed(gold, part, policy) for part in parts]
        return found[0] if all(found) else verdict
    if not verdict and (implied := conclusion(pred)) != pred and implied:
        return _parsed(gold, implied, policy)
    if not verdict and (last := chained(gold, pred, policy, _parsed)) is not None:
        return last
    if not verdict and pred[-1:].isalpha() and (value := numeral(pred)) is not None:
        return _same(gold, value, policy) or verdict
    if not verdict and "," in pred and (decimal := pointed(pred)) is not None:
        return _same(gold, decimal, policy) or verdict
    if not verdict and (changed := changes(gold)) is not None and changed == changes(pred):
        return Verdict(True, "text", "the same changes")
    if not verdict and policy.choices and (again := _by_option(gold, pred, policy)) is not None:
        return again
    return verdict


def _by_option(gold: str, pred: str, policy: Policy) -> Verdict | None:
    """Compare answers of which one gives the letter of a choice with its value; None if none."""
    mine, theirs = option(gold), option(pred)
    if theirs is not None:
        return _parsed(gold, theirs[1], policy)
    if mine is None:
        return None
    alone = letter(pred)
    if alone is not None:
        return Verdict(True, "text", "choice") if alone == mine[0] else _OTHER_LETTER
    return _parsed(mine[1], pred, policy)


def _quantified(gold: tuple[str, ...], pred: tuple[str, ...], policy: Policy) -> Verdict:
    """Compare two statements about all or some values, part by part."""
    if gold[0] != pred[0]:
        return Verdict(False, "structure", "another quantifier")
    found = [_parsed(one, other, policy) for one, other in zip(gold[1:], pred[1:], strict=True)]
    return next((one for one in found if not one), found[0])


_LEADING_ZERO = re.compile(r"(?<![\d.,])\d{1,15},0\d+(?![\d.,])")
_NO_NAMES = "|".join((*FUNCTIONS, *GREEK, *CONSTANTS, *CONNECTIVES, *LISTED))
# Short words that are no products of letters: it rises, he won, is in.
_SHORT_WORD = "(?:[Ii]t|[Hh]e|[Ww]e|[Ii]s|[Aa]n|[Ii]n|[Aa]t|[Oo]n|[Tt]o|[Bb]y|[Oo]f|[Aa]s|[Uu]p)"
_ONE_WORD = rf"(?:(?!(?:{_NO_NAMES})\b)[A-Za-z]{{3,20}}|{_SHORT_WORD})"
_PHRASE = re.compile(rf"(?:{_ONE_WORD}\s+)+{_ONE_WORD}\.?")
# About 816, it is nearly 816, 816?
_ESTIMATED = r"(?<!\\)\b(?:about|approximately|approx\.?|roughly|around|nearly|almost)"
_UNSURE = re.compile(
    rf"{_ESTIMATED}\s+(?:equal to\s+)?[$€£\\({{−-]{{0,3}}\d"
    rf"|^\s*~\s?\d(?!.*~\s*$)|^\W{{0,4}}{_ESTIMATED}\b|[?？]\W{{0,4}}$"
    rf"|\b(?:{FOREIGN_DOUBT})\b[^.;]{{0,20}}\d|\d[^.;]{{0,6}}(?:{FOREIGN_SIGNS})"
    rf"|(?:{FOREIGN_SIGNS})[^.;]{{0,6}}\d",
    re.IGNORECASE,
)


def is_estimate(gold: str, pred: str) -> bool:
    """Return whether an answer asks, or estimates what the reference gives exactly.

    Example:
        >>> is_estimate("816", "about 816"), is_estimate("3.14", "about 3.14")
        (True, False)
    """
    unsure = _UNSURE.search(pred)
    if unsure is None or _UNSURE.search(gold) is not None:
        return False
    asks = unsure[0].lstrip()[:1] in "?？"
    return asks or not _ROUNDED.search(gold)


_CALLED_ROUNDED = re.compile(rf"{_ESTIMATED}\s+(?=[$€£]?\d+\.\d)", re.IGNORECASE)
_ROUNDED = re.compile(r"\d\.\d|\\approx|≈")
_OTHER_LETTER = Verdict(False, "text", "choice")


# At least three plain words: a sentence, whatever else the grammar made of it.
_PROSE = re.compile(
    r"(?=(?:[^\\]{0,200}?\b[A-Za-z]{2,}\b){3})|.{1,40}\s\([^()]+\)|[^\x00-\x7f，；：（）]|\*\*"
)
_WORDY = ("unreadable", "words against mathematics")


def _parsed(gold: str, pred: str, policy: Policy) -> Verdict:
    first: Verdict | None = None
    if (parts := in_parts(gold)) is not None:  # (a) 0 is no product of a and 0
        gold, pred = parts, in_parts(pred) or pred
    for gold_grouped, pred_grouped in ((True, True), (False, True), (True, False)):
        if not gold_grouped and not _may_list(gold):
            continue
        if not pred_grouped and not _may_list(pred):
            continue
        verdict = _one_reading(gold, pred, policy, gold_grouped, pred_grouped)
        if verdict:
            return verdict
        first = first or verdict
    assert first is not None
    if (again := _reread(gold, pred, policy)) is not None:
        return again
    if _COMMA_DECIMAL.fullmatch(pred) and "." in gold and ("%" in pred) <= ("%" in gold):
        # 3,14 is no list where the reference is 3.14.
        return Verdict(read_number(gold) == read_number(pred.replace(",", ".")), "exact")
    if "matrix}" in pred and "\\begin" not in gold:
        # Some print one token of a formula in each row of a matrix.
        line = unstacked(pred)
        return first if line is None else _one_reading(gold, line, policy, True, True)
    return first


def _reread(gold: str, pred: str, policy: Policy) -> Verdict | None:
    """Read labels and units that look like mathematics as what they are; None when that fails."""
    pairs: list[tuple[str, str]] = []
    mine = with_plain_unit(gold) or with_counted(gold)
    theirs = with_plain_unit(pred) or with_counted(pred)
    if mine or theirs:
        pairs.append((mine or gold, theirs or pred))
    if "=" not in gold or unlabelled(gold):
        inner, wanted = unlabelled(pred), unlabelled(gold)
        if inner is not None and wanted is None:
            pairs.append((gold, inner))
        elif wanted is not None and "=" not in pred:
            pairs.append((wanted, pred))
    remainders = congruence(gold), congruence(pred)
    if any(remainders):
        pairs.append((remainders[0] or gold, remainders[1] or pred))
    if "text" not in pred and "=" not in pred and (bound := _EVERY.match(pred)):
        pairs.append((gold, pred[bound.end() :]))
    elif (bound := _EVERY.match(gold)) is not None:
        pairs.append((gold[bound.end() :], pred))
    if "begin" in gold and (cases := with_first_term(pred)) is not None:
        pairs.append((gold, cases))
    if (in_order := in_parts(pred)) is not None:
        pairs.append((gold, in_order))
    if (worded := unworded(pred)) is not None and "text" not in gold:
        pairs.append((gold, worded))
    if ":" in gold and gold.rstrip(" $")[-1:].isdigit() and (ratio := told_ratio(pred)):
        pairs.append((gold, ratio))
    if (short := short_size(pred)) is not None and gold[-1:] not in "kKMB":
        pairs.append((gold, short))
    elif (short := short_size(gold)) is not None and ("$" in gold or gold[-1:] == "K"):
        pairs.append((short, pred))
    if "mod" in pred and "mod" not in gold and (value := without_modulus(pred)):
        pairs.append((gold, value))
    if (inner := _member(pred)) and "in" not in gold:
        pairs.append((gold, inner))
    if (condition := _EXCLUDED.search(pred)) and "ne" not in gold and not _BOUNDS.search(gold):
        pairs.append((gold, pred[: condition.start()]))
    if (point := unnamed_point(pred)) and unnamed_point(gold) is None:
        pairs.append((gold, point))
    elif (point := unnamed_point(gold)) and unnamed_point(pred) is None:
        pairs.append((point, pred))
    for one, other in pairs:
        if policy.labels or "in" in pred or other == theirs or one == mine or any(remainders):
            verdict = _one_reading(one, other, policy, True, True)
            if verdict:
                return verdict
    return None


def _member(text: str) -> str:
    r"""Return the set that an unknown is said to be in: `\{2, 3\}` of `x \in \{2, 3\}`."""
    match = _MEMBER.fullmatch(text)
    return match[1] if match else ""


# All n \\ge 2.
_EVERY = re.compile(
    r"\s*(?:\\text\s?\{\s*)?(?:all|any|every|each)(?:\s(?:positive )?integers?)?"
    r"(?:\s+|\s*\}\s*)(?=[a-z]\s*(?:\\[gln]e|[<>≥≤]))"
)
_MEMBER = re.compile(
    r"\s*\$?[A-Za-z]\s*(?:\\in(?![a-z])|∈)\s*(\\\{[^{}]{1,200}\\\}|\{[^{}]{1,200}\})\s*\$?\s*"
)
# x + 2, x \neq 2: the condition under which the answer was made.
_EXCLUDED = re.compile(
    r",\s*(?:\\[ ,;]|\\q?quad|\s)*\(?\s*[a-z]\s*(?:\\neq?(?![a-z])|≠)\s*-?[\w.]{1,8}\s*\)?\s*\$?$"
)
# A set of numbers is another one without 3.
_BOUNDS = re.compile(
    r"[<>≤≥∪]|\\(?:leq?|geq?|leqslant|geqslant|cup|infty|mathbb)(?![a-z])"
    r"|\A[\s$]*(?:\\left)?[\[(][^()\[\]]*,[^()\[\]]*[\])][\s$]*\Z"
)
_COMMA_DECIMAL = re.compile(r"\$?[-−]?(?:\d+,(?!\d{3}\$?$)|0,)\d+\s?\\?%?\$?")
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
_ZEROS = re.compile(r"\d,0\d\d(?!\d)")


def _may_list(text: str) -> bool:
    """Whether 1,234 may list 1 and 234: no list holds 000 or 012, so 10,000 is one number."""
    return _GROUPED.search(text) is not None and _ZEROS.search(text) is None


def _one_reading(gold: str, pred: str, policy: Policy, *grouped: bool) -> Verdict:
    nodes: list[Node | None] = []
    for text, group in zip((gold, pred), grouped, strict=True):
        try:
            nodes.append(parse(text, group))
        except Unreadable as error:
            if error.reason not in ("syntax", "too_deep"):
                return Verdict(
                    None if error.reason != "hidden_text" else False, "bound", error.reason
                )
            nodes.append(None)
    one, other = nodes
    if one is None or other is None:
        # What is no mathematics is compared as words; half of it proves nothing.
        same_words = one is other and _words(gold) == _words(pred) != ""
        note = "" if same_words else "unreadable" if other is None else "words against mathematics"
        return Verdict(same_words, "text", note)
    try:
        with budget():
            return compare(one, other, policy)
    except Unreadable as error:
        return Verdict(None, "bound", error.reason)
    except RecursionError:
        return Verdict(None, "bound", "too_deep")


def _words(text: str) -> str:
    return words(canonical(text))


def readable(text: str) -> bool:
    """Whether the grammar reads a text as mathematics."""
    for grouped in (True, False):
        try:
            return parse(text, grouped).op != "text"
        except Unreadable:
            continue
    return False


def assigned(found: Found) -> Found:
    r"""Return the boxes `x = 1` and `y = 2` as one answer, any others as they are.

    Example:
        >>> assigned(Found("y=2", "boxed", ("x=1",))).text
        'x=1, y=2'
    """
    parts = (*found.others, found.text)
    names = {match[1] for match in map(_ASSIGNMENT.match, parts) if match}
    return Found(", ".join(parts), found.where) if len(names) == len(parts) else found


_ASSIGNMENT = re.compile(r"[\s$]*([A-Za-z](?:_\{?\w{1,8}\}?)?)\s*=(?!=)")


def several(found: Found, policy: Policy) -> str | None:
    """Return another final answer that differs from the last one, or None."""
    for other in found.others:
        if not same(found.text, other, policy):
            return other
    return None
