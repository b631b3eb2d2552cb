r"""The value that a reply without a marker asserts at its end, or why it asserts none."""

from __future__ import annotations

import re
from dataclasses import replace

from rewardkit_verifiers.math.lib.clock import with_halves
from rewardkit_verifiers.math.lib.extraction.attributed import is_attributed
from rewardkit_verifiers.math.lib.extraction.behind import taken_back
from rewardkit_verifiers.math.lib.extraction.corrected import beside, corrected
from rewardkit_verifiers.math.lib.extraction.denied import denied
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing
from rewardkit_verifiers.math.lib.extraction.prose.about import (
    about_asked,
    counted_asked,
    only_compares,
)
from rewardkit_verifiers.math.lib.extraction.prose.absent import absent
from rewardkit_verifiers.math.lib.extraction.prose.against import set_against, without_refused
from rewardkit_verifiers.math.lib.extraction.prose.answered_first import answered_first
from rewardkit_verifiers.math.lib.extraction.prose.asides import (
    ANSWER_HEADING,
    ASIDE_HEADING,
    EXPLANATION_HEADING,
    concludes,
    doubts,
    is_aside,
    is_offer,
    is_soft_aside,
    offers_another,
    restates,
)
from rewardkit_verifiers.math.lib.extraction.prose.asked_noun import asked_clause
from rewardkit_verifiers.math.lib.extraction.prose.asked_value import asks_residue
from rewardkit_verifiers.math.lib.extraction.prose.assembled import assembled
from rewardkit_verifiers.math.lib.extraction.prose.clause import stated
from rewardkit_verifiers.math.lib.extraction.prose.displays import ending
from rewardkit_verifiers.math.lib.extraction.prose.following import goes_on_with
from rewardkit_verifiers.math.lib.extraction.prose.goals import is_goal, leaves_open
from rewardkit_verifiers.math.lib.extraction.prose.in_digits import in_digits
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort, last_date, sort_of
from rewardkit_verifiers.math.lib.extraction.prose.leads import answers, holds_several, leads_on
from rewardkit_verifiers.math.lib.extraction.prose.members import displayed, evaluated, items
from rewardkit_verifiers.math.lib.extraction.prose.named import named
from rewardkit_verifiers.math.lib.extraction.prose.opening import opening
from rewardkit_verifiers.math.lib.extraction.prose.parts import (
    Part,
    is_prose,
    parts,
    unwrapped,
    without_elements,
)
from rewardkit_verifiers.math.lib.extraction.prose.refusing import refuses
from rewardkit_verifiers.math.lib.extraction.prose.remarks import without_remarks
from rewardkit_verifiers.math.lib.extraction.prose.set_aside import ENDS_EQUAL, is_set_aside
from rewardkit_verifiers.math.lib.extraction.prose.tables import without_table
from rewardkit_verifiers.math.lib.extraction.prose.textbook import closing_value
from rewardkit_verifiers.math.lib.extraction.prose.tokens import PRICE, key, values, with_prices
from rewardkit_verifiers.math.lib.extraction.prose.uninformed import is_left_open, is_uninformed

_LONGEST = 8_000
_MOST_SKIPPED = 4
NAME = "prose"
_NUMBER = re.compile(r"[\d½⅓⅔¼¾π∞]")
_CUT_OFF = re.compile(
    r"(?:[=+*/×÷·(\[{,≈<>^–—-]|\\(?:frac|cdot|times|sqrt|left)|\b(?:is|are|was|has|have|had"
    r"|the|a|an|of|and|or"
    r"|to|so|by|with|for|in|at|we|that|then|ist|der|die|das|und|est|le|la|et|es|el|y|é|o|e"
    r"|равно|и"
    r"|в))\s*\Z"
    r"|[:：]\s*\Z|\b(?:[Ss]o|[Tt]herefore|[Tt]hus|[Hh]ence),? (?:the|our"
    r"|my) (?:final )?answer\s*\Z"
)
_STEP = re.compile(
    r"[\s\W_]*(?:(?:now(?! (?:\W?\d|(?:there|s?he|they|it) (?:are|is|ha[sv])))"
    r"|next|first(?:ly)?|let|suppose|assume|consider|start|begin|recall|we need"
    r" to|to find|set|given|where)\b|(?:step|case|option|part|line) ?\w{1,3}[:.])",
    re.IGNORECASE,
)
# 12,5 is a decimal of other languages, and 1,250 a number in English.
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d)|\d{4,}(?!\d))|(?<=(?<!\d)0),(?=\d)")
# Counted things of other languages, whose letters the grammar takes for mathematics.
_ACCENTED = re.compile(
    r"(?<=\d)\s+(?![^\W\d_]*[èe]tre)(?=[A-Za-z]*[À-ÿāăąćčďęěğıłńňőřśşšťůűźżžảạ])[^\W\d_]{2,20}\Z"
)
# US$5 is $5.
_ESCAPED = re.compile(r"(?<!\\)\\\$")
_DOLLARS = re.compile(r"\b(?:US|CA|AU|NZ|HK|[AC])(?=＄)")
_ABOUT = re.compile(r"^(?:about|approximately|approx\.?|roughly|around|etwa|rund|environ|≈|~)\s+")
_GROUP = re.compile(r"[(\[{]")
_WORDS = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
# 126 cm$^2$
_RAISED_UNIT = re.compile(r"(?<=[a-z])\$\^\{?([23])\}?\$")
_IN_MATH = re.compile(r"\$[^$]*\$|\\\([^\n]*?\\\)")
_ALONE = re.compile(r"\s*\$([^$]+)\$[\s.]*")
_GIVEN = re.compile(r"\d[\d,.]*(?::\d\d)?")


