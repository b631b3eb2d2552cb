"""Replies of nothing but talk: promises, praise of themselves, verdicts, greetings, empty forms.

A judge can be talked into approving of them, and none is needed to see that they hold nothing. A
reply is refused only where every sentence is of such a kind, says nothing besides that is not in
the question, and the question does not ask for the kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Literal

from rewardkit.judge.gate.content import Nothing, content_of
from rewardkit.judge.gate.markup import without_markup
from rewardkit.judge.gate.stubs import asks_for_form
from rewardkit.reading.vocabulary import NO, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.bare_marks import only_headings, only_verdicts
from rewardkit_verifiers.judge.lib.courtesies import COURTEOUS
from rewardkit_verifiers.judge.lib.empty_forms import is_empty_form
from rewardkit_verifiers.judge.lib.hollow_forms import (
    is_graded_json,
    only_plans,
    repeats_a_word,
    restates,
)
from rewardkit_verifiers.judge.lib.speaking import GRADING, PLAIN, QUALITY, SPEAKING
from rewardkit_verifiers.judge.lib.talk_excuses import (
    DECISION,
    OF_ITSELF,
    QUOTED,
    SENTENCE,
    TRANSFORMS,
    kinds_at_issue,
    says,
)
from rewardkit_verifiers.judge.lib.talk_guards import is_marked
from rewardkit_verifiers.judge.lib.talk_marks import MARKS, Kind
from rewardkit_verifiers.judge.lib.talk_unspaced import residue

_LONGEST = 4_000
_ORDERS = re.compile(
    r"\W*(?:please )?(?:explain|describe|discuss|write|give|list|name|summari[sz]e|tell|compose"
    r"|draft|outline|compare|argue|create|suggest|propose|provide)\b",
    re.IGNORECASE,
)
_ORDER_STEMS = frozenset(
    word[:5]
    for word in folded_set(
        "please explain describe discuss write give list name summarize tell compose draft outline"
        " compare argue create suggest propose provide short brief sentence paragraph words"
    )
)
_MOST_OF_IT = 0.6
_STEM, _A_FORM = 5, 3
_TASK, _TASK_WORDS = 400, 30
_LIST_MARK = re.compile(r"^\W*(?:\d{1,2}[.):]\s+)?")
_GRADED = re.compile(r"\b(?:10|5|100|20)\s?/\s?(?:10|5|100|20)\b|\b100\s?%")
_LEAD = re.compile(r"[:–—]\s+(?=\S)|\s-\s")
# How much of the words of substance of a sentence may be of words that nobody knows here.
_SHARE: dict[Kind, float] = {
    "promise": 0.26,
    "claim": 0.26,
    "filler": 0.34,
    "praise": 0.4,
    "verdict": 0.4,
    "injection": 0.5,
    "refusal": 0.6,
}
_MOST_STRANGE = 2
_REASON = folded_set(
    "because since means mean when which where whereas while therefore so weil denn damit bedeutet"
    " heisst wenn parce car quand signifie lorsque porque cuando significa perche quando poiche"
    " but aber mais pero ma mas но omdat потому когда значит oznacza bo"
)
_FUNCTION = PLAIN | folded_set(
    "i me my we us our you your he she one each every some any then also very just here now yes"
    " im am ll ve s t d m re be up out about more most much many"
)
_PLAIN_KINDS: frozenset[Kind] = frozenset(("promise", "filler", "claim", "praise"))
_ADVICE = re.compile(
    r"^\W*(?:please|you (?:may|might|can|could|should)|i(?:['’]d| would)? (?:recommend|suggest)"
    r"|if you|feel free|is there|let me|instead|perhaps|maybe|bitte|veuillez|por favor|consult)\b",
    re.IGNORECASE,
)
_TOLERATED = 0.13
# Long talk around a task: so many words, so many sentences with a mark, so little that is new.
_LONG, _FEW_MARKS, _STRANGE = 40, 2, 0.15
_KNOWN = SPEAKING | PLAIN | COURTEOUS
_OF_TEXTS = _KNOWN | QUALITY | GRADING
_STEMS = frozenset(word[:_STEM] for word in _OF_TEXTS if len(word) > _STEM)
_CLOSING = ("]", "}}", ">")
_KEY = re.compile(r'\W*"[\w -]{1,40}"\s*:')
_ASKS = folded_set("what which who whom whose where when why how should could would can was wie")
_QUOTES = ("'", '"', "“", "«", "„", "‘", ">")
_SURELY = folded_set("absolutely definitely certainly of indeed naturally sure surely")
_DECIDES = (YES | NO) - {"o"}

Sort = Literal["talk", "neutral", "matter"]


def judged_content(
    completion: str, prompt: str = "", criteria: Sequence[str] = (), *, wanted: bool = True
) -> str | Nothing:
    """Return what of a completion a judge is asked about, or why none is.

    Args:
        completion: What the policy wrote.
        prompt: The task.
        criteria: What it is judged by.
        wanted: Whether the criteria say what is wanted, so that a reply that only refuses, greets
            or says the task again counts as nothing.

    Example:
        >>> judged_content("I'd love to write it! Please wait a moment.", "Write a haiku.").reason
        'no_answer'
        >>> judged_content("Snow falls.", "Write a haiku.")
        'Snow falls.'
    """
    content = content_of(completion, prompt)
    if isinstance(content, Nothing):
        return content
    short = len(folded_words(content)) <= _A_FORM
    if short and asks_for_form(prompt) and not content.lstrip().endswith(_CLOSING):
        return content
    kind = empty_talk(content, prompt, criteria, wanted=wanted)
    if not kind:
        return content
    said = f"{content.strip()[:60]!r} {_SAYS[kind]} and gives none of what was asked for"
    return Nothing("no_answer", said)


_SAYS = {
    "promise": "promises",
    "claim": "says that it is done",
    "praise": "praises itself",
    "verdict": "grades itself",
    "injection": "speaks to the judge",
    "refusal": "declines",
    "filler": "is courtesy",
    "echo": "says the task again",
    "form": "is a form that nobody filled in or one word again and again",
}


def empty_talk(
    text: str, prompt: str = "", criteria: Sequence[str] = (), *, wanted: bool = True
) -> str:
    """Return of what kind of talk a reply is that says nothing else, or an empty text.

    Args:
        text: The reply without its reasoning.
        prompt: The task.
        criteria: What the reply is judged by.
        wanted: Whether refusing, courtesy and saying the task again are such talk, too; refusing
            is none where the task or the criteria ask for it.

    Example:
        >>> empty_talk("Score: 10/10. All criteria are met.", "Explain rain.")
        'verdict'
        >>> empty_talk("Great question! Drops join and fall.", "Explain rain.")
        ''
    """
    shown = visible(without_markup(text)).strip()
    if is_graded_json(text.strip()[:_LONGEST], prompt) or only_verdicts(text.strip(), prompt):
        return "verdict"
    if repeats_a_word(shown[:_LONGEST], prompt):
        return "form"
    if not shown or len(shown) > _LONGEST or "```" in shown:
        return ""
    # What a long task brings along is to be worked on, and known to no talk of it.
    asked = {word[:_STEM] for word in folded_words(visible(prompt[:_TASK]))[:_TASK_WORDS]}
    if is_empty_form(shown, prompt, asked) or only_headings(shown, prompt):
        return "form"
    if only_plans(shown):
        return "promise"
    if wanted and restates(shown) and not _strange(folded_words(shown), _KNOWN, asked):
        return "echo"
    kinds = kinds_at_issue(prompt, " ".join(criteria), wanted)
    if not kinds:
        return ""
    found = [
        (one.strip(), _mark(one, kinds, asked, prompt))
        for one in SENTENCE.split(shown)
        if says(one)
    ]
    marks = [mark for _, mark in found if mark]
    if not marks:
        return "echo" if wanted and _echoes(shown, prompt, asked) else ""
    itself = any(mark in OF_ITSELF for mark in marks)
    known = _OF_TEXTS if itself or "claim" in marks else _KNOWN
    sorts = [
        "talk"
        if mark
        else _sort(one, known, asked if itself else frozenset(), asked, "refusal" in marks)
        for one, mark in found
    ]
    if sorts.count("matter") > _TOLERATED * len(sorts) * itself:
        words = folded_words(shown)
        strange = _strange(words, _OF_TEXTS, asked)
        long = len(words) >= _LONG and len(marks) >= _FEW_MARKS
        if not long or len(strange) > _STRANGE * _weight(words, asked):
            return ""
    return max(marks, key=lambda mark: (mark in OF_ITSELF, marks.count(mark)))


def _echoes(text: str, prompt: str, asked: Set[str]) -> bool:
    """Whether a reply to an order says the order again in other words, and nothing else."""
    if not _ORDERS.match(prompt) or TRANSFORMS.search(prompt) or QUOTED.search(prompt):
        return False
    words = folded_words(text)
    if sum(map(says, SENTENCE.split(text))) > 1:
        return False
    wanted = {word[:_STEM] for word in _weighty(folded_words(prompt))} - _ORDER_STEMS
    said = {word[:_STEM] for word in words}
    if len(wanted) < 2 or _strange(words, _KNOWN, asked):
        return False
    return len(wanted & said) >= _MOST_OF_IT * len(wanted)


def _mark(sentence: str, kinds: Sequence[Kind], asked: Set[str], prompt: str) -> Kind | None:
    """Return the kind of talk that a sentence is of and says nothing besides."""
    spoken = residue(sentence, asked)
    if spoken is not None:
        return next((kind for kind in kinds if kind == spoken), None)
    if sentence.lstrip().startswith(_QUOTES) and not _KEY.match(sentence):
        return None
    words = folded_words(_GRADED.sub(" ", _LIST_MARK.sub("", sentence)))
    sure = bool(words) and len(words) <= _A_FORM and words[0] in _SURELY
    if (set(words) & _DECIDES or sure) and DECISION.search(prompt):
        return None  # "Definitely yes."
    strange = _strange(words, _OF_TEXTS, asked)
    bare = [word for word in strange if not any(map(str.isdigit, word))]
    weight = _weight(words, asked)
    for kind in kinds:
        new = bare if kind == "verdict" else strange
        if kind == "refusal" and _goes_on(sentence, asked):
            continue
        if len(new) > _SHARE[kind] * weight or not is_marked(kind, sentence, prompt):
            continue
        if not (kind in _PLAIN_KINDS and new and _tells(sentence, words, new)):
            return kind
    return None


def _heading(sentence: str, prompt: str) -> bool:
    """Whether a sentence is a few words of the task, as over a text."""
    words = folded_words(sentence)
    return len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(folded_words(prompt))} "


def _tells(sentence: str, words: Sequence[str], strange: Sequence[str]) -> bool:
    """Whether words that are not known here stand in what looks like a statement."""
    if _LEAD.search(sentence) or set(words) & _REASON:
        return True  # "Here is the answer: Paris"
    return len(strange) > _MOST_STRANGE or any(map(str.isdigit, "".join(strange)))


def _weighty(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _FUNCTION]


def _weight(words: Sequence[str], asked: Set[str]) -> int:
    """Return how many words of substance are not there because the task has them."""
    own = [word for word in _weighty(words) if word in _OF_TEXTS or word[:_STEM] not in asked]
    return len(own)


def _goes_on(sentence: str, asked: Set[str]) -> bool:
    """Whether a refusal says something behind a but: "I can't see it, but it is a horse"."""
    last = _BUT.split(sentence)[-1]
    if last == sentence or MARKS["refusal"].search(last) or _NO_FIND.search(last):
        return False
    return len(_strange(folded_words(last), _OF_TEXTS, asked)) > 0


_BUT = re.compile(r"\b(?:but|however|although|though|still|yet)\b,?", re.IGNORECASE)
_NO_FIND = re.compile(
    r"\b(?:could|can|did|do|am|was|is)(?: not|n['’]t|not)\b|\bunable\b", re.IGNORECASE
)


def _strange(words: Sequence[str], known: Set[str], asked: Set[str]) -> list[str]:
    stems = _STEMS if known is _OF_TEXTS else frozenset()
    return [
        word
        for word in words
        if word not in known
        and word[:_STEM] not in asked
        and (len(word) > 1 or word.isdigit())
        and not (len(word) > _STEM and word[:_STEM] in stems)
    ]


def _sort(sentence: str, known: Set[str], asked: Set[str], echoed: Set[str], refused: bool) -> Sort:
    """Return whether a sentence without a mark says something."""
    words = folded_words(_GRADED.sub(" ", _LIST_MARK.sub("", sentence)))
    if not words or (refused and _ADVICE.search(sentence)) or residue(sentence, echoed):
        return "neutral"
    if len(words) == 1 and words[0] in _DECIDES:
        return "matter"
    if sentence.rstrip().endswith(("?", "？")) and not _strange(words, _KNOWN, echoed):
        return "matter" if words[0] in _ASKS else "neutral"  # "Inflation, right?"
    strange = _strange(words, known, asked)
    if any(map(str.isdigit, "".join(strange))):
        return "matter"
    most = _SHARE["praise"] * _weight(words, asked) if asked else 0
    return "neutral" if len(strange) <= most else "matter"
