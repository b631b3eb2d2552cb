"""Letters of a multiple choice: alone, in a sentence, and before the value that they stand for."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.extract import extract
from rewardkit_verifiers.math.lib.extraction.found import Found

# Possessive, for what stands before a letter may be thousands of spaces.
_BEFORE = r"(?:(?!\\text)\W)*+(?:\\text(?:bf)?\s*+\{\s*+"
_CHOICE = re.compile(_BEFORE + r"\(?)?([A-J])\W*+")
_CHOSEN = re.compile(
    r"(?:(?i:hence|thus|so|therefore)\b\W*+)?"
    + _BEFORE
    + r")?(?:(?:option|choice|answer)\s*+)?\(?([A-J])\s*+(?:[).:},]|$|(?:because|since|as)\b)"
)
_NAMED = re.compile(r"(?i:\b(?:option|choice|choose))\s+\(?([A-J])\b")
_LAST = re.compile(
    r"\b(?:is|get|gives?|choose|pick|select|be|to)\s+(?:simply\s+)?(?:option\s+|choice\s+)?"
    r"\*{0,2}\(?([A-J])\)?\*{0,2}\W*$"
)
_SO = re.compile(r"\b(?:[Ss]o|[Tt]hus|[Hh]ence|[Tt]herefore),?\s+\*{0,2}\(?([A-J])\)?\*{0,2}\W*$")
_LETTERS = re.compile(r"(?<![A-Za-z\\])\(?([A-J])\)(?![A-Za-z])|(?<![A-Za-z\\])([A-J])\)")
_SEVERAL = re.compile(r"\b(?:or|either|maybe|might|perhaps|probably|guess(?:ing)?|if)\b|[?？]")
_DENIED = re.compile(r"\b(?:not|never|except|neither|cannot)\b|n['’]t\b")
_REFUSED = re.compile(r"[\s).:}]*+(?:(?:is|are|was|would be)\s*+)?(?:not|wrong|incorrect|false)\b")
# Letters with commas between are no word, whichever they are.
_LETTER_RUN, _LISTED_RUN = re.compile(r"[A-F]{1,6}"), re.compile(r"[A-J]{1,10}")
_LONGEST = 400
_WRAP = r"\\(?:text|textbf|textrm|mathrm|mathbf|mbox|bf)\s?\{\s{0,4}"
_GAP = r"(?:\s|~|:|\\[ ,;:!]|\\q?quad(?![a-z]))"
# `(C) 12`, `\textbf{(C)}\ 12`, `Option C: 12`, `C. 12`; not `C 12`, which may be a product.
_OPTION = re.compile(
    rf"\s{{0,4}}(?P<wrap>{_WRAP})?(?:(?:[Oo]ption|[Cc]hoice)\s{{1,4}})?"
    rf"(?:\((?P<inner>[A-J])\)|(?P<outer>[A-J])(?:[).]{_GAP}|\s?:))"
    rf"{_GAP}{{0,4}}(?P<close>\}})?{_GAP}{{0,4}}(?P<rest>\S.*)",
    re.DOTALL,
)
_BARE_WRAP = re.compile(
    rf"\s{{0,4}}{_WRAP}([A-J])\s{{0,4}}\}}\s{{0,4}}:{_GAP}{{0,4}}(\S.*)", re.DOTALL
)


def compare_choices(gold: str, pred: str) -> Verdict | None:
    """Compare letters of a multiple choice; None when the reference is no such letter."""
    wanted = _CHOICE.fullmatch(gold)
    if wanted is None and not gold.isascii() and (circled := _statements(gold)) is not None:
        return Verdict(circled == _statements(pred), "text", "choices")
    if wanted is None:
        mine, theirs = _chosen_letters(gold), _chosen_letters(pred)
        if mine is None or theirs is None or len(mine) < 2:
            return None
        return Verdict(mine == theirs, "text", "choices")
    if (said := _CHOICE.fullmatch(pred)) is not None:
        return Verdict(wanted[1] == said[1], "text", "choice")
    several = _chosen_letters(pred)
    if several is not None and len(several) > 1:
        return Verdict(False, "text", "several choices")
    match = _CHOSEN.match(pred) or _NAMED.search(pred) or _LAST.search(pred[-_LONGEST:])
    match = match or _SO.search(pred[-_LONGEST:])
    if _SEVERAL.search(pred):
        return None
    if match is None:
        both = option(pred)
        alone = both is not None and len(set(filter(None, sum(_LETTERS.findall(pred), ())))) == 1
        return Verdict(both[0] == wanted[1], "text", "choice") if both and alone else None
    if _DENIED.search(pred[: match.start(1)]) or _REFUSED.match(pred, match.end(1)):
        return Verdict(False, "text", "a choice denied")
    letters = {one or other for one, other in _LETTERS.findall(pred)} | {match[1]}
    if len(letters) > 1:
        return Verdict(False, "text", "several choices")
    return Verdict(match[1] == wanted[1], "text", "choice")


def is_letter(text: str) -> bool:
    """Return whether a text is the letter of a choice and nothing else."""
    return _CHOICE.fullmatch(text) is not None


def letter(text: str) -> str | None:
    """Return the letter of a choice that is all there is of a text, or None."""
    match = _CHOICE.fullmatch(text)
    return None if match is None else match[1]


def option(text: str) -> tuple[str, str] | None:
    r"""Return the letter and the value of an answer that gives both, or None.

    Example:
        >>> option(r"\textbf{(C)}\ 12"), option("Option C: 12 cm"), option("C 12")
        (('C', '12'), ('C', '12 cm'), None)
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip().strip("$")
    if (bare := _BARE_WRAP.fullmatch(text)) is not None:
        return bare[1], bare[2]
    match = _OPTION.fullmatch(text)
    if match is None or (match["close"] and not match["wrap"]):
        return None
    rest = match["rest"]
    if match["wrap"] and not match["close"]:
        # The value stands in the same group as the letter.
        rest = f"{match['wrap'].strip()}{rest}"
    return match["inner"] or match["outer"], rest


