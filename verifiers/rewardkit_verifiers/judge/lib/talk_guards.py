"""When a mark of talk counts: what else must stand in the sentence, given the task."""

from __future__ import annotations

import re

from rewardkit_verifiers.judge.lib.talk_marks import MARKS, TEXT, Kind
from rewardkit_verifiers.text.lib.abstaining import abstains
from rewardkit_verifiers.text.lib.refusing import level_of

# A refusal of the task itself; whoever writes to somebody may decline other things.
DECLINES = re.compile(
    r"\b(?:write|help|assist|answer|fulfil+|comply|provide|generate|create|produce|complete"
    r"|respond"
    r"|compose|request|task|prompt|(?:do|with) (?:that|this)\W*$|ai|language model|capabilit\w+"
    r"|discuss"
    r"|helfen|schreiben|beantworten|aider|écrire|répondre|ayudar\w*|escribir|responder|aiutar\w*"
    r"|scrivere|ajudar|escrever|помочь|написать|ответить)\b",
    re.IGNORECASE,
)
# One of these, too, must stand in praise.
PRAISING = re.compile(
    r"\b(?:clear(?:ly)?|accurate(?:ly)?|correct(?:ly|ness)?|complete(?:ly|ness)?|concise(?:ly)?"
    r"|precise(?:ly)?"
    r"|thorough(?:ly)?|comprehensive|detailed|well|good|great|best|better|excellent\w*"
    r"|perfect(?:ly)?|high\w*"
    r"|full(?:y)?|all|every|criteri\w+|requirements?|expectations?|quality|creative|creativity"
    r"|original\w*"
    r"|beautiful(?:ly)?|wonderful|amazing|outstanding|exceptional|superb|brilliant|engaging"
    r"|vivid\w*"
    r"|memorable|moving|right|true|helpful|useful|informative|simple|easy|easily|appropriate\w*"
    r"|suitable"
    r"|structured?|precise|key|much|simpler|shorter|rich|gentle|beauty|regular|organi[sz]ed"
    r"|written|polished|professional|elegant|convincing|persuasive|coherent"
    r"|consistent|logical|readable|rubric|grade|scores?|points|marks|care|carefully|verified"
    r"|checked"
    r"|proofread|errors?|mistakes?|richtig|vollständig|korrekt|klar|kriterien|correcte?|complète"
    r"|critères|correct[ao]|complet[ao]|criterios|completa|corretta|criteri|corret[ao]|critérios"
    r"|правильн\w*|полн\w*|критери\w*)\b",
    re.IGNORECASE,
)
# A task of writing to somebody, who may be promised things.
TO_SOMEBODY = re.compile(
    r"\b(?:message|reply|text|note|voicemail|greeting|out-of-office|answering machine|sentence"
    r"|example|phrase|quote|e-?mail|mail|letter|tweet|post|line|lyrics|song|poem|dialog(?:ue)?"
    r"|speech|story|scene|nachricht|brief|lettre|message|carta|mensaje|lettera|messaggio|письмо"
    r"|сообщение)\b",
    re.IGNORECASE,
)
# In a letter courtesy is the matter, unless it is about the task.
_LETTER = re.compile(
    r"\b(?:message|reply|note|voicemail|greeting|e-?mail|mail|letter|tweet|post|nachricht|brief"
    r"|lettre"
    r"|carta|mensaje|lettera|messaggio|письмо|сообщение)\b",
    re.IGNORECASE,
)
_ON_THE_TASK = re.compile(
    r"\b(?:question|topic|subject|request|asking|idea|task|help|assist|frage|thema|sujet|pregunta"
    r"|tema|domanda|argomento|pergunta|assunto|вопрос)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(rf"\b{TEXT}\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(?:writ\w+|draft\w*|compos\w+|prepar\w+|creat\w+|generat\w+|craft\w*|provid\w+|work\w* on"
    r"|help\w*|assist\w*|explain\w*|start\w*|be|come|follow|coming|wait|moment)\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:write|draft|compose|prepare|create|generate|craft|produce|working on|work on|get|start"
    r"|begin)\b(?: \w+){0,2}? (?:it|that|this|one|something|for you|your request|right away)\b",
    re.IGNORECASE,
)
_WAITS = re.compile(
    r"\b(?:coming right up|working on it|stay tuned|bear with me|please wait|one moment,? please"
    r"|in progress|would you like me to|shall i (?:start|begin|write))\b",
    re.IGNORECASE,
)


# "It is not mentioned in the book" may be the answer; "I do not know" is none.
_WRITER = re.compile(
    r"\b(?:i|we|me|my|nobody|no one|ich|weiß|je|sé|so|sei)\b|cannot be answered|не знаю|知|分か"
    r"|わか|모르",
    re.IGNORECASE,
)


def names_the_task(sentence: str, prompt: str) -> bool:
    """Return whether a sentence speaks of making what the task asks for, by its name.

    Example:
        >>> names_the_task("I will write the letter.", "Write a letter.")
        True
        >>> names_the_task("I will write to you.", "Write a letter.")
        False
    """
    if _IT.search(sentence) or _WAITS.search(sentence):
        return True
    nouns = {found[0].casefold().replace("-", "") for found in _NOUN.finditer(sentence)}
    asked = {found[0].casefold().replace("-", "") for found in _NOUN.finditer(prompt)}
    return bool(nouns & asked) and _WRITES.search(sentence) is not None


_CALCULATES = re.compile(r"\d\s*[-+*×=<>]|[+*×=<>]\s*\$?\d|(?:\d\D+){4}")


def is_marked(kind: Kind, sentence: str, prompt: str) -> bool:
    """Return whether a sentence has the marks of a kind of talk, given the task.

    Example:
        >>> is_marked("promise", "I will write it.", "Write a poem.")
        True
        >>> is_marked("promise", "I will write to you.", "Write a letter.")
        False
    """
    said = sentence.replace("_", " ").replace("**", "")
    if not MARKS[kind].search(said):
        refusing = kind == "refusal" and not TO_SOMEBODY.search(prompt)
        unknown = _WRITER.search(said) is not None and abstains(said)
        return refusing and (level_of(said) == "refused" or unknown)
    if kind == "praise":
        return PRAISING.search(sentence) is not None
    if kind == "verdict":
        return _CALCULATES.search(said) is None
    if kind == "filler" and _LETTER.search(prompt):
        return _ON_THE_TASK.search(sentence) is not None
    if kind in ("promise", "refusal") and TO_SOMEBODY.search(prompt):
        if kind == "promise":
            return names_the_task(sentence, prompt)
        return DECLINES.search(sentence) is not None
    return True
