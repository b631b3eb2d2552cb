"""Replies that speak of the text which they were to write: what it will have, how it was made."""

from __future__ import annotations

import re

from rewardkit.reading.words import folded_set, folded_words
from rewardkit_verifiers.judge.lib.speaking import PLAIN

_TEXT = (
    r"(?:poem|haiku|limerick|story|tale|e-?mail|mail|letter|text|essay|paragraph|explanation"
    r"|description|summary|reply|response|piece|tips?|verses?|lines?|rhymes?|metre|meter|mood|tone"
    r"|rhythm|rhyme|speech|article|recipe|song|dialogue|message|requirements?|instructions"
    r"|criteri(?:a|on))"
)
_OF_TEXT = re.compile(
    r"\b(?:my|the|this|that|your|a|an|each|every|its|these|those|single|three|four)\s+"
    rf"(?:[\w-]+\s+){{0,3}}?{_TEXT}\b"
    r"[^.!?]{0,80}\b(?:will|would|(?:is|are) going to|should|ha(?:s|ve) (?:been|to|covered)|covers?"
    r"|(?:is|are|was|were) (?:written|respected|met|ready|done|pure|regular|fitting|right|finished)"
    r"|fulfil\w*|satisf\w+|needs?|must|has rhythm|(?:is|are) (?:easy|very helpful))\b",
    re.IGNORECASE,
)
_OF_MINE = re.compile(
    r"\bi(?:['’]d|['’]ll|['’]m going to|\s+(?:would|will|could|can|have|am going to|shall))\b"
    r"[^.!?]{0,60}"
    r"\b(?:use|write|start|begin|describe|explain|choose|made sure|make sure|ensured?|end|finish"
    r"|include|prepared?|polish|tips?|summari[sz]e|think)\b"
    r"|\b(?:it|they|mine)\s+(?:will|would|has all)\b"
    r"|\bits? \w+ (?:will|is going to) be\b|\bone (?:has to|must|should|needs to)\b"
    r"|\bin order to (?:write|explain)\b|\bas you requested\b",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:thank(?:s| you)|lovely|great|wonderful|nice) (?:\w+ ){0,3}(?:request|task|question|topic"
    r"|chance|giving|asking)\b|\bdo not hesitate\b|\breaders? will\b"
    r"|\b(?:rewarding|exciting) (?:task|challenge)\b|\bhas inspired\b"
    r"|\binspired (?:as )?(?:many )?poets\b|\bis an art form\b"
    r"|\byou can (?:send|use) it\b|\ba good (?:poem|story|mail|letter|text) has\b"
    r"|\bunderstanding how (?:it|this) works is\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ASKS = re.compile(
    r"\W*(?:please\s+)?(?:write|compose|explain|describe|draft|give|create|tell|summari[sz]e)\b",
    re.I,
)
_OF_WRITING = re.compile(
    r"\bhow (?:to|do|does|can|would|one)\b[^.?!]{0,30}\b(?:write|compose|rhyme)|\bpoetry\b"
    r"|\b(?:plan|outline|approach|structure|review|critique|promise|proposal)\b"
    r"|\bwhat (?:is|makes) (?:a|an)\b",
    re.IGNORECASE,
)
# A line that only says of the text that it is there, or names it.
_NAMED_ONLY = re.compile(
    r"\W*(?:(?:done|ok|okay)\W+)?(?:the |my |your )?(?P<noun>poem|e-?mail|mail|story|letter"
    r"|text|haiku|explanation)\s(?:is written|was written|has been|satisf\w+|fulfil\w+|meets|sent"
    r"|written|ready|done|is ready|is done|is complete)\b[^\n]*"
    r"|\*\s?(?:writes?|composes?|explains?)\s[^*\n]*\*"
    r"|\((?:an? |the )?(?:\w+ )?(?:poem|story|mail|letter|text|haiku|explanation)\b[^()\n]*\)"
    r"|(?:title|subject|topic|heading)\s*:[^\n]*",
    re.IGNORECASE,
)
# I am going to compose a delightful limerick on this topic: a promise, and all of the reply.
_PROMISED = re.compile(
    r"(?:(?:sure|okay|ok|of course|certainly|absolutely|gladly)\W+)?"
    r"(?:i['’]?m going to|i am (?:going|about) to|i['’]?ll|i (?:will|shall|plan to|intend to"
    r"|want to|would love to)|let me)\s(?:now |gladly |happily |soon |first )?"
    r"(?:write|compose|create|draft|craft|produce|deliver|provide|make|come up with|prepare|pen)\b"
    r"[^.!?\n]{0,60}?\b(?P<noun>poem|haiku|limerick|sonnet|story|tale|e-?mail|mail|letter|text|essay"
    r"|paragraph|explanation|description|summary|speech|article|recipe|song|dialogue|message|review"
    r"|slogan|toast|joke|riddle)\b[^.!?\n]{0,160}[.!…]*",
    re.IGNORECASE,
)
_MOST, _LONGEST, _LEAST = 0.6, 4_000, 3
_GENERIC = PLAIN | folded_set(
    "there are several steps step stages parts part involved first second third fourth next then"
    " finally lastly process begins starts continues ends is it completed finished done various"
    " important things many another one two three four five 1 2 3 4 5 after before until end"
)


def about_its_text(text: str, prompt: str) -> bool:
    """Return whether a reply to an order to write speaks of its text, and gives none.

    Example:
        >>> said = "My poem will have four lines. It will rhyme. Its mood will be calm."
        >>> about_its_text(said, "Write a four-line poem about the sea.")
        True
        >>> about_its_text("The waves roll in. They will return.", "Write a poem about the sea.")
        False
    """
    if len(text) > _LONGEST or not _ASKS.match(prompt) or _OF_WRITING.search(prompt):
        return False
    named = _NAMED_ONLY.fullmatch(text.strip())
    if named and (not named["noun"] or named["noun"].casefold() in prompt.casefold()):
        return True
    promised = _PROMISED.fullmatch(text.strip())
    if promised and promised["noun"].casefold() in prompt.casefold():
        return True
    sentences = [one for one in _SENTENCE.split(text) if folded_words(one)]
    of_text = [one for one in sentences if _OF_TEXT.search(one) or _OF_MINE.search(one)]
    around = [one for one in sentences if one not in of_text and _AROUND.search(one)]
    if len(of_text) >= min(2, len(sentences)) and len(sentences) >= _LEAST:
        return len(of_text) + len(around) >= _MOST * len(sentences)
    return False


def only_generic(text: str, prompt: str) -> bool:
    """Return whether a reply only counts steps or parts: "First tip, second tip" and no more.

    Example:
        >>> only_generic("First, the process begins. Finally, it is completed.", "Explain rain.")
        True
        >>> only_generic("First, water evaporates.", "Explain rain.")
        False
    """
    words = folded_words(text)
    if len(words) < _LEAST or not _ASKS.match(prompt):
        return False
    asked = {word.rstrip("s") for word in folded_words(prompt)}
    counted = {"first", "tip", "step", "steps", "process"} & set(words)
    return bool(counted) and all(word in _GENERIC or word.rstrip("s") in asked for word in words)
