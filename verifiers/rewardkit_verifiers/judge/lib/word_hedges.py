"""Whether a reference of a few words is the one answer of a text that holds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from rewardkit.reading.standing import standing
from rewardkit.reading.vocabulary import BUT, IS, NO, NOT, OR, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.hedges import denied_after
from rewardkit_verifiers.judge.lib.mentions import only_mentioned

_CHOICE = OR
_NO_SUCH = folded_set(
    "one way idea doubt clue answer body comment matter need problem longer more such"
)
_COMPOUND = re.compile(r"(?<!\S)[A-Za-zµΩ]{1,4}[·⋅*][^\s,;]{1,20}")  # kg·m/s²
_EITHER_BEHIND = re.compile(
    r"\s?(?:か(?!ら)|或|还是|還是|または|もしくは|あるいは|또는|이나|나\s)(?=\s?[^\s。.？?！!、,])"
)
_EITHER_BEFORE = re.compile(r"(?:[^\W\d]か|或者?|还是|還是|または|もしくは|あるいは|또는)\s?$")
_LETTERS = re.compile(r"\b\w{3,}s:? [A-Z](?:,? (?:and |or |& )?[A-Z]\d{0,2}\b){2,}")
_LETTER = re.compile(r"\w{3,} [A-Z]\d{0,2}$")
_MOST = 16
_Place = TypeVar("_Place")
_FOLLOWS = folded_set("follows follow followed suit folgt folgen sigue siguen segue")
_ITEM = re.compile(r",(?!\d{3}\b)|[;、，；/|()\n]|\b(?:and|or|und|oder|et|ou|y|o)\b")
_SHORT_ITEM, _MANY = 3, 3
_BEFORE_ARTICLES = folded_set("que com por para sobre chama-se foi era são sao como usa é")
_FORMULA = re.compile(r"\$[^$\n]{1,200}\$|\\\([^\n]{1,200}?\\\)")
# "It is X (not Y or Z)": what is set aside is no rival.
_DENIAL = re.compile(r"[,(;]\s*(?:not|nicht|pas|no|non|niet|не|nie|ikke|inte)\b[^).;\n]*[).;]?")
_CLAIM = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])|[;\n]+")


def word_absent(segment: str, gold: Sequence[str], allowed: str = "", claims: bool = True) -> str:
    """Return why a reference of a few words is not the one answer of a segment, or nothing.

    Args:
        segment: The final answer, which holds the words.
        gold: The words of the reference, folded.
        allowed: The question and the references as texts.
        claims: Whether the sentence around the words is part of the answer.

    Example:
        >>> word_absent("Mercury or Venus", ["mercury"]), word_absent("Mercury.", ["mercury"])
        ('several_answers', '')
        >>> word_absent("Not Sydney, but Canberra", ["canberra"])
        ''
    """
    said = [folded_words(visible(piece)) for piece in _CLAIM.split(segment) if piece]
    size = len(gold)
    places = [
        (words, at)
        for words in said
        for at in range(len(words) - size + 1)
        if words[at : at + size] == list(gold)
    ]
    if not places:
        return "" if "".join(gold).isascii() else _unspaced(segment, gold, allowed, claims)
    if all(_word_denied(*place, size) or _word_hedged(*place, size) for place in places):
        return "several_answers"
    if _both_ways(said, gold) or _parted(segment, gold) or _again(said, gold):
        return "several_answers"
    shown = visible(segment)
    spans = _few(spans_of(shown, gold))
    whys = [standing(shown, *span, allowed=allowed, claim=claims) for span in spans]
    if whys and all(whys):
        return whys[-1]
    claimed = [span for span, why in zip(spans, whys, strict=True) if not why]
    if claims and (rule := only_mentioned(shown, claimed, allowed)):
        return rule
    if _alone(said, gold) or _concluded(segment, gold):
        return ""
    return "several_answers" if _one_of_many(segment, gold) else ""


def surplus(text: str, golds: Sequence[str]) -> bool:
    """Return whether a reply is a bare list with at least two items more than a listed reference.

    Example:
        >>> surplus("Red, pink, blue, grey, teal", ["Red and blue"])
        True
        >>> surplus("Blue, red", ["Red and blue"])
        False
    """
    if _LETTERS.search(visible(text)) and any(_LETTER.search(gold) for gold in golds):
        return True  # "vitamins A, B, C, D"
    wanted = [_short_items(gold) for gold in golds]
    given = _short_items(text)
    return bool(wanted) and all(
        one and len(one) > 1 and len(given) >= len(one) + 2 and one & given for one in wanted
    )


def _short_items(text: str) -> set[tuple[str, ...]]:
    """Return the items of a text that is a list and nothing else."""
    shown = visible(text).strip(" .*")
    head, colon, rest = shown.partition(":")
    shown = rest if colon and len(folded_words(head)) <= _SHORT_ITEM else shown
    items = [folded_words(one) for one in _ITEM.split(shown)]
    items = [item for item in items if item]
    plain = all(len(item) <= _SHORT_ITEM and not set(item) & (IS | NOT) for item in items)
    return {tuple(item) for item in items} if plain else set()


def spans_of(text: str, gold: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, whatever their case and what joins them.

    Example:
        >>> spans_of("It is New-York.", ["new", "york"])
        [(6, 14)]
    """
    words = [re.escape(word).replace("ss", "(?:ss|ß)") for word in gold]
    wanted = re.compile(r"(?<!\w)" + r"[\W_]{1,3}".join(words) + r"(?!\w)", re.I)
    return [found.span() for found in wanted.finditer(_unaccented(text))]