def asserted(text: str, prompt: str, wanted: str = "") -> Found | Missing | None:
    r"""Return the value that a reply asserts at its end.

    Args:
        text: The reply without its reasoning.
        prompt: The question; the numbers in it are rather not the answer.
        wanted: The reference: its sort decides which part of a sentence is read.

    Returns:
        None where the reply is no prose or its end cannot be taken apart.

    Example:
        >>> asserted("Half of 6 is 3. So she has 3 apples.\n\nNote: 3 is odd.", "").text
        '3 apples'
    """
    sort = sort_of(wanted)
    if sort == "letter":
        return None
    tail = text[-_LONGEST:]
    if "\\$" in tail:
        tail = _ESCAPED.sub(f" {PRICE}", tail)
    if "</" in tail:
        tail = without_elements(tail)
    tail = unwrapped(with_prices(with_halves(tail)))
    if len(text) > _LONGEST:
        tail = tail[tail.find("\n") + 1 :]
    if "\\!" in tail and "\n" not in tail and not _WORDS.search(tail):
        return None  # the narrow space of a formula ends no sentence
    if "$^" in tail:
        tail = _RAISED_UNIT.sub(lambda found: "²" if found[1] == "2" else "³", tail)
    pieces = parts(tail)
    if len(pieces) == 1 and refuses(pieces[0].text, prompt) and not absent(pieces, wanted):
        return Missing("no_answer", f"the reply asserts no value: {pieces[0].text[:60]!r}")
    if not (is_prose(pieces) or (len(pieces) == 1 and _tells(pieces[0], prompt, sort))):
        return None
    rest = opening(pieces) or without_table(_conclusion(pieces))
    rest = rest if sort == "words" else about_asked(in_digits(set_against(rest), prompt), prompt)
    if said := absent(rest, wanted):
        return Found(said, NAME)
    chosen, doubtful = _last_asserting(rest, prompt, sort)
    last_said = (chosen or rest[-1]).text
    if not doubtful and (refuses(last_said, prompt) or is_uninformed(last_said)):
        doubtful = last_said
    if not doubtful and is_left_open(rest[-1].text):
        doubtful = rest[-1].text
    if not doubtful and chosen is not None and only_compares(chosen.text, prompt):
        doubtful = chosen.text
    if doubtful:
        return Missing("no_answer", f"the reply ends in doubt: {doubtful[:60]!r}")
    if (early := answered_first(tail, pieces, chosen, prompt, sort)) is not None:
        return early
    if chosen is None:
        return None
    if is_attributed(chosen.text):
        return Missing("no_answer", f"what others think: {chosen.text[:60]!r}")
    last = rest[-1]
    if (
        last.kind != "display"
        and not is_aside(last.text)
        and _CUT_OFF.search(last.text.rstrip(" *_"))
    ):
        return Missing("no_answer", "the reply breaks off before it states an answer")
    if _STEP.match(chosen.text) and "=" not in chosen.text and chosen.kind != "display":
        return None
    if "≡" in chosen.text or "\\equiv" in chosen.text:
        said = _closes(chosen, prompt, sort) if asks_residue(prompt) else ""
        return _standing(Found(said, NAME), tail, chosen, prompt) if said else None
    if sort == "words":
        return _worded(rest, tail, prompt, wanted)
    tupled = "," in wanted and "," not in _closes(chosen, prompt, sort)
    if tupled and (together := assembled(rest, wanted)):
        return Found(together, NAME)
    found = _found(chosen, rest, prompt, sort)
    return _standing(found, tail, chosen, prompt)


