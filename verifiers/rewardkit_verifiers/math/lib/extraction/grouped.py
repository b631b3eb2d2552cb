"""Points that group thousands, as the languages of the decimal comma write them: 1.080 minutos."""

from __future__ import annotations

import re

_GROUPED = re.compile(
    r"\s*(?:(?:R\$|[$€])\s?)?(?P<number>[1-9]\d{0,2}(?:\.\d{3})+)(?![\d.,])[ ]?(?P<unit>[^\W\d_]*)"
)
_MARK = re.compile(
    r"(?<![^\W_])(?:réponse|respuesta|risposta|resposta|antwort|resultado|risultato|ergebnis|lösung"
    r"|solución|solução|soluzione|antwoord|svar|jawaban|cevap)(?: fina(?:le?|is)?)?\**\s?(?:[:：]"
    r"|(?:est|es|è|é|ist|lautet)\b)",
    re.IGNORECASE,
)
_LONGEST, _MOST = 120, 8


def ungrouped(answer: str, completion: str) -> str:
    r"""Return an answer without points between its thousands; empty where they may be decimal.

    Args:
        answer: The answer that a mark of such a language announces.
        completion: The reply; it must hold the number without points, in the same unit.

    Example:
        >>> ungrouped("1.080 minutos", "18 × 60 = 1080.\n\nResposta: 1.080 minutos")
        '1080 minutos'
        >>> ungrouped("1.080", "18 × 60 = 1080.\n\nAnswer: 1.080")
        ''
    """
    found = _GROUPED.match(answer) if len(answer) <= _LONGEST else None
    if found is None or _MARK.search(completion[-4 * _LONGEST :]) is None:
        return ""
    number = found["number"].replace(".", "")
    at = -1
    for _ in range(_MOST):
        at = completion.find(number, at + 1)
        if at < 0:
            return ""
        behind = _BEHIND.match(completion, at + len(number))
        if behind is None or completion[at - 1 : at].isdigit() or completion[at - 1 : at] == ".":
            continue
        if behind[1].lower() in ("", found["unit"].lower()):
            return answer.replace(found["number"], number, 1)
    return ""


_BEHIND = re.compile(r"(?![\d,]|\.\d)[ \t$*)]{0,3}([^\W\d_]*)")
