r"""The value that one sentence states: in bold, behind its verb, or at the end of a chain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rewardkit_verifiers.math.lib.extraction.prose.facts import two_facts
from rewardkit_verifiers.math.lib.extraction.prose.kinds import Sort
from rewardkit_verifiers.math.lib.extraction.prose.no_values import GOES_ON, LABELS, SCALED
from rewardkit_verifiers.math.lib.extraction.prose.placed import core, placed
from rewardkit_verifiers.math.lib.extraction.prose.remarks import BOLD, SUMS_UP, without_remarks
from rewardkit_verifiers.math.lib.extraction.prose.subject import is_subject
from rewardkit_verifiers.math.lib.extraction.prose.tokens import (
    LETTER,
    Value,
    is_plain,
    key,
    values,
    with_unit,
)
from rewardkit_verifiers.math.lib.spoken import number_word

_LONGEST = 1_200
_RESTS = re.compile(
    rf"\s*(?:[,;]?\s*\bwhich (?:is|equals|makes|gives|comes to)(?={SUMS_UP})"
    r"|,\s(?:covering|earning|saving|making|leaving(?: (?:him|her|them|us|me))?(?: with)?)"
    r"(?=\s(?:exactly )?[$＄\d])"
    r"|[,;]?\s*\b(?:altogether|in total|in all|for a total of|total{1,2}ing),?"
    r"(?=\s[*$＄€£¥]{0,5}\d)"
    r"|→|⇒|⟹|=>|\\(?:implies|Rightarrow)|[,;:—–]?\s*\b(?:so|also genau|also|therefore"
    r"|thus|hence|(?<!after )(?<!before )(?<!by )(?<!from )giving(?! away| back| up| out)|which"
    r" gives|we get|we find|and so|that is why|also sind|damit|somit|donc|ce qui donne"
    r"|por lo tanto"
    r"|por tanto|así que|portanto|logo|quindi|dunque|поэтому|значит|следовательно|więc|dus)\b,?"
    r"|なので、?|したがって、?|よって、?|だから、?|因此,?|所以,?|故|이므로|따라서)\s*",
    re.IGNORECASE,
)
_ADVERBS = (
    r"(?:(?:therefore|thus|then|hence|exactly|precisely|now|simply|just|only|also|indeed|equal to"
    r"|given by|a total of|in total|currently|approximately|about|roughly|around|at least|at most"
    r"|at|to|in|on|for|a|an|the|of|be|been|value|genau|also|damit|dann|somit|insgesamt|etwa"
    r"|gleich"
    r"|donc|alors|exactement|égale? à|de|à|ainsi|por tanto|entonces|exactamente|igual a"
    r"|actualmente"
    r"|portanto|então|exatamente|quindi|esattamente|uguale a|pari a|ровно|точно|поэтому"
    r"|равна?|равно"
    r"|dokładnie|precies|dus|约为|为)\s*){0,4}"
)
_VERBS = (
    r"is|are|was|were|equals?|becomes?|gives?|gets?|got|have|has|had|costs?|takes?|took"
    r"|needs?|needed"
    r"|pays?|paid|earns?|earned|makes?|made|yields?|obtain|find|found|comes? (?:out )?to"
    r"|amounts? to"
    r"|adds? up to|totals?|measures?|weighs?|lasts?|contains?|holds?|travels?|covers?|drops?"
    r"|falls?"
    r"|rises?|rose|grows?|remains?|leaves?|left|lands? on|ends? (?:in|on|at|with|up with)"
    r"|works? out to"
    r"|be|reduces to|simplifies to|sells?|sold|buys?|bought|receives?|spends?|spent|saves?|saved"
    r"|ist|sind|beträgt|betragen|ergibt|dauert|kostet|hat|haben|braucht|wiegt|lautet|bleiben"
    r"|erhält"
    r"|est|sont|vaut|donne|coûte|mesure|reste|faut|dure|obtient|pèse|a|ont|met"
    r"|es|son|vale|equivale a|cuesta|tiene|tienen|mide|queda|quedan|tarda|pesa|hay|obtenemos|da"
    r"|é|são|custa|tem|têm|há|mede|resta|restam|fica|leva|obtemos"
    r"|è|sono|costa|ha|hanno|misura|rimangono|impiega|otteniamo"
    r"|равен|равна|равно|равны|составляет|стоит|стоил|стоила|получаем|будет|осталось|весит|имеет"
    r"|дорівнює|wynosi|jest|kosztuje|ma|mają|to|kost|duurt|heeft|hebben|zijn|wordt|är|er"
    r"|kostar|bir"
    r"|eşittir|là|bằng|có|adalah"
)
_OF = (
    r"(?:(?:an?|the)\s(?:\w+\s)?(?:remainder|distance|total|sum|product|difference|profit|loss"
    r"|area"
    r"|volume|perimeter|length|height|width|speed|average|mean|value|price|probability|rise"
    r"|increase|decrease|score|result)\sof\s)?"
)
_SAID = re.compile(
    rf"(?:(?<!{LETTER})(?:{_VERBS})|[=≈:：是为為等于等於はがを有]|等于|等於|共|需要|需"
    rf"|得)\s*{_OF}{_ADVERBS}\s*\Z",
    re.IGNORECASE,
)
_ESTIMATES = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|roughly|around|nearly|almost|over|under"
    r"|at (?:least|most)"
    r"|(?:more|less|fewer|greater|larger|bigger|smaller|higher|lower|longer|shorter) than"
    r"|up to|below|above|between|not|never|etwa|ungefähr|rund|circa"
    r"|mindestens"
    r"|höchstens|environ|au (?:moins|plus)|aproximadamente|al menos|como máximo|cerca de"
    r"|pelo menos"
    r"|no máximo|almeno|al massimo|около|примерно|не менее|не более)|约|約|大约|至少|至多|~|≈)"
    r"\s*\$?\Z",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:maybe|perhaps|probably|possibly|might|could be|may be|guess\w*|either|unsure"
    r"|(?<!we )(?<!you )(?<!one )(?-i:may)"
    r"|vielleicht|wahrscheinlich|peut-être|probablement|quizás?|tal vez|probablemente|talvez"
    r"|provavelmente|forse|probabilmente|возможно|наверное|вероятно|chyba|misschien)\b"
    r"|可能|也许|大概|たぶん|おそらく|かもしれ|아마|[?？]\W*\Z",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|cannot|nicht|kein\w*|pas|nunca|não|non|не)\b[^.;,]{0,30}\Z"
    r"|\bno\s(?:queda\w*|hay|es|son|tien\w*|val\w*|cuest\w*|sobra\w*|falta\w*)\b[^.;,]{0,30}\Z"
    r"|n['’]t\b[^.;,]{0,30}\Z"
    r"|\b(?:answer except|(?:double|twice|triple|half|square|root|reciprocal|negative) of)\s\$?\Z",
    re.IGNORECASE,
)
_OR = re.compile(
    r"\W*\b(?:or|oder|ou|o|или|lub|of|eller|veya)\b\W*|\W*(?:或者?|または|또는)\W*", re.IGNORECASE
)
_OR_WORD = re.compile(r"\b(?:or|oder|ou|o|или|lub|eller|veya)\b|或|または|또는", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:,|;|，|、|and|und|et|y|e|и|i|en|och|og|ve|和|与|及|と|,\s*and|,?\s*sowie)\s*",
    re.IGNORECASE,
)
# Not 4 but 5.
_BUT = re.compile(r"\bnot\s[^.;,]{1,30},?\s+but\s+(?:rather\s+)?(?=\S*\d)", re.IGNORECASE)
# x = 5 cannot hold.
_REFUSED = re.compile(
    r"[^.;,]{0,12}\b(?:can(?:not|['’]t)|is impossible|fails?|does(?: not|n['’]t)|is (?:wrong"
    r"|false|not)"
    r"|isn['’]t|contradicts)\b",
    re.IGNORECASE,
)
# As 36 has 9 divisors, there are 9 of them.
_SUBORDINATE = re.compile(
    r"\W*(?:as|since|because|when|given that|da|weil|comme|puisque|como|ya que|поскольку"
    r"|так как)\b",
    re.IGNORECASE,
)
# It's 6: 24 goes into 144 six times.
_TOLD = re.compile(
    r"(\W*(?:it|that)(?:['’]s| is) [^:;,$]{1,40}|\W*there (?:are|is) [^:;,$]{1,40}):\s(.+)",
    re.IGNORECASE | re.DOTALL,
)
_TURNED = re.compile(
    r"\b(?:no|not|actually|wait|but|or|wrong|cannot|so|hence|thus|therefore)\b|n['’]t\b|=", re.I
)
# Dividing by 2, x > 3: the last of several steps.
_STEPS = re.compile(
    r"[;,]\s+(?:(?:and )?then,? )?(?:we )?(?:dividing|subtracting|adding|multiplying|substituting"
    r"|solving|taking|simplifying|rearranging|factoring|squaring|plugging|setting|divide|subtract"
    r"|add|multiply)\b[^;]*\Z",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?=[^$]*(?:\$[^$]*\$[^$]*)*\Z)")
# She has 12 eggs at first and 5 are gone.
_SECOND_FACT = re.compile(r";|\b(?:and|but|while|whereas|und|aber|et|mais|y|pero|e|mas|и|а|но)\b")
_RELATION = re.compile(r"[=<>≤≥∈]|\\(?:leq?|geq?|lt|gt|in)(?![a-z])")
_RELATIONAL = ("equation", "list")
_JOINED = re.compile(
    r"\s*(?:(?:and|und|et|y|e|и|i|en|och|og|ve|和|与|及|と|to|bis|à|a|до|:|–|-)\s*|,\s*(?:and"
    r"|und)?\s*)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[*_\s]*[^\d=$*\n]{1,60}[:：][*_\s]*(?=\S)")


# Or in interval notation (-3, 3).
_IN_FORM = re.compile(
    r",?\s(?:or|and so|that is|i\.\s?e\.),?\s(?:equivalently,?\s|written\s)?in\s"
    r"(?:interval|set(?:-builder)?|scientific)\s(?:notation|form)[,:]?\s",
    re.IGNORECASE,
)
# All numbers but 2: and the set.
_ENDS_ON = re.compile(r"[:：]\s*\$(?P<inside>[(\[{\\][^$=]{1,200})\$[.。\s]*\Z")
_CHANGED = re.compile(
    r"\b(?:not|never|or|if|twice|double|half|check|example|error|wrong|instead|note|given"
    r"|formula)\b"
    r"|n['’]t\b|[?？]",
    re.IGNORECASE,
)
# The probability is 3 in 8, or 3 out of 8.
_CHANCE = re.compile(r"\b(?:probability|chances?|likelihood|odds)\b", re.IGNORECASE)
_IN = re.compile(r"(?<![\d.,/])(\d{1,9})\s(?:in|out of)\s(?:every\s)?(\d{1,9})(?![\d.,/]*\d)")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sentence states.

    Attributes:
        text: The value, or an empty text where none is certain.
        others: Rivals that it states as well.
        hedged: Whether it only guesses.
    """

    text: str = ""
    others: tuple[str, ...] = ()
    hedged: bool = False


