"""Word lists as one text each: shorter to read and to change than a list of quoted words."""

from __future__ import annotations

# Bounds, estimates and denials in other languages.
FOREIGN_DOUBT = (
    r"ungef[aä]hr|etwa|circa|mindestens|h[oö]chstens|nicht|vielleicht|wahrscheinlich"
    r"|aproximadamente"
    r"|alrededor de|cerca de|al menos|como m[aá]ximo|m[aá]s de|menos de|quiz[aá]s?|tal vez|no es"
    r"|environ|au moins|au plus|peut-[eê]tre|presque|plus de|moins de|n['’]est pas|pas"
    r"|almeno|al massimo|forse|non [eè]|pelo menos|no m[aá]ximo|talvez|n[aã]o [eé]"
    r"|около|примерно|не менее|не более|не|возможно|приблизительно"
)
FOREIGN_SIGNS = (
    r"大约|大概|约|至少|至多|最多|最少|不是|可能|也许|左右|約|およそ|おそらく|以上|以下"
    r"|약|아마|이상|이하"
)


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a text.

    Example:
        >>> listed("sin cos tan")
        ('sin', 'cos', 'tan')
    """
    return tuple(text.split())


# Words with which a sentence takes back, bounds or doubts the number that it names.
HEDGES = frozenset(
    listed(
        "not no never nor neither maybe perhaps probably possibly might could guess guessing "
        "unsure unless if either or between cannot may wrong incorrect false instead except "
        "unknown whether suppose assume assuming doubt different least most most under "
        "estimate roughly around nearly almost first second step"
    )
)
