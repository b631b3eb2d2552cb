"""Names of countries and of regions, which tell where a place lies: Dallas, Texas, USA."""

from __future__ import annotations

from collections.abc import Sequence

_QUALIFIERS = frozenset(
    (
        *("old", "new", "north", "south", "east", "west", "northern", "southern", "eastern"),
        *("western", "upper", "lower", "great", "greater", "little", "port", "saint", "st", "san"),
        *("santa", "fort", "el", "los", "las", "la"),
    )
)
_PERSONS = frozenset(("who", "whom", "whose", "person"))


def is_another_place(forms: Sequence[str], asked: frozenset[str]) -> bool:
    """Return True if a name without its first word is that of another place: York, New York.

    Args:
        forms: The words of the name.
        asked: The words of the question; one that asks for a person has no place as its answer.
    """
    return forms[0] in _QUALIFIERS and not asked & _PERSONS


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(","))


COUNTRIES = _names("""
    afghanistan, albania, algeria, andorra, angola, argentina, armenia, australia, austria,
    azerbaijan, bahamas, bahrain, bangladesh, barbados, belarus, belgium, belize, benin, bhutan,
    bolivia, bosnia, botswana, brazil, brunei, bulgaria, burundi, cambodia, cameroon, canada, chad,
    chile, china, colombia, congo, costa rica, croatia, cuba, cyprus, czech republic, czechia,
    denmark, dominican republic, ecuador, egypt, el salvador, england, eritrea, estonia, ethiopia,
    fiji, finland, france, gabon, gambia, georgia, germany, ghana, great britain, greece, greenland,
    grenada, guatemala, guinea, guyana, haiti, honduras, hungary, iceland, india, indonesia, iran,
    iraq, ireland, israel, italy, ivory coast, jamaica, japan, jordan, kazakhstan, kenya, kosovo,
    kuwait, laos, latvia, lebanon, lesotho, liberia, libya, liechtenstein, lithuania, luxembourg,
    madagascar, malawi, malaysia, maldives, mali, malta, mauritius, mexico, moldova, monaco,
    mongolia, montenegro, morocco, mozambique, myanmar, namibia, nepal, netherlands, new zealand,
    nicaragua, niger, nigeria, north korea, north macedonia, northern ireland, norway, oman,
    pakistan, panama, papua new guinea, paraguay, peru, philippines, poland, portugal, qatar,
    romania, russia, rwanda, samoa, saudi arabia, scotland, senegal, serbia, sierra leone,
    singapore, slovakia, slovenia, somalia, south africa, south korea, spain, sri lanka, sudan,
    suriname, sweden, switzerland, syria, taiwan, tajikistan, tanzania, thailand, togo, tunisia,
    turkey, uganda, uk, u.k, ukraine, united arab emirates, united kingdom, united states,
    united states of america, uruguay, us, u.s, u.s.a, usa, uzbekistan, vatican city, venezuela,
    vietnam, wales, yemen, zambia, zimbabwe
    """)
REGIONS = _names("""
    alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida,
    georgia, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland,
    massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada,
    new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma,
    oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah,
    vermont, virginia, washington, west virginia, wisconsin, wyoming, d.c, dc, district of columbia,
    puerto rico, al, az, ca, co, ct, fl, ga, il, ky, la, ma, md, mi, mn, mo, nc, nj, nm, nv, ny, oh,
    pa, tn, tx, va, wa, wi, ontario, quebec, alberta, british columbia, manitoba, nova scotia,
    new brunswick, saskatchewan, new south wales, queensland, victoria, tasmania, south australia,
    western australia, northern territory, australian capital territory, act, bavaria, saxony,
    tuscany, lombardy, sicily, catalonia, andalusia, brittany, normandy, provence, île-de-france,
    ile-de-france, kent, surrey, essex, yorkshire, cornwall, devon, lancashire, europe, asia,
    africa, north america, south america, oceania
    """)
# Places whose name ends with that of another.
LONGER_PLACES = _names("""
    south sudan, equatorial guinea, new guinea, new england, new delhi, new orleans, inner mongolia,
    east timor, french guiana, american samoa, western samoa, west bengal, new london, east london,
    south georgia, west germany, east germany, north vietnam, south vietnam, south yemen, new haven,
    new amsterdam, new britain, new caledonia, new castile, west jordan, baja california,
    west africa, east africa, north africa, latin america, central america, asia minor,
    south ossetia, north ossetia, east anglia, new plymouth, west ham, east ham, new bedford,
    new holland, new spain, new france, west palm beach, north york, east york, great yarmouth
    """)
