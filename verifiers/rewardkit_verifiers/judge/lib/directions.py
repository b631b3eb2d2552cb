"""References that say which way something changes: it rises, it falls, it stays the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.vocabulary import NOT
from rewardkit.reading.words import folded_words, visible

_UP = (
    r"(?:goes|go|going|went|gets?|moves?|is|are|be|will be|becomes?|turns?|shoots?|jumps?|ticks?)"
    r" (?:(?:\w+ly|even|much|also|then|a bit) )?"
    r"(?:up(?:wards?)?|higher|larger|bigger|greater|longer|faster|stronger|more|hotter"
    r"|warmer|heavier|denser)"
    r"|(?:at|to) an? (?:higher|greater|larger)"
    r"|rises?|rising|rose|increas\w+|grows?|growing|grew|climb(?:s|ed|ing)?|soars?|expand(?:s|ed)?"
    r"|doubles?|accelerates?|speeds? up|upwards?|steigt|steigen|(?:nimmt|nehmen) zu|zunehmen"
    r"|wächst|erhöht sich|vergrößert sich|augmente(?:nt)?|monte(?:nt)?|s['’]élève|croît|aumentan?"
    r"|suben?|crecen?|sale|salgono|cresce|aumentano|sobem?|crescem?|растёт|растет|увеличивается"
    r"|повышается|возрастает|rośnie|wzrasta|stijgt|neemt toe|ökar|stiger|øker"
)
_DOWN = (
    r"(?:goes|go|going|went|gets?|moves?|is|are|be|will be|becomes?|turns?|comes?|slows?)"
    r" (?:(?:\w+ly|even|much|also|then|a bit) )?"
    r"(?:down(?:wards?)?|lower|smaller|shorter|slower|weaker|less|colder|cooler|lighter"
    r"|fewer)"
    r"|(?:at|to) an? (?:lower|smaller)|reduced"
    r"|falls?|falling|fell|decreas\w+|declin\w+|drop(?:s|ped|ping)?|sinks?|sank|shrinks?|shrank"
    r"|diminish(?:es|ed)?|dwindles?|plunges?|contracts?|reduces?|is reduced|halves|slows"
    r"|downwards?|sinkt|sinken|fällt|fallen|(?:nimmt|nehmen) ab|abnehmen|schrumpft"
    r"|verringert sich|diminue(?:nt)?|baisse(?:nt)?|descend|décroît|disminuyen?|bajan?"
    r"|decrecen?|caen?|diminuisc\w+|scend(?:e|ono)|cala|diminue?m?|caem?|baixam?|падает"
    r"|уменьшается|снижается|понижается|spada|maleje|daalt|neemt af|minskar|sjunker|synker"
)
_SAME = (
    r"(?:stays?|stayed|staying|remains?|remained|keeps?|is|are|be) (?:\w+ )?(?:the same|constant"
    r"|unchanged|unaffected|as (?:it was|before))"
    r"|unchanged|unaffected|no (?:change|effect|difference)|nothing (?:changes|happens)"
    r"|(?:does|do|did|will)(?:n['’]t| not) (?:change|vary|affect\w*|matter)|constant"
    r"|bleibt (?:gleich|konstant|unverändert)|ändert sich nicht|reste (?:constante?|inchangée?"
    r"|la même)|ne change pas|no cambia|permanece (?:igual|constante)|non cambia|resta (?:uguale"
    r"|costante)|não muda|не меняется|не изменяется|остаётся (?:постоянн\w+|прежн\w+)"
)
_WAYS = tuple(
    re.compile(rf"(?<![\w-])(?:{way})(?![\w-])", re.IGNORECASE) for way in (_SAME, _UP, _DOWN)
)
_HAN = (re.compile("不变|不變|変わら"), re.compile("上升|增加|增大|升高|変|上が|増え"),
        re.compile("下降|减少|減少|减小|降低|下が|減る"))  # fmt: skip
# What is held to be so already, in the question or in the reply.
_GIVEN = re.compile(
    r"(?:^|[,;(]\s*|\s)(?:as|when|whenever|if|because|since|while|with|for|once|after|given that"
    r"|due to|wenn|weil|da|falls|si|quand|lorsque|comme|cuando|como|porque|se|quando|perché|при"
    r"|если|когда)\s[^,.;:!?\n()]{1,100}(?=[,.;:!?\n)]|$)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:doubt|unlikely|wrong|false|might|may|could|maybe|perhaps|vielleicht|peut-être|quizás"
    r"|forse|talvez)\b",
    re.IGNORECASE,
)
_LEAST, _LONGEST, _WORDS = 1, 300, 6


def way(text: str) -> str:
    """Return the one way that a text says something changes: up, down, same; or nothing.

    Example:
        >>> way("The price goes down."), way("It rises, as demand falls."), way("Up or down.")
        ('down', 'up', '')
    """
    shown = _GIVEN.sub(" ", visible(text))
    same, up, down = (
        bool(word.search(shown)) or bool(han.search(shown))
        for word, han in zip(_WAYS, _HAN, strict=True)
    )
    said = [name for name, found in (("same", same), ("up", up), ("down", down)) if found]
    if not said and (bare := _BARE.get(" ".join(folded_words(shown)))):
        return bare
    return said[0] if len(said) == _LEAST else ""


_BARE = {
    **dict.fromkeys(("up", "higher", "upwards", "larger", "bigger", "greater", "more"), "up"),
    **dict.fromkeys(("down", "lower", "downwards", "smaller", "less", "fewer"), "down"),
}


def same_way(text: str, golds: Sequence[object]) -> bool | None:
    """Return whether a short reply changes something the way that a reference does.

    Returns:
        None where no reference is such a way, or the reply says none, or denies one.

    Example:
        >>> same_way("The price goes down.", ["It falls"]), same_way("It falls.", ["It rises"])
        (True, False)
        >>> same_way("It depends.", ["It rises"])
    """
    shown = [visible(str(gold)) for gold in golds]
    if len(text) > _LONGEST or any(len(gold.split()) > _WORDS for gold in shown):
        return None
    wanted = {way(gold) for gold in shown}
    if "" in wanted or "?" in text or _UNSURE.search(text):
        return None
    said = way(text)
    if not said or (said != "same" and set(folded_words(visible(text))) & NOT):
        return None
    return said in wanted