def stated(sentence: str, given: frozenset[str], sort: Sort = "value") -> Stated:
    r"""Return the value that a sentence states.

    Args:
        sentence: One sentence of a reply.
        given: Keys of the numbers that the problem itself gives.
        sort: The sort of the reference: in a list values joined by *and* are one answer.

    Example:
        >>> stated("So 98.6 °F is 37 °C (310.15 K).", frozenset(("98.6",))).text
        '37 °C'
        >>> stated("It may be 41 or 42.", frozenset()).hedged
        True
    """
    plain = without_remarks(sentence[:_LONGEST], exact=sort not in ("decimal", "any"))
    if _CHANCE.search(plain) is not None:
        plain = _IN.sub(r"\1/\2", plain)
    if _HEDGES.search(plain):
        return Stated(hedged=True)
    if (instead := _BUT.search(plain)) is not None:
        plain = plain[instead.end() :]
    if (form := _IN_FORM.search(plain)) is not None and values(plain[: form.start()]):
        plain = plain[: form.start()] if sort in _RELATIONAL else plain[form.end() :]
    bold = _bold(plain, given, sort)
    if bold is not None:
        return bold
    if (last := _ENDS_ON.search(plain)) is not None and not _CHANGED.search(plain[: last.start()]):
        return Stated(last["inside"].strip())
    plain = plain.replace("**", "").replace("__", "")
    return _of(plain, given, sort)