def restated(sentence: str, prompt: str, wanted: str) -> str:
    """Return the value in a sentence that a mark announces, or an empty text where none is certain.

    Example:
        >>> restated("750 g of flour", "", "750"), restated("19**, not 49", "", "19")
        ('750 g', '19')
    """
    sort = sort_of(wanted)
    if sort in ("letter", "words", "date", "any"):
        return ""
    if (alone := _ALONE.fullmatch(sentence)) is not None:
        return evaluated(alone[1])
    if len(sentence.split()) < 2:
        return ""
    priced = with_prices(sentence)
    if not _WORDS.search(_IN_MATH.sub(" ", priced)) or "\\" in _IN_MATH.sub(" ", priced):
        return ""
    said = stated(priced, _given(prompt), sort)
    at = priced.find(said.text)
    if said.hedged or said.others or at < 0 or len(parts(priced)) > 1:
        return ""
    bounded = taken_back(priced[at + len(said.text) :], said.text) is not None
    return "" if bounded else _spelt(said.text, sort)


def _given(prompt: str) -> frozenset[str]:
    """Return the keys of the numbers that a problem gives."""
    return frozenset(key(match[0].rstrip(".,")) for match in _GIVEN.finditer(prompt[:20_000]))


def _conclusion(pieces: list[Part]) -> list[Part]:
    """Return the pieces that may hold the answer, those under a heading of it alone."""
    kept = [part for part in pieces if part.kind != "code" and not _beside(part, pieces)]
    answers = [part.section for part in kept if ANSWER_HEADING.match(part.heading)]
    if answers:
        last = max(answers)
        after = [part for part in kept if part.section > last and part.heading]
        if all(EXPLANATION_HEADING.match(part.heading) for part in after):
            return [part for part in kept if part.section == last]
    return kept or pieces


def _beside(part: Part, pieces: list[Part]) -> bool:
    """Whether a piece stands under a heading such as *Check*, and concludes nothing there."""
    if not part.heading or not ASIDE_HEADING.match(part.heading):
        return False
    return not (concludes(part.text) and values(part.text)) and not doubts(part.text)


def _last_asserting(rest: list[Part], prompt: str, sort: Sort) -> tuple[Part | None, str]:
    """Return the last piece that states a value, or the words of doubt behind it."""
    skipped = 0
    if len(rest) > 1 and is_goal(rest[-1].text, prompt):
        return None, rest[-1].text
    for at in range(len(rest) - 1, -1, -1):
        part = rest[at]
        if at and leaves_open(part.text):
            return None, part.text
        aside = is_aside(part.text, prompt)
        if offers_another(part.text) and at:
            continue
        if doubts(part.text) and at and restates(rest[at - 1].text):
            if (said := _said_instead(part)) is not None:
                return said, ""
            continue
        if doubts(part.text) and not is_offer(part.text) and not _is_corrected(part, prompt):
            return None, part.text
        on = part.kind != "display" and leads_on(part.text, prompt, sort)
        if (aside and not (on and answers(part.text, prompt))) or (restates(part.text) and not on):
            continue
        if not _states(part, sort):
            skipped += 1
            if skipped > _MOST_SKIPPED:
                return None, ""
            continue
        earlier = rest[:at]
        if (
            at
            and not on
            and part.kind != "display"
            and is_set_aside(part, earlier[-_MOST_SKIPPED:], prompt)
        ):
            continue
        soft = part.kind != "display" and not concludes(part.text) and "**" not in part.text
        softly = is_soft_aside(part.text, prompt, earlier[-1].text if earlier else "")
        other_case = not on and (softly or goes_on_with(part, earlier))
        if at and earlier[-1].kind == "row" and ENDS_EQUAL.search(part.text):
            return part, ""
        if soft and other_case and _has_earlier(earlier, sort):
            continue
        return part, ""
    return None, ""


def _said_instead(part: Part) -> Part | None:
    """Return the second half of a sentence: *that is wrong; the sum is 42*, or None."""
    half = _INSTEAD.match(part.text)
    if half is None or doubts(half[1]) or not values(half[1]):
        return None
    return replace(part, text=half[1])


_INSTEAD = re.compile(
    r"\W*(?:that|this|it|which|he|she|they)\b[^;:,\d$]{3,60}(?:[;:]|,\s(?:because|since|as|for"
    r"|the|it|we|in fact))\s*(.+)\Z",
    re.IGNORECASE | re.DOTALL,
)


def _is_corrected(part: Part, prompt: str) -> bool:
    """Whether words of doubt are part of a conclusion that stands: it concludes on a value."""
    return concludes(part.text) and bool(values(part.text))


