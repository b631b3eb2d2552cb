"""Whether a surname that is accepted alone stands in the name of somebody or something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rewardkit_verifiers.text.lib.items import BEGINS, VERBS
from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.places import COUNTRIES, LONGER_PLACES, REGIONS
from rewardkit_verifiers.text.lib.shapes import OCCUPATIONS
from rewardkit_verifiers.text.lib.tokens import Token, listed

_TITLES = frozenset(
    listed(
        "mr mrs ms miss dr sir dame lady lord king queen emperor empress prince princess pope saint"
        " st st. prime nobel fellow young old great herr frau monsieur senor don signor maestro"
        " then when while after before because since as if although though like unlike both only"
        " even perhaps maybe also yes no so thus hence therefore however but and or not answer here"
    )
)
_ELEMENTS = frozenset(
    listed(
        "hydrogen carbon nitrogen oxygen sodium potassium calcium magnesium aluminum aluminium iron"
        " copper zinc silver lead tin mercury sulfur sulphur phosphorus chlorine fluorine silicon"
        " uranium lithium barium ammonium titanium nickel cobalt manganese chromium helium"
    )
)
_COMPOUND = re.compile(
    r"\s(?:(?:di|tri|mon|per|hydr|bi)?(?:oxide|chloride|fluoride|bromide|iodide|sul(?:ph|f)ide"
    r"|sul(?:ph|f)ate|nitrate|nitride|carbonate|hydroxide|phosphate|acetate|cyanide|hydride"
    r"|permanganate|chlorate|silicate|carbide)s?|(?:nona|deca|tetra|penta|hexa)\w*ides?"
    r"|(?:mon|di|per)oxides?|acid|bomb)\b",
    re.IGNORECASE,
)
_LONGEST = 40
_PEOPLES = ("ish", "an", "ese", "ch", "born")
_MOST_FORMS, _LETTER, _GAP, _LIKE = 4, 1, 2, 2


def another_bearer(
    said: Sequence[Token], mention: Mention, aliases: Sequence[Alias], asked: Collection[str]
) -> bool:
    """Return whether a mention is part of another name: Leopold Mozart, Bell Labs.

    Args:
        said: The words of the reply.
        mention: Where an accepted answer is said.
        aliases: The accepted answers; one must be the full name that ends with the surname.
        asked: The words of the question.
    """
    if len(mention.alias.forms) != 1:
        return False
    last = mention.alias.forms[0]
    full = [one for one in aliases if 1 < len(one.forms) <= _MOST_FORMS and one.forms[-1] == last]
    full = [one for one in full if not one.forms[0].endswith(_PEOPLES)]
    if not full or not all(word[:1].isupper() for one in full for word in one.text.split()):
        return False
    known = {form for one in aliases for form in one.forms} | set(asked)
    before = _first_name(said, mention)
    after = [token for token in said if token.start >= mention.end][:1]
    if "who" in asked and any(_joins(one, mention) and one.form not in known for one in after):
        return True
    # Lev and Leo are one name in two languages.
    beginnings = {one.forms[0][:_LIKE] for one in full}
    return any(
        one.form not in known and one.form[:_LIKE] not in beginnings and _is_first_name(one)
        for one in before
    )


def _first_name(said: Sequence[Token], mention: Mention) -> list[Token]:
    """Return the word with a capital before a surname, over an initial: Robert F. Kennedy."""
    at = mention.start
    for token in reversed([one for one in said if one.end <= mention.start][-3:]):
        if not token.capital or at - token.end > (_GAP if len(token.form) == _LETTER else 1):
            return []
        if len(token.form) > _LETTER:
            return [token]
        at = token.start
    return []


def longer_thing(text: str, mention: Mention, aliases: Sequence[Alias], prompt: str) -> bool:
    """Return whether a mention is a word of the name of another place or substance, or no name.

    Args:
        text: The reply.
        mention: Where an accepted answer is said.
        aliases: The accepted answers.
        prompt: The question; a name in it tells a word from it: Time from time.
    """
    accepted = {one.text.casefold() for one in aliases}
    if _is_common_word(text, mention, prompt):
        return True
    said = text[mention.start : mention.end].casefold()
    if _COMPOUND.match(text, mention.end) and said in _ELEMENTS:
        return True
    before = text[max(0, mention.start - _LONGEST) : mention.start]
    for size in (1, 2):
        words = before.split()[-size:]
        name = " ".join((*words, said)).casefold()
        written = len(words) == size and all(word[:1].isupper() for word in words)
        if written and name not in accepted and name in COUNTRIES | REGIONS | LONGER_PLACES:
            return before.endswith(" ")
    return False


def _joins(token: Token, mention: Mention) -> bool:
    """Whether a word with a capital stands right beside a mention."""
    gap = token.start - mention.end if token.start >= mention.end else mention.start - token.end
    return token.capital and gap == 1 and len(token.form) > _LETTER


def _is_first_name(token: Token) -> bool:
    """Whether a word before a surname can be a first name."""
    form = token.form
    if form.endswith("ly"):
        return False
    return form not in _TITLES | OCCUPATIONS | BEGINS | VERBS and not form.endswith(_PEOPLES)


def _is_common_word(text: str, mention: Mention, prompt: str) -> bool:
    """Whether a word is written small where the question and the answer write a name."""
    said = text[mention.start : mention.end]
    name = mention.alias.text
    if not said.islower() or not name[:1].isupper() or name not in prompt:
        return False
    return said not in prompt and any(char.isupper() for char in text)
