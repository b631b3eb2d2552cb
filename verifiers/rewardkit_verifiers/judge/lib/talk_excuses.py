"""Tasks that ask for a kind of talk themselves: a greeting, a review, a letter of refusal."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_words, visible
from rewardkit_verifiers.judge.lib.harm import may_refuse
from rewardkit_verifiers.judge.lib.talk_marks import MARKS, Kind


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


# What the prompt or the criteria may ask for, so that talk of the kind is the matter there.
EXCUSES: dict[Kind, re.Pattern[str]] = {
    "promise": _any(
        r"\b(?:promise|pledge|vow|oath|offer|plan|resolution|intention|announce\w*|teaser"
        r"|role-?play|pretend|act as|you are an?|versprech\w*|promesse|promesa)\b",
    ),
    "claim": _any(r"\b(?:report|status|confirm\w*|announce\w*|role-?play|pretend|act as)\b"),
    "praise": _any(
        r"\b(?:review|feedback|evaluat\w+|assess\w*|critique|critici[sz]e|grade|rate|judge|compare"
        r"|blurb|cover letter|praise|advert\w*|improve|proofread|abstract|rubric|better|compliment"
        r"|what makes|how (?:do|can|should|to)\b.{0,20}\b(?:write|answer)|(?:this|following|given"
        r"|these)"
        r" (?:\w+ )?(?:text|essay|poem|story|code|function|program|article|passage|answer|response"
        r"|letter|e-?mail|paragraph|argument|summary|sentence|speech|report|message))\b",
    ),
    "verdict": _any(
        r"\b(?:evaluat\w+|assess\w*|grad(?:e|es|ing)|rat(?:e|ing)s?|scor(?:e|es|ing)|judge?(?:s"
        r"|ment)?"
        r"|review|feedback|critique|correct(?:ness)?|verdict|rubric|criteri\w+|check|mark|exam"
        r"|test"
        r"|points?|bewert\w+|beurteil\w+|évalu\w+|evalú\w+|califica|valuta\w*|avali\w+|оцени\w*"
        r"|ocen\w*|is (?:this|it|the))\b|评|評|採点|평가",
    ),
    "injection": _any(
        r"\b(?:inject\w*|jailbreak\w*|prompts?|instructions?|order|command|judge|grader|teacher"
        r"|ignore|output|print|return|system)\b",
    ),
    "refusal": _any(
        r"\b(?:refus\w*|declin\w*|reject\w*|apolog\w*|sorry|excuse|complain\w*|cancel\w*|absen\w*"
        r"|regret\w*|turn\w* down|say(?:ing)? no|unable|role-?play|pretend|ablehn\w*|absag\w*"
        r"|entschuldig\w*"
        r"|excus\w*|disculp\w*|rechaz\w*|scus\w*|rifiut\w*|desculp\w*|recus\w*|извин\w*"
        r"|отказ\w*)\b",
    ),
    "filler": _any(
        r"\b(?:greet\w*|hello|welcom\w*|thank\w*|gratitude|invit\w*|congrat\w*|wish(?:es)?|toast"
        r"|apolog\w*|message|notice|announce\w*|speech|card|dialog(?:ue)?|conversation|small talk"
        r"|compliment\w*|customer|script|say|polite\w*"
        r"|farewell|goodbye|closing|sign-?off|voicemail|role-?play|pretend|act as|chat|birthday"
        r"|tweet"
        r"|begrüß\w*|gruß|grüße|dank\w*|glückwunsch\w*|salut\w*|remerci\w*|saluda\w*|agradec\w*"
        r"|how (?:do|should|can|would|to)\b.{0,40}\b(?:start|begin|end|close|open|address|sign)"
        r"|auto-?reply|customer|service|support|chatbot|shop|hotel|restaurant|think|opinion"
        r"|feel(?:ings?)?|nice|slogan|tagline|caption|in (?:one|two|three|a few) words?"
        r"|out-of-office|felicit\w*|ringrazi\w*|saudaç\w*|привет\w*|поздрав\w*|благодар\w*)\b|感谢"
        r"|祝|挨拶|感謝|인사|감사",
    ),
}  # fmt: skip
# Questions that a judgement answers, so that "It was approved." is no grade of the reply itself.
DECISION = re.compile(
    r"(?:^|[.!?:]\s+|,\s*)(?:is|are|was|were|do|does|did|has|have|had|(?:can|could|would|will"
    r"|should)(?! you"
    r"\b))\b[^?]*\?|\b(?:true or false|true/false|right or wrong|yes or no|yes/no|correct or"
    r"|whether"
    r"|vote[ds]?|outcome|result of|decision|approve\w*|accept\w*|pass(?:ed)?|wahr oder"
    r"|richtig oder"
    r"|vrai ou|verdadero o|vero o|verdadeiro ou|правда ли)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?…。！？])[*_\"”»)]*\s+|(?<=[。！？])|\n+|;\s+")
QUOTED = re.compile(r"[\"“«„]([^\"”»“\n]{1,400})[\"”»“]|(?<!\w)['‘]([^'’\n]{4,400})['’](?!\w)")
# Where the text to work on stands in the task, what it says is the matter.
TRANSFORMS = re.compile(
    r"\b(?:translat\w+|rewrite|rephrase|paraphrase|summari[sz]e|correct|fix|proofread|reformulate"
    r"|shorten|simplify|edit|continue|complete|repeat|print|say|echo|copy|quote|spell"
    r"|(?:reply|respond|answer|output) (?:only |just )?with|übersetz\w*|tradui\w*|traduc\w*"
    r"|traduz\w*|перевед\w*|改写|翻译|訳)\b",
    re.IGNORECASE,
)
OF_ITSELF: frozenset[Kind] = frozenset(("praise", "verdict", "injection"))
_LONGEST, _HALF = 4_000, 2_000


def says(sentence: str | None) -> bool:
    """Return whether a piece of a text has a letter or a digit."""
    return bool(sentence) and any(map(str.isalnum, str(sentence)))


def kinds_at_issue(prompt: str, criteria: str, wanted: bool) -> tuple[Kind, ...]:
    """Return the kinds of talk that neither the task nor the criteria ask for.

    Example:
        >>> "filler" in kinds_at_issue("Greet the guest.", "", True)
        False
    """
    given = visible(prompt if len(prompt) <= _LONGEST else prompt[:_HALF] + prompt[-_HALF:])
    quoted = " ".join(one or two for one, two in QUOTED.findall(given))
    source = given if TRANSFORMS.search(given) else quoted
    kinds: list[Kind] = []
    for kind, mark in MARKS.items():
        if not wanted and kind in ("refusal", "filler"):
            continue
        if kind == "refusal" and may_refuse(given, criteria):
            continue
        if EXCUSES[kind].search(given) or (kind != "claim" and mark.search(source)):
            continue
        if kind != "refusal" and EXCUSES[kind].search(criteria) and kind not in OF_ITSELF:
            continue
        kinds.append(kind)
    if not given.strip():
        return tuple(kind for kind in kinds if kind in OF_ITSELF)  # who knows what was asked for
    if _is_chat(given) or _PERSONAL.search(given):
        return ()
    if DECISION.search(given):
        kinds = [kind for kind in kinds if kind not in ("praise", "verdict", "claim")]
    if _LANGUAGE.search(given):
        if not TRANSFORMS.search(given):
            return ()
        return tuple(kind for kind in kinds if kind in ("claim", "promise", "praise"))
    return tuple(kinds)


def _is_chat(prompt: str) -> bool:
    """Whether a prompt asks for nothing yet: "Hi!", "Can you help me with my homework?"."""
    pieces = [one for one in SENTENCE.split(prompt) if says(one)]
    return len(folded_words(prompt)) <= 12 and all(map(_CHAT.search, pieces))


_PERSONAL = re.compile(
    r"\b(?:introduce yourself|who are you|what (?:are|can) you"
    r"|(?:what|how) (?:should|do|can|could|would) (?:i|we|you|one) (?:say|write|answer|reply"
    r"|respond))\b",
    re.IGNORECASE,
)
# Where words themselves are asked for, any may be the answer.
_LANGUAGE = re.compile(
    r"\b(?:conjugat\w*|participle|tense|passive|indirect speech|sentence|grammar|verb|noun"
    r"|adjective"
    r"|synonym|antonym|plural|spell\w*|phrase|idiom|proverb|word|quote|example of|affirmation"
    r"|lyrics?"
    r"|love letter|line|motto|slogan|title|caption|satz|wort|phrase|mot|frase|palabra|parola|слово"
    r"|предложени\w*)\b",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|day|evening|afternoon)|thanks?|thank you|how are you|bye"
    r"|(?:can|could|would|will) you (?:please )?(?:help|assist)(?: me)?(?: with (?:\w+ ){0,3}\w+)?"
    r"|i need (?:some |your )?help|are you (?:there|ready)|hallo|guten tag|danke|bonjour|salut"
    r"|merci"
    r"|hola|buen[oa]s|gracias|ciao|grazie|olá|obrigad[oa]|привет|здравствуйте|спасибо|你好|谢谢"
    r"|こんにちは|ありがとう|안녕|감사)\b",
    re.IGNORECASE,
)