def _bold(plain: str, given: frozenset[str], sort: Sort) -> Stated | None:
    """Return what the values in bold say, or None where there is not one."""
    found: dict[str, tuple[str, int, int]] = {}
    for match in BOLD.finditer(plain):
        inner = match[2].strip()
        label = inner.endswith((":", "："))
        if label or not values(inner):
            continue
        found[key(inner)] = (inner, match.start(), match.end())
    if not found:
        return None
    if len(found) == 1:
        inner, begin, end = next(iter(found.values()))
        if _DENIED.search(plain[:begin]):
            return Stated(hedged=True)
        bare = not re.search(rf"{LETTER}{{3,}}", inner) and not inner.endswith("?")
        said = Stated(inner) if bare and "≈" not in inner else _of(inner, given, sort)
        about = _ESTIMATES.search(plain[:begin])
        if said.text and about is not None:
            return Stated(f"{about[0].strip()} {said.text}")
        after = plain[end:].lstrip()
        unit = after[:1] not in ("", ".", ",")
        if said.text and is_plain(said.text) and unit and inner == said.text:
            held = Value(inner, 0, len(inner))
            return Stated(with_unit(f"{inner} {after}", held))
        return said if said.text else Stated(inner)
    return None


def _of(plain: str, given: frozenset[str], sort: Sort) -> Stated:
    split = [piece for piece in _RESTS.split(plain) if piece.strip(" .")]
    if len(split) > 1 and not values(split[-1]) and _spoken(split[-1]):
        return Stated(split[-1])
    pieces = [piece for piece in split if values(piece)]
    clause = pieces[-1] if pieces else plain
    if _SUBORDINATE.match(clause) and values(tail := _COMMA.split(clause)[-1]):
        clause = tail
    if sort not in _RELATIONAL and (chain := _chained(clause)) is not None:
        return chain
    label = _LABEL.match(clause)
    denies = label is not None and _DENIED.search(label[0].rstrip("*_ :：")) is not None
    if label is not None and not denies and values(clause[label.end() :]):
        clause = clause[label.end() :]
    clause = core(clause)
    found = [one for one in values(clause) if not LABELS.search(clause[: one.begin])]
    if not found:
        return Stated(hedged=bool(values(clause)))
    told = _TOLD.match(clause)
    if told is not None and len(values(told[1])) == 1 and not _TURNED.search(told[2]):
        return _one(told[1], values(told[1])[0])
    if sort == "equation" and not any(_RELATION.search(one.text) for one in found):
        return Stated()
    if len(found) == 1:
        return _one(clause, found[0])
    listed = sort == "list" or (sort == "any" and _SAID.search(clause[: found[0].begin]))
    if listed and (joined := _joined(clause, found)):
        return Stated(joined)
    if (both := _alternatives(clause, found)) is not None:
        return both
    if sort not in _RELATIONAL and (result := placed(clause, found)) is not None:
        return _one(clause, result)
    if sort == "equation":
        related = [one for one in found if _RELATION.search(one.text)]
        if len(related) == 1:
            return Stated(related[0].text)
        if related and related[-1] is found[-1] and _STEPS.search(clause[: related[-1].begin]):
            return Stated(related[-1].text)
    found = [one for at, one in enumerate(found) if not _is_joined(clause, found, at)]
    said = [one for one in found if _SAID.search(clause[: one.begin])]
    if len({key(one.text) for one in said}) == 1:
        later = [one for one in found if one.begin > said[-1].end and key(one.text) not in given]
        if any(_SECOND_FACT.search(clause[said[-1].end : one.begin]) for one in later):
            return Stated()
        if rivals := _rivals(clause, said[-1]):
            return Stated(said[-1].text, rivals)
        return _one(clause, said[0])
    if found and not said and is_subject(clause, found[0], given):
        return _one(clause, found[0])
    new = [one for one in found if key(one.text) not in given]
    if len({key(one.text) for one in new}) == 1:
        return _one(clause, new[0])
    fresh = [one for one in said if key(one.text) not in given]
    if len({key(one.text) for one in fresh}) == 1:
        return _one(clause, fresh[0])
    if said and said[-1] is found[-1] and not re.search(rf"{LETTER}", clause[found[-1].end :]):
        between = clause[said[-2].end : said[-1].begin]
        if two_facts(clause[: said[-2].begin], between):
            return Stated()
        if _OR_WORD.search(between):
            return Stated(said[-1].text, (said[-2].text,))
        return _one(clause, said[-1])
    return Stated()