def chosen(gold: str, found: Found, completion: str) -> Found:
    """Return the letter that a completion states after its boxes, where a letter is wanted.

    A box may hold the formula that the choice was made by. What the box holds stays the answer
    where it is a letter itself, or where no letter is stated after it.
    """
    if not is_letter(gold) or found.others or compare_choices(gold, found.text) is not None:
        return found
    after = completion[completion.rfind(found.text) + len(found.text) :]
    stated = extract(after, "phrase")
    return stated if isinstance(stated, Found) and is_letter(stated.text) else found


def settled(gold: str, completion: str, prompt: str) -> Verdict | None:
    r"""Compare a letter with the option that a reply settles on; None where there is none.

    Args:
        gold: The reference, a letter.
        completion: The reply, from which no letter alone was extracted.
        prompt: The question, which may list the options.

    Example:
        >>> reply = "$f(-x) = x^2 + 1$, so A, C and D are out, which leaves **B**."
        >>> settled("B", reply, "").equal, settled("C", reply, "").equal
        (True, False)
        >>> settled("B", "Either B or C.", "") is None
        True
    """
    # Few references are letters: what reads them is loaded when the first one is met.
    from rewardkit_verifiers.text.lib.choosing.deciding import decided
    from rewardkit_verifiers.text.lib.choosing.options import offered

    wanted = letter(gold)
    options = offered(prompt, _ALL_LETTERS)
    choices = "".join(one for one in _ALL_LETTERS if one in options) or _USUAL_LETTERS
    text = cleaned(completion, prompt)
    if wanted is None or wanted not in choices or not isinstance(text, str):
        return None
    found = decided(text[-_LONGEST_REPLY:], choices, prompt, options)
    if found is None or found.open or len(found.letters) != 1:
        return None
    return Verdict(wanted in found.letters, "text", "choice")


_ALL_LETTERS, _USUAL_LETTERS = "ABCDEFGHIJ", "ABCDE"
_LONGEST_REPLY = 20_000


def _statements(text: str) -> frozenset[str] | None:
    """Return the numbers of several statements, such as ②③, (2)(3) or 2, 3; None for others."""
    plain = text.translate(_CIRCLED)
    for pattern in _STATEMENTS:
        if pattern.fullmatch(plain):
            found = _DIGITS.findall(plain)
            return frozenset(found) if len(found) > 1 else None
    return None


_CIRCLED = str.maketrans({mark: f"({index})" for index, mark in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)})
_BETWEEN = r"(?:\s|[,;，、和与及&]|\band\b|\\[,; ])*"
_SAID = r"\s*(?:\\text\s?\{)?\s*(?:(?:the\s)?(?:statements?|propositions?|conclusions?)\s)?\s*\$?"
_STATEMENTS = (
    re.compile(rf"{_SAID}(?:\(\d{{1,2}}\){_BETWEEN})+\}}?\$?\s*\.?"),
    re.compile(rf"{_SAID}\d(?:(?:\s*[,;，、]\s*(?:and\s)?|\s+and\s+)\d)+\s*\}}?\$?\s*\.?"),
)
_DIGITS = re.compile(r"\d+")


def _chosen_letters(text: str) -> frozenset[str] | None:
    """Return the letters of an answer that names several choices, such as AC or (A), (C)."""
    plain = re.sub(r"\\text(?:bf|rm)?|\\mathrm|\band\b|[\s(){},;.$&]", "", text)
    run = _LISTED_RUN if "," in text or " and " in text else _LETTER_RUN
    return frozenset(plain) if run.fullmatch(plain) else None
