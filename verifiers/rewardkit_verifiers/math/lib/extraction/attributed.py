"""Values that a sentence puts into the mouth of somebody else: some believe it is 5."""

from __future__ import annotations

import re

_OTHERS = (
    r"(?:some|others?|many|most|several|people|(?:a lot|lots|plenty) of (?:people|students)"
    r"|students|nobody|no one|everyone|everybody|somebody"
    r"|someone|(?:my|the|a|an|his|her|their|our|your) (?:other )?(?:friend|teacher|professor"
    r"|student|brother|sister|classmate|colleague|book|textbook|calculator|author)s?)"
)
_SAYS = (
    r"(?:says?|said|believes?|believed|thinks?|thought|claims?|claimed|guess(?:es|ed)?|insists?"
    r"|insisted|argues?|argued|suggests?|suggested|told me|tells me)"
)
_WHAT = (
    r"(?:that )?(?:it|this|the (?:final |correct |right )?(?:answer|result|value|number|sum|limit"
    r"|total)|there|x|[-$\d\\])"
)
_ATTRIBUTED = re.compile(
    rf"\A\W*(?:but |and |while |although )?{_OTHERS}(?: [a-z]+){{0,2}}? {_SAYS},? {_WHAT}"
    rf"|\A\W*according to {_OTHERS}\b"
    r"|\A\W*(?:at first(?: glance| sight)?,? |initially,? |naively,? )?(?:(?:we(?! would)|one|you"
    r"|someone|people|many|some|students) (?:might|may|could|would)(?: be tempted to| easily"
    r"| naively| first|well| initially| want to)*|it (?:is|might be|may be|would be|['’]s)(?: very"
    r"| quite)? tempting to|it (?:is|would be) (?:easy|natural) to|(?:i|we) (?:first|initially"
    r"|originally|at first)|at first,? i) (?:think|say|guess|expect|suspect|believe|assume"
    rf"|conclude|answer|thought|believed|guessed|expected|assumed|claim),? {_WHAT}"
    r"|\b(?:was|were|had been) (?:once |first |initially |long )?(?:thought|believed|said|claimed"
    r"|supposed|assumed) to be\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:right|correct|agree|indeed|true|so (?:it|the)|hence|therefore|thus)\b", re.IGNORECASE
)
_LONGEST = 400


def is_attributed(sentence: str) -> bool:
    """Whether a sentence only reports what others think the value is.

    Example:
        >>> is_attributed("Some believe it is 5."), is_attributed("The sum is 5.")
        (True, False)
        >>> is_attributed("My friend says it is 5, and she is right.")
        False
    """
    if " " not in sentence or len(sentence) > _LONGEST:
        return False
    return _ATTRIBUTED.search(sentence) is not None and _AGREED.search(sentence) is None


def is_reported(lead: str, said: str) -> bool:
    """Whether a phrase that announces an answer only reports what others say it is.

    Args:
        lead: The text before the phrase.
        said: The phrase and what follows it.

    Example:
        >>> is_reported("My friend says the ", "answer is 4"), is_reported("The ", "answer is 4")
        (True, False)
    """
    opened = _OWN.sub("", _STOP.split(lead)[-1])
    if not opened.strip():
        return False
    ends = _STOP.search(said)
    return is_attributed(opened + (said if ends is None else said[: ends.start()]))


_STOP = re.compile(r"[.!?;](?:\s|\Z)|\n")
_OWN = re.compile(
    r".*(?:[:;]\s|[,–—]\s*(?:but|yet|so|however|and|hence|thus|actually)\b)", re.DOTALL
)