def _alternatives(clause: str, found: list[Value]) -> Stated | None:
    """Return two values joined by *or*: relations are one answer, last numbers are rivals."""
    for one, other in pairwise(found):
        if not _OR.fullmatch(clause[one.end : other.begin]) or key(one.text) == key(other.text):
            continue
        if _RELATION.search(one.text) and _RELATION.search(other.text):
            return Stated(f"{one.text} or {other.text}")
        if other is found[-1]:
            return Stated(other.text, (one.text,))
    return None


def _rivals(clause: str, value: Value) -> tuple[str, ...]:
    """Return the value that stands behind another one and *or*: 2 or 3 when divided by 7."""
    later = [one for one in values(clause) if one.begin >= value.end]
    if later and _OR.fullmatch(clause[value.end : later[0].begin]) is not None:
        return (later[0].text,) if key(later[0].text) != key(value.text) else ()
    return ()


def _is_joined(clause: str, found: list[Value], at: int) -> bool:
    """Whether a value is one of several that are joined: 71 and 72, 5 to 7."""
    pairs = pairwise(found[max(0, at - 1) : at + 2])
    return any(_JOINED.fullmatch(clause[one.end : other.begin]) for one, other in pairs)


def _spoken(piece: str) -> bool:
    """Whether a piece of a sentence ends on a number in words, with at most one word behind it."""
    words = [word for word in re.split(r"[^\w-]+", piece) if word]
    return any(number_word(word) is not None for word in words[-2:])


