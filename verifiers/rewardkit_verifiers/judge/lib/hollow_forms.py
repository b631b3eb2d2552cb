"""Whole replies that are hollow: a verdict in JSON, one word again and again, a mere plan."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_set, folded_words

_KEY = re.compile(r"[\"']([A-Za-z][\w -]{0,40})[\"']\s*:")
_GRADES = folded_set(
    "rating score grade verdict result passed pass points mark marks met approved correct success"
    " overall total evaluation decision"
)
_REMARKS = folded_set(
    "feedback comment comments reason reasoning reasons rationale explanation justification notes"
    " note confidence criteria criterion summary strengths weaknesses status id"
    " remarks assessment analysis"
)
_OF_GRADES = re.compile(
    r"\b(?:json|yaml|dict\w*|object|evaluat\w+|assess\w*|grad(?:e|es|ing)|rat(?:e|es|ing|ings)"
    r"|scor(?:e|es|ing)|judge\w*|review\w*|feedback|critique|verdict|classif\w+|schema|api)\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"```\w{0,10}")
_REPEATING = re.compile(
    r"\b(?:repeat\w*|times|again and again|chant\w*|refrain|chorus|tongue|onomatop\w*|sounds?"
    r"|noises?|lyrics|song|echo\w*|print\w*|output|spam|buffalo|laugh\w*|dada\w*|concrete|pattern"
    r"|same word|wiederhol\w*|répét\w*|repit\w*|repet\w*|ripet\w*|повтор\w*)\b",
    re.IGNORECASE,
)
_MANY, _EACH = 6, 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_PLANS = re.compile(
    r"\bi(?:['’](?:m| am) going to| am going to|['’]ll| will| understand| plan| intend| want to)\b"
    r"|\bi(?:['’]m| am) sure (?:that )?(?:the|it|you)\b|\b(?:it|this|one|that|text|piece|reply)"
    r" (?:should|must|needs? to)\b|\b(?:it is|it['’]s) (?:worth|important|useful|necessary) to?\b"
    r"|\bworth (?:thinking|considering)\b|\byou(?:['’]re| are) (?:asking|looking)\b"
    r"|\byou (?:asked|want)\b|\bthank you for (?:this|the|your) (?:request|question|task|prompt)"
    r"|\bgive me a (?:moment|minute|second|little)\b|\bgreat (?:question|task|topic)\b",
    re.IGNORECASE,
)
_ENDS_WAITING = re.compile(
    r"\b(?:give me|i need|just) a (?:moment|minute|second|little (?:time|while))\b"
    r"|\b(?:i['’]ll|i will) (?:be (?:right )?back with|get (?:back|started)|start (?:right|now)"
    r"|begin (?:right|now)|deliver|send (?:it|you the)|write it)\b"
    r"|\b(?:coming|follows?|ready) (?:right up|soon|shortly|in a (?:moment|minute))\b"
    r"|\bstay tuned\b|\bbear with me\b",
    re.IGNORECASE,
)
_FEW = 3
_RESTATES = re.compile(
    r"\W*(?:so,?\s+)?(?:(?:the|my|this|our) (?:task|assignment|prompt|request|instruction|job"
    r"|question|goal) (?:here )?(?:is|asks?|wants|requires|was|says|tells)\b"
    r"|(?:the user|you|he|she|they) (?:has |have )?(?:wants?|asks?|asked|requests?|requested)\b"
    r"|(?:i|we)(?:['’]m| am|['’]ve been| have been|['’]re| are| was| were) (?:being )?"
    r"(?:asked|supposed|required|told|requested|instructed)\b"
    r"|what (?:is|was) (?:asked|wanted|required|requested)\b|die aufgabe (?:ist|lautet)\b"
    r"|la (?:tâche|tarea|consigne) (?:est|es|consiste)\b|il s['’]agit (?:de|d['’])"
    r"|il compito è\b|a tarefa é\b|задача (?:состоит|—|-)|任务是|题目要求|課題は)",
    re.IGNORECASE,
)


def is_graded_json(text: str, prompt: str) -> bool:
    """Return whether a reply is an object of a grade and remarks on it, which nobody asked for.

    Example:
        >>> is_graded_json('{"rating": 10, "feedback": "Chilling."}', "Write a story.")
        True
        >>> is_graded_json('{"name": "Ann", "score": 3}', "Write a story.")
        False
    """
    bare = _FENCE.sub("", text).strip()
    if not (bare.startswith("{") and bare.endswith("}")) or _OF_GRADES.search(prompt):
        return False
    keys = {word for found in _KEY.findall(bare) for word in found.casefold().split("_")}
    keys -= {"is", "final", "max"}
    return bool(keys & _GRADES) and keys <= _GRADES | _REMARKS


def repeats_a_word(text: str, prompt: str) -> bool:
    """Return whether a reply is one word or two, again and again, which nobody asked for.

    Example:
        >>> repeats_a_word("the the the the the the the", "Retell the tale.")
        True
        >>> repeats_a_word("ha ha ha ha ha ha ha", "Write how a clown laughs.")
        False
    """
    words = folded_words(text)
    few = len(words) >= _MANY and len(set(words)) * _EACH <= len(words) and len(set(words)) <= 2
    return few and not _REPEATING.search(prompt)


def only_plans(text: str) -> bool:
    """Return whether every sentence of a reply plans a text, and the last one asks to wait for it.

    Example:
        >>> only_plans("I will collect ideas. It should be kind. Give me a moment for the text!")
        True
        >>> only_plans("I will come at five. The cake is ready. Give me a moment to find my keys!")
        False
    """
    sentences = [one for one in _SENTENCE.split(text) if folded_words(one)]
    if len(sentences) < _FEW or not _ENDS_WAITING.search(sentences[-1]):
        return False
    planned = [bool(_PLANS.search(one)) for one in sentences[:-1]]
    return planned.count(False) * _EACH <= len(planned)


def restates(text: str) -> bool:
    """Return whether every sentence of a reply says what the task is.

    Example:
        >>> restates("The task is to write a poem."), restates("The task was hard. Rain fell.")
        (True, False)
    """
    sentences = [one for one in _SENTENCE.split(text) if folded_words(one)]
    return bool(sentences) and all(map(_RESTATES.match, sentences))
