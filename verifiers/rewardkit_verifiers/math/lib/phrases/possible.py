"""Whether something can be done: it is impossible, it cannot be done, es ist nicht möglich."""

from __future__ import annotations

import re

_LEAD = (
    r"(?:(?:no|yes|nein|ja|non|oui|não|sim|sí|si|нет|да|不|是的|否|いいえ|はい)[,.;:!，。、]?\s*"
    r"|(?:so|hence|thus|therefore),?\s)?"
)
_IT = r"(?:(?:this|it|that|such a \w+|the (?:task|construction|tiling|arrangement|request)) )?"
_DONE = (
    r"(?:be (?:done|achieved|accomplished|constructed|arranged|made|managed|tiled|so)|exist|happen)"
)
_IMPOSSIBLE = re.compile(
    rf"{_LEAD}(?:{_IT}(?:is |'s )?(?:always )?(?:impossible|not possible)"
    rf"|it's (?:impossible|not possible)|{_IT}isn't possible"
    rf"|(?:this|it|that|they) (?:cannot|can't|can not)(?: {_DONE})?|cannot {_DONE}"
    r"|(?:es |das )?(?:ist )?(?:unmöglich|nicht möglich)|das geht nicht"
    r"|(?:c'est )?impossible|ce n'est pas possible|(?:es )?imposible|no es posible|no se puede"
    r"|(?:é )?impossível|não é possível|(?:è )?impossibile|non è possibile|невозможно|нельзя"
    r"|(?:это|этого) (?:невозможно|сделать нельзя)"
    r"|(?:这是)?不可能的?|做不到|不能|无法做到|不可能である|できない"
    r"|불가능(?:하다)?|onmogelijk|niemożliwe|не можно)"
)
_POSSIBLE = re.compile(
    rf"{_LEAD}(?:{_IT}(?:is |'s )?(?:always )?possible|it's possible"
    rf"|(?:this|it|that) can(?: {_DONE})?|(?:es |das )?ist möglich|das geht"
    r"|c'est possible|(?:sí, )?es posible|sí se puede|é possível|è possibile|可以做到|做得到|可以"
    r"|できる|가능하다)"
)
_HINT = re.compile(
    r"possib|imposs|cannot|can't|can |m[öo]glich|geht|posib|poss[ií]|puede|невозможно|нельзя|能|做"
    r"|できな?[いる]|가능|onmogelijk|niemożliwe|可以"
)
_LONGEST = 90


def possible(text: str) -> tuple[str, str] | None:
    """Return what a short sentence says of whether something can be done, or None.

    Args:
        text: A short answer, in lower case and without marks around it.

    Example:
        >>> possible("no, it is impossible"), possible("it can be done")
        (('possible', 'no'), ('possible', 'yes'))
        >>> possible("it is not impossible"), possible("it cannot be done in five moves")
        (None, None)
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    plain = text.strip(" .!")
    if _IMPOSSIBLE.fullmatch(plain):
        return "possible", "no"
    return ("possible", "yes") if _POSSIBLE.fullmatch(plain) else None