def _one(clause: str, value: Value) -> Stated:
    """Return a value with its unit, and with a word that bounds it; none that is denied."""
    before = clause[: value.begin]
    if _DENIED.search(before) or _REFUSED.match(clause[value.end :]) or SCALED.search(before):
        return Stated(hedged=True)
    about = _ESTIMATES.search(before)
    text = with_unit(clause, value)
    return Stated(f"{about[0].strip()} {text}" if about is not None else text)


def _joined(clause: str, found: list[Value]) -> str:
    """Return the values at the end of a clause that are joined by commas and *and*."""
    last = len(found) - 1
    first = last
    while first and _AND.fullmatch(clause[found[first - 1].end : found[first].begin]):
        first -= 1
    return ", ".join(value.text for value in found[first:]) if first < last else ""


def _chained(clause: str) -> Stated | None:
    """Return the last member of a chain of equalities on which a clause ends, or None."""
    at = clause.rfind("=")
    if at < 0 or clause.count("$") or "\\" in clause or clause[at - 1 : at] in "<>!≠":
        return None
    rest = clause[at + 1 :].strip()
    found = values(rest)
    if not found or found[0].begin > 0:
        return None
    value = found[0]
    text = with_unit(rest, value)
    if _REFUSED.match(rest[value.end :]) or GOES_ON.match(rest, value.end):
        return Stated(hedged=True)
    later = [one for one in found[1:] if one.begin > len(text)]
    if any(not is_plain(one.text) or _SAID.search(rest[: one.begin]) for one in later):
        return None
    return Stated(text)
