"""Tables of Markdown: which lines are their rows, and when the last of them is no answer."""

from __future__ import annotations

import re

from rewardkit_verifiers.math.lib.extraction.prose.asides import concludes
from rewardkit_verifiers.math.lib.extraction.prose.parts import Part
from rewardkit_verifiers.math.lib.extraction.prose.tokens import values

_MOST_BEFORE = 4


def without_table(pieces: list[Part]) -> list[Part]:
    r"""Return the pieces of a reply without a table at its end, where a conclusion precedes it.

    A row that sums up (*Total*, *Answer*) is a conclusion too, and keeps its table.

    Example:
        >>> from rewardkit_verifiers.math.lib.extraction.prose.parts import parts
        >>> said = "So it is 80% more.\n\nName | Share\n---- | ----\nA | 100%\nB | 20%"
        >>> [part.text for part in without_table(parts(said))]
        ['So it is 80% more.']
    """
    end = len(pieces)
    while end and pieces[end - 1].kind == "row":
        end -= 1
    if end == len(pieces) or any(_SUMS_UP.search(row.text) for row in pieces[end:]):
        return pieces
    earlier = [at for at in range(max(0, end - _MOST_BEFORE), end) if values(pieces[at].text)]
    if not earlier or not concludes(pieces[earlier[-1]].text):
        return pieces
    return pieces[: earlier[-1] + 1]


_SUMS_UP = re.compile(
    r"\b(?:total\w*|sum|answer|result|final|all|altogether|overall|together|difference|average|mean"
    r"|solution|remaining|left|gesamt|summe|ergebnis|antwort|somme|réponse|résultat|suma|respuesta"
    r"|resultado|resposta|soma|totale|somma|risposta|risultato|всего|итого|сумма|ответ)\b"
    r"|[xyn]\s*=|合计|总|答|合計|합계|답",
    re.IGNORECASE,
)
