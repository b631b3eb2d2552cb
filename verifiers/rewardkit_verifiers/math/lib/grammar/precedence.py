"""How tightly operators bind, and the bars that may open an absolute value."""

from __future__ import annotations

CHOOSE, SETS, SUM, PRODUCT, POWER = 5, 10, 20, 30, 50
INFIX: dict[str, int] = {
    "+": SUM, "-": SUM, "pm": SUM, "mp": SUM, "*": PRODUCT, "/": PRODUCT, ":": PRODUCT,
    "mod": SUM - 1, "cup": SETS, "cap": SETS, "setminus": SETS, "^": POWER, "**": POWER,
    "oplus": SUM, "otimes": PRODUCT, "circ": PRODUCT, "choose": CHOOSE, "over": CHOOSE,
    "odot": PRODUCT,
}  # fmt: skip
# Bars that may open an absolute value or a norm; those with an angle can do nothing else.
BARS = ("|", "||", "<|", "<||")
