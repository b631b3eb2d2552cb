"""Who wins a game of two: the player that is said to win counts, not the last one named."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned

_LONGEST, _LONGEST_PROMPT, _LONGEST_REFERENCE = 600, 4_000, 80
_ASKED = re.compile(
    r"\bwho(?:se|m)?\b|\bwhich (?:of the )?(?:two )?(?:player|person|one|of them)|\bwinning"
    r" strategy"
    r"|\bwer\b|welche\w* (?:der )?(?:beiden )?spieler|\bqui\b|quel joueur|\bqui[eé]n\b|qu[eé]"
    r" jugador"
    r"|\bchi\b|\bquem\b|\bкто\b|谁|誰|哪|누가",
    re.IGNORECASE,
)
_ABOUT_A_GAME = re.compile(
    r"\b(?:win\w*|won|los[et]\w*|games?|gewinn\w*|spiel\w*|gagn\w*|gana\w*|juego|vinc\w*"
    r"|ven[cz]\w*"
    r"|strateg\w*)\b|выигр|побед|игр|赢|胜|勝|이기",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b([A-ZÀ-ÞА-Я][^\W\d_]{0,14})\s?(?:(?:and|or|und|oder|et|ou|y|o|e|и|или)\s|和|与|、|と"
    r"|와 )\s?"
    r"([A-ZÀ-ÞА-Я][^\W\d_]{0,14})(?![^\W\d_])"
)
_LETTERS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3}|[^\x00-\x7f]")
_CHINESE = re.compile(r"(甲)[、,和与跟]?\s?(乙)")
# What a token stands for: the first and the second player, and the two that have names.
_FIRST, _SECOND, _ONE, _OTHER = "\x01", "\x02", "\x03", "\x04"
_SWAPPED = {_FIRST: _SECOND, _SECOND: _FIRST, _ONE: _OTHER, _OTHER: _ONE}
_PLAYER = r"(?:player|person|one|side|child|boy|girl)"
_MOVES = (
    r"(?:moves?|goes|go|plays?|acts|is to move|takes the (?:first|opening) (?:turn|move)"
    r"|makes? the (?:first|opening|very first) (?:move|turn)|starts?|begins?|opens?)"
)
_WHO = rf"(?:whoever|he who|(?:the )?{_PLAYER}(?: who(?: is)?| that|, who)?)"
_NOT_MOVES = (
    rf"{_WHO}\s+(?:does(?: not|n['’]t)|did(?: not|n['’]t)) (?:move|go|start|begin|play|make the"
    r" (?:first|opening) move|open|take the first turn)(?: first)?"
)
_TOKENS = (
    (
        _SECOND,
        rf"{_NOT_MOVES}|{_WHO}\s+(?:moves?|goes|plays?|is)\s+(?:second|last|next)"
        rf"|{_WHO}\s+makes? the second move|(?:the )?second(?: {_PLAYER})?\b"
        r"(?! (?:move|turn|step|pile|game|round|row|number|case|heap|time))"
        r"|(?:the )?player (?:2|two|b|ii)\b|\b(?:the )?2nd (?:player|one)"
        r"|(?:der|die) zweite spieler\w*|spieler 2|der nachziehende|le (?:second|deuxi[eè]me)"
        r" joueur"
        r"|joueur 2|(?:el )?segundo jugador|jugador 2|(?:il )?secondo giocatore"
        r"|(?:o )?segundo jogador|втор(?:ой|ого|ому) игрок\w*|второй|后手|後手|第二(?:个"
        r"|位)?(?:玩家|人|选手)"
        r"|乙方",
    ),
    (
        _FIRST,
        rf"{_WHO}\s+{_MOVES}(?: first)?|whoever is first"
        rf"|(?:the )?(?:first|starting|beginning|opening)(?: {_PLAYER})?\b"
        r"(?! (?:move|turn|step|pile|game|round|row|number|case|heap|time|player))"
        r"|(?:the )?player (?:1|one|a|i)\b|\b(?:the )?1st (?:player|one)"
        r"|(?:der|die) (?:erste|anfangende|beginnende) spieler\w*|spieler 1|der anziehende"
        r"|le premier joueur|joueur 1|(?:el )?primer jugador|jugador 1|(?:il )?primo giocatore"
        r"|(?:o )?primeiro jogador|перв(?:ый|ого|ому) игрок\w*|первый|начинающий(?: игрок)?|先手"
        r"|第一(?:个|位)?(?:玩家|人|选手)|甲方",
    ),
)
_TOKEN = tuple((token, re.compile(rf"(?<!\w)(?:{text})", re.IGNORECASE)) for token, text in _TOKENS)
_X = f"[{_FIRST}{_SECOND}{_ONE}{_OTHER}]"
_WINS = re.compile(
    rf"({_X})((?:['’]s)?(?: (?!(?:and|if|or|but|whatever|whoever"
    rf"|loses?)\b)[^\W\d_]+(?:['’]t)?){{0,3}}?)\s?"
    r"(?:\b(?:wins?|win|won|victor|beats?|defeats?|winner|winning strategy|victory"
    r"|gewinnt|gewinnen|siegt|gewinnstrategie"
    r"|gagne|gagner|l['’]emporte|gana|ganar[aá]?|vince|vincere|vence|venc\w+|ganha|ganhar[aá]?"
    r"|wint)\b|выигр\w*|побеж\w*|必胜|必勝|获胜|獲勝|胜|赢|有(?:必胜|获胜)策略|が勝|が必勝"
    r"|は勝|이(?:긴|김)|가 이)",
    re.IGNORECASE,
)
_LOSES = re.compile(
    rf"({_X})((?: (?!(?:and|if|or|but|wins?)\b)[^\W\d_]+(?:['’]t)?){{0,2}}?)\s?"
    r"(?:\b(?:loses?|lose|lost|verliert|perd|pierde|perde)\b|проигр\w*|必败|输)",
    re.IGNORECASE,
)
_WINNER_IS = re.compile(
    r"(?:\b(?:winner|winning player|victor|sieger|gagnant|ganador|vincitore"
    r"|vencedor)\b(?:\s?(?:is|will be|:|ist"
    r"|est|es|è|é))?"
    r"|\b(?:strategy|victory|win)\b (?:belongs to|goes to|is with|exists for|for|lies with|is"
    r" held by)"
    r"|\b(?:gana|gewinnt|gagne|vince|vence|ganha|wint)(?: siempre| immer| toujours)?"
    rf"|(?:выигрывает|побеждает|获胜者?(?:是|为)|胜者(?:是|为)|赢家是|勝者は))\W{{0,4}}({_X})",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"\W*(?:(?:so|thus|therefore|hence|it is|it['’]s|it would be|the answer is|answer)\W+)?({_X})"
    r"(?:\W*$|\s?[,:;—–.(]|\s+-|\s+(?:because|since|by|as|through|wenn|weil|denn|car|porque"
    r"|perch[eé])\b)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|when|suppose|assume|unless|maybe|perhaps|either|neither|both|nobody|no one|not"
    r" sure)\b"
    rf"|如果|若|{_X} (?:or|oder|ou|или) {_X}",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|never|cannot|no|neither|hardly|nicht|nie|pas|non|nunca|n[aã]o|не)\b|n['’]t\b|不|没",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_$`\\{}\"“”]|\btext\b")


def winner(text: str, prompt: str, alone: bool = True) -> str:
    """Return a token for the player who wins by a text; the same one for the same player.

    Args:
        text: An answer or a reference.
        prompt: The task, which names the players.
        alone: Whether a player that the text begins with is its answer.

    Returns:
        An empty text where nobody, or more than one, is said to win.

    Example:
        >>> prompt = "Alice and Bob take turns. Who wins?"
        >>> one = winner("Bob, by completing Alice's step to 3.", prompt)
        >>> one == winner("Bob", prompt), one == winner("Alice", prompt)
        (True, False)
    """
    names = _players(prompt[:_LONGEST_PROMPT])
    told = _marked(text[-_LONGEST:], names)
    if not re.search(_X, told) or _SUPPOSED.search(told):
        return ""
    winners: set[str] = set()
    losers: set[str] = set()
    for match in _WINS.finditer(told):
        (losers if _DENIED.search(match[2]) else winners).add(match[1])
    for match in _LOSES.finditer(told):
        (winners if _DENIED.search(match[2]) else losers).add(match[1])
    winners |= {match[1] for match in _WINNER_IS.finditer(told)}
    if alone and not winners and not losers and (lead := _LEADS.match(told)) is not None:
        winners = {lead[1]}
    if not winners and len(losers) == 1:
        winners, losers = {_SWAPPED[losers.pop()]}, set()
    return winners.pop() if len(winners) == 1 and not winners & losers else ""


def same_winner(gold: str, said: str, completion: str, prompt: str) -> Verdict | None:
    """Compare who wins, where a prompt asks that of two players; None where nobody is said to.

    Args:
        gold: The reference.
        said: The answer of the reply.
        completion: All of the reply where no mark says which words are its answer, else empty.
        prompt: The task.
    """
    if len(gold) > _LONGEST_REFERENCE or not _LETTERS.search(gold) or not is_game(gold, prompt):
        return None
    reply = cleaned(completion, prompt) if completion else ""
    reply = reply if isinstance(reply, str) else ""
    lines = [line for line in reply[-_LONGEST:].split("\n") if line.strip()]
    first = lines[:1] if len(reply) <= _LONGEST else []
    # The lines say it outright, or the answer by the player that it begins with.
    for text in (*lines[-1:], *first, said):
        alone = len(lines) < 2 or text is said
        if found := winner(text, prompt, alone):
            return Verdict(found == winner(gold, prompt), "text", "who is said to win")
    return None


@lru_cache(maxsize=1024)
def is_game(gold: str, prompt: str) -> bool:
    """Whether a prompt asks which of two players wins, and the reference is one of them."""
    if len(gold) > _LONGEST_REFERENCE or not _ASKED.search(prompt[-_LONGEST:]):
        return False
    return bool(_ABOUT_A_GAME.search(prompt[:_LONGEST_PROMPT])) and bool(winner(gold, prompt))


def _players(prompt: str) -> dict[str, str]:
    """Return the names of two players with their tokens, by the order in which they move."""
    pairs = (*_CHINESE.finditer(prompt), *_PAIR.finditer(prompt))
    one, other = next(((pair[1], pair[2]) for pair in pairs if pair[1] != pair[2]), ("", ""))
    if not one:
        return {}
    starts = re.search(
        rf"\b({re.escape(one)}|{re.escape(other)})\s(?:goes|moves|plays|starts|begins|makes"
        rf" the first"
        r"|taking the first|going first|moving first|playing first|always first|first|starting)"
        rf"|({re.escape(one)}|{re.escape(other)})先",
        prompt,
    ) or re.search(
        rf"\b(?:starting with|beginning with|started by)\s({re.escape(one)}|{re.escape(other)})\b",
        prompt,
    )
    if starts is None:
        return {one: _ONE, other: _OTHER}
    return (
        {one: _FIRST, other: _SECOND} if one in starts.groups() else {one: _SECOND, other: _FIRST}
    )


def _marked(text: str, names: dict[str, str]) -> str:
    """Return a text with a token for each player in place of what names them."""
    plain = _MARKS.sub("", text).strip()
    for name, token in names.items():
        bounded = rf"(?<![A-Za-z\d]){re.escape(name)}(?![A-Za-z\d])"
        plain = re.sub(bounded, token, plain)
    for token, pattern in _TOKEN:
        plain = pattern.sub(token, plain)
    return plain
