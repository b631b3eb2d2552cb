"""Words beside a number by which it is no value: page 24, twice 12, 12 - eaten."""

from __future__ import annotations

import re

# See page 24.
LABELS = re.compile(
    r"\b(?:page|pages|chapter|section|exercise|figure|fig\.|table|theorem|lemma|footnote|problem"
    r"|Seite|Kapitel|Aufgabe|página|capítulo|ejercicio|exercice|exercício|esercizio|страниц\w+"
    r"|задач\w+)\s(?:no\.?\s|#)?\Z",
    re.IGNORECASE,
)
# Twice 12 apples; end = 12 - eaten.
SCALED = re.compile(
    r"\b(?:twice|thrice|double|triple|(?:one )?half(?: of)?|(?:a|one) (?:third|quarter|half) of"
    r"|the square(?: root)? of|doppelt so viel wie|das Doppelte von|le double de|el doble de"
    r"|o dobro de|il doppio di|вдвое больше)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"\s[-−+*/×·÷]\s[^\W\d_][^\W_]{2,}(?:\s[^\W\d_]+)?\s*(?:[.)]|\Z)")
