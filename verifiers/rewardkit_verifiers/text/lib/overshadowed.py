"""Whether a reply gives another answer first and names the accepted one only in passing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rewardkit_verifiers.text.lib.clauses import Clause, clauses, stem, stems_asked
from rewardkit_verifiers.text.lib.items import VERBS
from rewardkit_verifiers.text.lib.mentions import UNITS, Mention
from rewardkit_verifiers.text.lib.tokens import MONTHS, Token, listed

YEAR = re.compile(r"1\d{3}|20\d{2}")
# Words before the accepted answer that choose it after all.
_CHOSEN = re.compile(r"\b(?:answer|correct(?:ion)?|actually|rather|i mean)\b", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:where|city|country|nation|state|county|continent|island|town|region|place)\b", re.I
)
_LIES = frozenset(listed("in on of at near off from"))
# Words behind which more is told of the lead, or the same is said again.
_SAME = frozenset(
    listed(
        "or aka alias namely called named known ie i.e. by real better nicknamed born full formerly"
        " meaning abbreviated commonly also officially played voiced portrayed performed with"
    )
)
_NAMED = frozenset(listed("or aka alias namely called named name known by"))
OPENINGS = frozenset(
    listed(
        "sure yes no ok okay well certainly absolutely great good easy thanks hello hi hmm right"
        " correct exactly definitely probably answer final question note summary step course fun"
        " fact nice reply response short simple quick here let however also therefore according"
        " source"
    )
)
_COPULAS = frozenset(listed("is are was were end ends"))
_PRONOUNS = frozenset(listed("it he she they this that these those there i we you"))
_TITLES = frozenset(listed("the a an mr mrs dr sir king queen president late"))
_NAME = r"((?:[A-Z][\w'’.-]*\s+){1,3})"
_IS = r"(?:is|was|are|were)"
_HEAD = re.compile(rf"\W*(?:[Tt]he\s+)?{_NAME}([a-z]\w+)")
_WORD = re.compile(rf"\W*(?:(?:the|an?)\s+)?(\w+)\s+{_IS}\b", re.IGNORECASE)
_ENDS = r"\s+(?:the\s+|an?\s+)?((?:[A-Z][\w'’.-]*\s*){1,3})\W*$"
_TAIL = re.compile(rf"\b(?:{_IS}|by){_ENDS}")
_TAIL_PLACE = re.compile(rf"\b(?:in|at){_ENDS}")
_FIRST = re.compile(r"(?<!\b[A-Z])\.\s|[,;!?(\n—]\s|\s[-–—]\s|\s\(|[,;]$")
_ADVERBIAL = re.compile(
    r"\W*(?:in|on|at|during|throughout|after|before|since|from|as|according|when|while|if|although"
    r"|through|over|among|by|with|under|like|unlike)\b",
    re.IGNORECASE,
)
_TURNS = frozenset(
    listed(
        "which who that then next not but often similar after before while as though near under"
        " because since alloyed followed like unlike just never sometimes always usually"
    )
)
_STRONG = re.compile(r"[;.!?]\s")
_KIN_OF = re.compile(
    r",\s(?:the\s)?(?:father|mother|son|daughter|brother|sister|wife|husband|grand\w+|uncle|aunt"
    r"|nephew|niece|cousin|successor|predecessor|student|teacher)\s(?:of|to)\s",
    re.IGNORECASE,
)
# A rival that is denied, or was so once, is none.
NO_RIVAL = re.compile(
    r"\b(?:not|nicht|niet|non|pas|não|isn't|wasn't|forget|never mind|no longer|until|used to be"
    r"|former(?:ly)?|previously|once|moved from"
    r"|many (?:people )?(?:think|believe|assume)|often (?:thought|mistaken|confused))\b",
    re.IGNORECASE,
)
_LEAD, _LEAD_WORD, _BARE, _LITTLE, _NEAR = 6, 3, 1, 1, 3


@dataclass(frozen=True, slots=True)
class Told:
    """A reply cut into clauses, with what its question asks and what is accepted.

    Attributes:
        text: The reply.
        parts: Its clauses.
        prompt: The question.
        question: The stems of its words.
        known: The words of the question and of all accepted answers.
    """

    text: str
    parts: Sequence[Clause]
    prompt: str
    question: frozenset[str]
    known: frozenset[str]


def told(
    text: str,
    said: Sequence[Token],
    prompt: str,
    question: Sequence[str],
    accepted: Collection[str],
) -> Told:
    """Return a reply cut into clauses.

    Args:
        text: The reply.
        said: Its words.
        prompt: The question.
        question: Its words.
        accepted: The words of all accepted answers.
    """
    stems = stems_asked(question)
    known = frozenset(accepted) | frozenset(question)
    return Told(text, clauses(text, said, stems), prompt, stems, known)


def overshadowed(reply: Told, mention: Mention) -> bool:
    """Return whether a mention stands beside another answer, which the reply gives first.

    Two kinds are known: a name, word or number alone at the beginning ("Juno. Venus is a planet."),
    and a clause that says of another name what is asked ("Sydney is the capital; Canberra is an
    inland city."), while that of the mention takes up less of the question.
    """
    clause = next((one for one in reply.parts if one.start <= mention.start < one.end), None)
    if clause is None or _CHOSEN.search(reply.text, clause.start, mention.start):
        return False
    before = reply.text[clause.start : mention.start]
    if not before.strip() and reply.text[: clause.start].rstrip().endswith(":"):
        return False
    kind = kind_of(mention, reply.text)
    return _after_fragment(reply, mention, kind) or _after_statement(reply, clause, mention, kind)


def kind_of(mention: Mention, text: str) -> str:
    """Return `date`, `number`, `name` or `word`: what kind of answer a mention is."""
    forms = mention.alias.forms
    if any(YEAR.fullmatch(form) for form in forms) or not MONTHS.isdisjoint(forms):
        return "date"
    if forms[0][0].isdigit():
        return "number"
    # At the beginning of a sentence a capital says nothing.
    named = text[mention.start].isupper() and mention.alias.text != mention.alias.text.lower()
    return "name" if named or _capital_within(mention, text) else "word"


def _capital_within(mention: Mention, text: str) -> bool:
    """Whether a mention has a capital, and does not begin a sentence."""
    return text[mention.start].isupper() and text[: mention.start].rstrip()[-1:] not in (
        "",
        *".;!?(\n",
    )


def rivals_of(said: Sequence[Token], kind: str, known: Collection[str]) -> list[Token]:
    """Return the words that could be another answer of a kind."""
    fresh = [token for token in said if token.form not in known]
    if kind == "date":
        return [one for one in fresh if YEAR.fullmatch(one.form) or one.form in MONTHS]
    if kind == "number":
        return [one for one in fresh if one.form[0].isdigit() and not YEAR.fullmatch(one.form)]
    if kind == "name":
        return [one for one in fresh if one.capital and one.form not in VERBS | _PRONOUNS]
    return fresh


def _after_fragment(reply: Told, mention: Mention, kind: str) -> bool:
    """Whether a reply begins with another answer alone, and the mention is told about it."""
    first = _FIRST.search(reply.text)
    if first is None or first.start() > mention.start:
        return False
    lead = _lead(reply, first.start() + 1)
    if not lead or len(lead) > _LEAD:
        return False
    if any(one.form in VERBS | OPENINGS | _PRONOUNS and not _is_name(one) for one in lead):
        return False
    rivals = rivals_of(lead, kind, reply.known)
    if first[0][0] == "?" or NO_RIVAL.search(reply.text, 0, first.start() + 1):
        return False
    if not _is_bare(reply, lead, kind):
        return False
    if not rivals or (kind == "word" and len(lead) > _LEAD_WORD):
        return False
    written = re.findall(r"[\w.'’]+", reply.text[first.end() : mention.start])
    between = [word.casefold() for word in written]
    if all(word in _TITLES for word in between):
        strong = first[0].strip()[:1] in (".", ";", "!", "(")
        stop = re.compile(r"[).;,!?\n]|$").search(reply.text, mention.end)
        tail = reply.text[mention.end : stop.start() if stop else None].split()
        owner = kind == "name" and reply.text[mention.start : mention.end].endswith("'s")
        return (strong and len(tail) > _BARE) or (owner and len(tail) > 0)
    linked = [word for word in between if word not in _TITLES]
    near = not _STRONG.search(reply.text, first.end(), mention.start)
    if (
        near
        and _WHERE.search(reply.prompt)
        and (linked[-1] in _LIES or all(word[0].isupper() for word in written))
    ):
        return False
    if kind == "word" and near and first[0].strip() == "," and between[0] not in _TURNS:
        return False  # a large, tame bear
    if between[0] != "followed" and (between[0] in _SAME or _NAMED.intersection(between)):
        return False
    if _KIN_OF.match(reply.text[first.start() :]):
        return True  # George, father of Edward: whose father is asked, and not Edward
    return not any(stem(word) in reply.question for word in between)


def _is_bare(reply: Told, lead: Sequence[Token], kind: str) -> bool:
    """Whether a lead is an answer and nothing else."""
    fresh = [one for one in lead if one.form not in reply.known]
    if kind == "date":
        return all(one.form[0].isdigit() or one.form in MONTHS for one in fresh)
    if kind == "number":
        return all(one.form[0].isdigit() or one.form in UNITS for one in fresh)
    if _ADVERBIAL.match(reply.text):
        return False
    return kind == "word" or all(one.capital for one in fresh)


def _lead(reply: Told, end: int) -> list[Token]:
    """Return the words of a reply before a place, without "It was" and the like before a name."""
    lead = [token for part in reply.parts for token in part.said if token.end <= end]
    at = next((i for i, one in enumerate(lead) if one.form in _COPULAS), None)
    framed = at is not None and all(
        one.form in _PRONOUNS or stem(one.form) in reply.question for one in lead[:at]
    )
    return lead[at + 1 :] if framed and at is not None else lead


def _is_name(token: Token) -> bool:
    """Whether a word is a first name that is a verb too: Will, May."""
    return token.capital and token.form in ("will", "may")


def _after_statement(reply: Told, clause: Clause, mention: Mention, kind: str) -> bool:
    """Whether a clause before that of the mention says what is asked of another name."""
    before = [one for one in clause.said if one.end <= mention.start][-_NEAR:]
    if any(stem(one.form) in reply.question for one in before):
        return False
    at = reply.parts.index(clause)
    if kind == "name" and any(
        _done_by_another(reply, one, mention) for one in reply.parts[: at + 1]
    ):
        return True
    for one in reply.parts[:at]:
        rivals = rivals_of(one.said, kind, reply.known)
        if not rivals or _denied(reply, one):
            continue
        if kind in ("date", "number"):
            if one is reply.parts[0] and len(one.asked) >= len(clause.asked):
                return True
        elif len(clause.asked) > _LITTLE or len(one.asked) <= len(clause.asked):
            continue
        elif kind == "name" and _framed(reply, one, rivals):
            return True
        elif kind == "word" and (head := _WORD.match(reply.text[one.start : one.end])):
            return any(token.start == one.start + head.start(1) for token in rivals)
    return False


def _denied(reply: Told, clause: Clause) -> bool:
    """Whether a clause says what is not so, or was so before, and the question asks of today."""
    found = NO_RIVAL.search(reply.text, clause.start, clause.end)
    return found is not None and found[0].casefold() not in reply.prompt.casefold()


def _done_by_another(reply: Told, clause: Clause, mention: Mention) -> bool:
    """Whether a clause says that another did what is asked: Ida sang it, Ida did."""
    head = _HEAD.match(reply.text[clause.start : clause.end])
    if head is None or clause.start + head.end() > mention.start:
        return False
    low, high = clause.start + head.start(1), clause.start + head.end(1)
    subject = [token for token in clause.said if low <= token.start < high]
    if not rivals_of(subject, "name", reply.known):
        return False
    if _denied(reply, clause):
        return False
    did = head[2] in ("did", "does")
    behind = reply.text[clause.start + head.end() : clause.end].split()[:1]
    return did or (stem(head[2]) in reply.question and behind in (["it"], ["it."], ["this"]))


def _framed(reply: Told, clause: Clause, rivals: Sequence[Token]) -> bool:
    """Whether a name is said to be what is asked: Sydney is the capital, the capital is Sydney."""
    text = reply.text[clause.start : clause.end]
    head = _HEAD.match(text)
    if head and (head[2] in ("is", "was", "are", "were") or stem(head[2]) in reply.question):
        low, high = clause.start + head.start(1), clause.start + head.end(1)
        if any(low <= token.start < high for token in rivals):
            return True
    tail = _TAIL.search(text)
    if tail is None and _WHERE.search(reply.prompt):
        tail = _TAIL_PLACE.search(text)
    return tail is not None and any(one.start >= clause.start + tail.start(1) for one in rivals)
