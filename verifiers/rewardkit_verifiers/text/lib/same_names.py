"""Other names of well-known things: UK for United Kingdom, JFK, WWII, Munich for München."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rewardkit_verifiers.text.lib.mentions import Alias, Mention, mentions
from rewardkit_verifiers.text.lib.tokens import Token, tokens

# A line is one thing.
_LINES = """
    USA | US | United States | United States of America | U.S.A.
    UK | United Kingdom | United Kingdom of Great Britain and Northern Ireland
    UAE | United Arab Emirates
    USSR | Soviet Union | Union of Soviet Socialist Republics
    GDR | East Germany | German Democratic Republic
    EU | European Union
    UN | United Nations
    NATO | North Atlantic Treaty Organization
    NASA | National Aeronautics and Space Administration
    FBI | Federal Bureau of Investigation
    CIA | Central Intelligence Agency
    BBC | British Broadcasting Corporation
    IMF | International Monetary Fund
    IBM | International Business Machines
    MIT | Massachusetts Institute of Technology
    NYC | New York City
    JFK | John F. Kennedy | John Fitzgerald Kennedy
    FDR | Franklin D. Roosevelt | Franklin Delano Roosevelt
    LBJ | Lyndon B. Johnson | Lyndon Baines Johnson
    MLK | Martin Luther King | Martin Luther King Jr.
    WWI | WW1 | World War I | World War One | First World War
    WWII | WW2 | World War II | World War Two | Second World War
    Munich | München | Muenchen
    Cologne | Köln | Koeln
    Nuremberg | Nürnberg
    Vienna | Wien
    Prague | Praha
    Rome | Roma
    Florence | Firenze
    Venice | Venezia
    Naples | Napoli
    Turin | Torino
    Milan | Milano
    Genoa | Genova
    Seville | Sevilla
    Lisbon | Lisboa
    Warsaw | Warszawa
    Moscow | Moskva
    Bucharest | București
    Belgrade | Beograd
    Copenhagen | København
    Gothenburg | Göteborg
    Athens | Athina
    Brussels | Bruxelles | Brussel
    Antwerp | Antwerpen
    The Hague | Den Haag
    Geneva | Genève
    Germany | Deutschland
    Spain | España
    Turkey | Türkiye
    Ivory Coast | Côte d'Ivoire
    Czechia | Czech Republic
    East Timor | Timor-Leste
    Cape Verde | Cabo Verde
"""
# Where the name itself is asked for, another name is another answer.
_ASKS_NAME = re.compile(
    r"\b(?:names?|named|called|known|stands?|short|abbreviat\w*|acronym|initials|letters|spel\w+"
    r"|language|word|term|nickname)\b"
    r"|\bin\s+(?:english|german|french|italian|spanish|portuguese|polish|russian|czech|danish|dutch"
    r"|swedish|greek|turkish)\b",
    re.IGNORECASE,
)


def _names() -> dict[tuple[str, ...], list[Alias]]:
    found: dict[tuple[str, ...], list[Alias]] = {}
    for line in _LINES.strip().splitlines():
        names = [name.strip() for name in line.split("|")]
        group = [Alias(name, tuple(one.form for one in tokens(name))) for name in names]
        found.update((one.forms, group) for one in group)
    return found


_SAME = _names()


def same_named(
    said: Sequence[Token], aliases: Sequence[Alias], text: str, prompt: str
) -> Iterator[Mention]:
    """Yield where an accepted answer is said by another of its names.

    Args:
        said: The words of the reply.
        aliases: The accepted answers.
        text: The reply, in which the words stand.
        prompt: The question.
    """
    if _ASKS_NAME.search(prompt):
        return
    others = {one.forms: one for alias in aliases for one in _SAME.get(alias.forms, ())}
    for mention in mentions(said, list(others.values())):
        written = text[mention.start : mention.end]
        # "us" is no country, and un is an article.
        if mention.how == "words" and (written.isupper() or not mention.alias.text.isupper()):
            yield mention