def _unaccented(text: str) -> str:
    """Return a text of the same length with letters as `folded_words` has them."""
    plain = []
    for char in text:
        words = folded_words(char)
        plain.append(words[0] if len(words) == 1 and len(words[0]) == 1 else char)
    return "".join(plain)


def _again(said: Sequence[Sequence[str]], gold: Sequence[str]) -> bool:
    """Whether another sentence says of something else what one says of the reference."""
    mine = [words for words in said if list(gold) in _runs(words, len(gold))]
    for words in mine:
        at = _runs(words, len(gold)).index(list(gold))
        before, after = words[:at], words[at + len(gold) :]
        if len(before) + len(after) < 2:
            continue
        for other in said:
            long = len(before) + len(after) < len(other) <= len(words) + 2
            ends = list(other[: len(before)]) == list(before)
            ends = ends and list(other[len(other) - len(after) :]) == list(after)
            if long and ends and list(gold) not in _runs(other, len(gold)):
                return True
    return False


def _runs(words: Sequence[str], size: int) -> list[list[str]]:
    return [list(words[at : at + size]) for at in range(len(words) - size + 1)]


def _both_ways(said: Sequence[Sequence[str]], gold: Sequence[str]) -> bool:
    """Whether yes stands beside no: "yes and no", "yes/no"."""
    if len(gold) != 1 or gold[0] not in YES | NO:
        return False
    other = frozenset(("no", "nein", "non")) if gold[0] in YES else frozenset(("yes", "ja", "oui"))
    opening = [word for words in said[:1] for word in words[:2]]
    opens = YES if gold[0] in NO else NO
    if opening[:1] and opening[0] in opens - {gold[0]} and not set(opening[1:]) & _NO_SUCH:
        return True  # "Yes. No factor divides it."
    if said and said[-1][-1:] and said[-1][-1] in other:
        return True  # "You could say yes. I say no."
    return any(
        words[place] in other and not _is_determiner(words, place)
        for words in said
        for at in _at(words, gold[0])
        for place in range(max(0, at - 2), min(at + 3, len(words)))
    )


def _is_determiner(words: Sequence[str], place: int) -> bool:
    """Whether a `no` belongs to the noun behind it: "yes: no divisor goes into it"."""
    after = words[place + 1 : place + 2]
    return words[place] == "no" and bool(after) and after[0] not in YES | NO | OR | BUT | IS


def _at(words: Sequence[str], wanted: str) -> list[int]:
    return [at for at, word in enumerate(words) if word == wanted]


def _parted(segment: str, gold: Sequence[str]) -> bool:
    """Whether a stroke joins the reference to another word: "Prague/Brno", "Prague|Brno"."""
    text = visible(segment)
    return any(
        re.match(r"\s?[|/]\s?[^\W\d]", text[end:])
        or re.search(r"[^\W\d]\s?[|/]\s?$", text[max(0, start - 4) : start])
        for start, end in spans_of(text, gold)
    )


def _alone(said: Sequence[Sequence[str]], gold: Sequence[str]) -> bool:
    """Whether the reference is a sentence by itself and the only one so short."""
    short = [list(words) for words in said if 0 < len(words) <= len(gold) + 1]
    return bool(short) and all(words == list(gold) for words in short)


def _concluded(segment: str, gold: Sequence[str]) -> bool:
    """Whether the segment ends with the reference as its conclusion."""
    words = folded_words(visible(segment))
    before = words[-len(gold) - 3 : -len(gold)]
    ends = words[-len(gold) :] == list(gold)
    return ends and bool(set(before) & (IS | {"so", "therefore", "hence", "thus", "but"}))


def _word_denied(words: Sequence[str], at: int, size: int) -> bool:
    before = words[max(0, at - 3) : at]
    last = max((place for place, word in enumerate(before) if word in NOT), default=-1)
    # "not only", "no doubt it is X", "Not X, it is Y": a denial reaches up to the next verb.
    reach = before[last + 1 :]
    if last >= 0 and not set(reach) & (
        BUT | IS | {"doubt", "only", "but", "so", "therefore", "hence", "thus"}
    ):
        return True
    return denied_after(words[at + size :])


def _word_hedged(words: Sequence[str], at: int, size: int) -> bool:
    after, before = words[at + size : at + size + 1], words[max(0, at - 1) : at]
    if after == ["and"] and set(words[at + size + 1 : at + size + 2]) & _CHOICE:
        return True
    if size == 1 and words[at] == "no" and set(after) & _NO_SUCH:
        return True  # "no one knows" answers nothing with no
    if before == ["o"] and (at < 2 or words[at - 2] in IS | _BEFORE_ARTICLES):
        before = []  # the article of Portuguese: "a moeda é o iene"
    return bool((set(after) | set(before)) & _CHOICE)