def _has_earlier(pieces: list[Part], sort: Sort) -> bool:
    return any(_states(part, sort) and not is_aside(part.text) for part in pieces[-4:])


def _states(part: Part, sort: Sort) -> bool:
    """Whether a piece holds something that may be the answer."""
    if part.kind == "display":
        return True
    if sort == "words":
        return True
    plain = without_remarks(part.text)
    return bool(_NUMBER.search(_SEALED.sub("", plain)) or values(plain) or _BOLD.search(plain))


_SEALED = re.compile(r"\$\s*\\(?:blacksquare|square|qed|QED|Box)\s*\$|[\d]+[.)]\s*\Z")
_BOLD = re.compile(r"\*\*[^*\s][^*\n]{0,60}\*\*")


def _found(chosen: Part, rest: list[Part], prompt: str, sort: Sort) -> Found:
    if chosen.kind == "display":
        return Found(displayed(chosen.text, prompt, sort), NAME)
    if sort == "list" and chosen.kind == "item" and (listed := items(chosen, rest)):
        return Found(listed, NAME)
    if sort == "date" and (date := last_date(without_remarks(chosen.text), prompt)):
        return Found(date, NAME)
    if closed := _closes(chosen, prompt, sort):
        return Found(_spelt(closed, sort), NAME)
    clause = asked_clause(chosen.text, prompt) or counted_asked(chosen.text, prompt)
    said = stated(clause or chosen.text, _given(prompt), sort)
    if said.hedged:
        return Found("", NAME)
    if not said.text:
        return Found(_plain(chosen.text).replace(PRICE, "$"), NAME, clear=False)
    if sort == "decimal":
        # An estimate is what a decimal reference is.
        said = replace(said, text=_ABOUT.sub("", said.text))
    return Found(
        _spelt(said.text, sort),
        NAME,
        tuple(one.replace(PRICE, "$") for one in said.others),
        clear=not holds_several(chosen.text),
    )


def _closes(part: Part, prompt: str, sort: Sort) -> str:
    """Return the value on which a display or a sentence with formulas ends."""
    if part.kind == "display":
        return displayed(part.text, prompt, sort)
    return closing_value(part.text, prompt, sort)


def _tells(part: Part, prompt: str, sort: Sort) -> bool:
    """Whether a short reply states a value in a formula, or sets one against another."""
    return bool(_closes(part, prompt, sort)) or without_refused(part.text) != part.text


def _spelt(text: str, sort: Sort) -> str:
    """Return a value as English spells it, the last member of a chain alone."""
    chained = "=" in text or "≈" in text or "\\approx" in text
    if sort == "value" and chained and "," not in text:
        text = ending(text) or text
    if sort != "list" and text.count(",") == 1 and not _GROUP.search(text):
        text = _COMMA.sub(".", text)
    return _ACCENTED.sub("", _DOLLARS.sub("", text)).replace(PRICE, "$")


def _worded(rest: list[Part], tail: str, prompt: str, wanted: str) -> Found | Missing | None:
    """Return the words that the last of a few closing sentences answers with."""
    for part in [part for part in reversed(rest) if not is_aside(part.text, prompt)][
        :_MOST_SKIPPED
    ]:
        if said := named(part.text, prompt, wanted):
            return _standing(Found(said, NAME), tail, part, prompt)
    if said := named(rest[0].text, prompt, wanted):
        return _standing(Found(said, NAME), tail, rest[0], prompt)
    return None


def _plain(sentence: str) -> str:
    return without_remarks(sentence).strip(" *_")


def _standing(found: Found, tail: str, chosen: Part, prompt: str) -> Found | Missing:
    """Return an answer as the words behind it leave it: in its sentence, and in the next ones."""
    if not found.text:
        return Missing("no_answer", "the last value is only guessed or denied")
    sentence = tail[chosen.begin : chosen.end]
    value = found.text.removeprefix("about ").replace("$", PRICE)
    core = next((one for one in (value, *value.split()) if one in sentence), "")
    at = chosen.begin + sentence.rfind(core) if core else chosen.end
    if core and tail.count("$", chosen.begin, at) % 2:
        # What denies a formula stands before all of it.
        at = tail.rfind("$", 0, at) + 1
        core = tail[at:].partition("$")[0]
    if core and denied(tail, Found(core, "last_math"), at, prompt) >= 0:
        return Missing("no_answer", "the reply takes its answer back")
    behind = tail[at + len(core) :]
    if (other := corrected(behind, found.text)) is not None:
        return Found(other[0], NAME)
    others = (*found.others, *beside(behind, found.text))
    return replace(found, others=others, around=(sentence, ""))