def _gloss_dropped(text: str, gold: Sequence[str]) -> str:
    """Return a text without what stands in brackets directly behind the reference."""
    if not all(word.isascii() for word in gold):
        joined = re.compile(rf"({re.escape(''.join(gold))})\s?[(（][^()（）\n]{{0,40}}[)）]")
        return joined.sub(r"\1", text)
    for _, end in reversed(spans_of(text, gold)):
        gloss = re.match(r"\s?\([^()\n]{0,60}\)", text[end:])
        if gloss:
            text = f"{text[:end]} {text[end + gloss.end() :]}"
    return text


def _spells(item: Sequence[str], gold: Sequence[str]) -> bool:
    """Whether an item has a word of the reference with its letter, and nothing else."""
    return len(gold) > 1 and len(item) == 2 and item[1] in gold and item[0] == item[1][0]


def _few(places: list[_Place]) -> list[_Place]:
    """Return the first and the last places where a reference stands, so that many cost little."""
    return places if len(places) <= 2 * _MOST else places[:_MOST] + places[-_MOST:]


def _unspaced(segment: str, gold: Sequence[str], allowed: str, claims: bool) -> str:
    """Return why a reference in a script without spaces is denied or one of a choice."""
    text, name = visible(segment), "".join(gold)
    starts = [found.start() for found in re.finditer(re.escape(name), text.casefold())]
    spans = [(start, start + len(name)) for start in _few(starts)]
    whys = [standing(text, *span, allowed=allowed, claim=claims) for span in spans]
    either = [_is_of_two(text, *span) for span in spans]
    if not spans or not all(why or two for why, two in zip(whys, either, strict=True)):
        return ""
    if either[-1]:
        return "several_answers"
    return whys[-1]


def _is_of_two(text: str, start: int, end: int) -> bool:
    """Whether a word of choice stands at a name in a script without spaces."""
    before = text[max(0, start - 8) : start]
    return bool(_EITHER_BEHIND.match(text, end) or _EITHER_BEFORE.search(before))


def _unranked(items: list[list[str]]) -> list[list[str]]:
    """Return the items before those of which a text says that they come next: "Spanish follows"."""
    at = next((at for at, item in enumerate(items) if at and set(item) & _FOLLOWS), None)
    return items if at is None else items[:at]


def _holds_unspaced(text: str, gold: Sequence[str]) -> bool:
    name = "".join(gold)
    return not name.isascii() and name in text.casefold()


def _of_others_dropped(text: str, gold: Sequence[str]) -> str:
    """Return a text without clauses behind a semicolon that only say what other things are."""
    first, *clauses = _SEMICOLON.split(text)
    words = [folded_words(one) for one in clauses]
    kept = [
        one
        for one, said in zip(clauses, words, strict=True)
        if not set(said[1:-1]) & IS or list(gold) in _runs(said, len(gold)) or set(said) & _ALSO
    ]
    return (
        "; ".join([first, *kept]) if list(gold) in _runs(folded_words(first), len(gold)) else text
    )


_SEMICOLON = re.compile(r"\s*[;；]\s*")
_ALSO = folded_set("also too possible either likewise it answer this could may might or")


def _one_of_many(segment: str, gold: Sequence[str]) -> bool:
    """Whether the reference is one of at least three short items of a list, or of two options."""
    if len(gold) == 1 and gold[0] in YES | NO:
        return False  # of several: `_both_ways`
    text = _COMPOUND.sub(" ", _FORMULA.sub(" ", _DENIAL.sub(" ", visible(segment))))
    text = _of_others_dropped(_gloss_dropped(text, gold), gold)
    if not (spans_of(text, gold) or _holds_unspaced(text, gold)):
        text = _DENIAL.sub(" ", visible(segment))  # the reference stands in a formula
    parts = _ITEM.split(text)
    # "One of these: Mercury, Venus, ..." begins its list after the colon.
    items = [folded_words(part.rstrip(" :：").rpartition(":")[2]) for part in parts]
    items = [item for item in items if item and not all(map(str.isdigit, item))]
    items = _unranked(items)
    # "An electron; protons are positive": a statement of another thing is no further answer.
    items = [item for item in items if item[-len(gold) :] == list(gold) or not set(item[1:-1]) & IS]
    if len(gold) == 1 and len(gold[0]) == 1:
        # One letter: options may stand next to each other, each with its number.
        words = [word for item in items for word in item if not word.isdigit()]
        return len(set(words)) > 1 and all(len(word) == 1 for word in words)
    # "R = random, A = access" spells the reference out.
    items = [item for item in items if item[-len(gold) :] == list(gold) or not _spells(item, gold)]
    short = [item for item in items if len(item) <= _SHORT_ITEM]
    whole = [item for item in short if item[-len(gold) :] == list(gold)]
    return bool(whole) and len({tuple(item) for item in short}) >= _MANY
