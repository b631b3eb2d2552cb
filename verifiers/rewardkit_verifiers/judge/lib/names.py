"""Other forms of a name: initials, surnames, middle names, Everest for Mount Everest."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from rewardkit.reading.words import folded_words, visible

_LONGEST = 6
_FEW = 3
_KINDS = frozenset(("mount", "mt", "lake", "river", "ocean", "sea", "the", "city"))
_PARTICLES = frozenset(
    ("da", "de", "di", "del", "du", "van", "von", "der", "den", "of", "al", "el"),
)
_TITLES = frozenset(
    ("president", "king", "queen", "emperor", "pope", "saint", "st", "sir", "dame", "lord", "lady"),
) | frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "gen", "general", "captain", "herr"))
# What a name of a place or thing is said without: Great Britain, Mandarin Chinese, Gobi Desert.
_LEFT_OUT = frozenset(("great", "greater", "modern", "standard", "language", "peninsula", "island"))
_LEFT_OUT |= frozenset(("islands", "desert", "mountains", "empire", "dynasty", "canal", "strait"))
_LEFT_OUT |= frozenset(
    ("corporation", "company", "inc", "railway", "basin", "plateau", "highlands")
)
_OF_A_PEOPLE = re.compile(r"\w{3,}(?:ese|ish|ian|ic)")
_BEFORE_A_HEAD = frozenset(("the", "a", "an", "is", "was", "its", "it", "called", "der", "le"))
_FORM_ASKED = re.compile(r"\b(?:plural|singular|spel|pluriel|mehrzahl|einzahl)", re.IGNORECASE)
_ENDINGS = (("on", "a"), ("um", "a"), ("us", "i"), ("is", "es"), ("a", "ae"), ("x", "ces"))
_STEM, _SHORTEST = 5, 4
_WHICH = re.compile(
    r"\b(?:which|what|name (?:the|an?))\s+(?:[\w-]+\s+){0,3}?(?:scientist|author|writer|painter"
    r"|artist"
    r"|composer|president|king|queen|philosopher|physicist|mathematician|explorer|inventor|poet"
    r"|novelist|director|actor|actress|singer|astronaut|leader|general|emperor|chemist|biologist"
    r"|economist|person|man|woman|architect|sculptor|playwright|politician|minister|doctor"
    r"|engineer|player|monarch|pope|astronomer|naturalist|psychologist)\b",
    re.IGNORECASE,
)
_WHICH_ELSE = re.compile(
    r"\b(?:welche[rsnm]?|quel(?:le)?s?|qué|cuál|quale|qual|который|какой|jaki|który|welke)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:physiker|maler|dichter|autor|schriftsteller|komponist|präsident|kanzler"
    r"|könig|kaiser|philosoph|forscher|erfinder|mathematiker|chemiker|peintre|auteur|écrivain"
    r"|compositeur|président|roi|philosophe|physicien|savant|poète|pintor|autor|escritor"
    r"|compositor|presidente|rey|filósofo|físico|científico|poeta|pittore|autore|scrittore"
    r"|compositore|re|filosofo|fisico|scienziato|rei|cientista|художник|писатель|поэт|композитор"
    r"|президент|физик|учёный|ученый|schilder|schrijver|componist|koning)\w*"
    r"|\b(?:author|painter|composer|inventor|discoverer|founder|writer|director|sculptor|architect"
    r"|president|king|queen) of\b",
    re.IGNORECASE,
)
_WHO = frozenset(("who", "whose", "whom", "wer", "qui", "quien", "chi", "quem", "кто", "谁", "誰"))
_WHO |= frozenset(("vem", "hvem", "kto", "kim", "кого", "кем", "wen", "wessen", "quienes"))


def other_names(name: str, segment: str, prompt: str) -> list[list[str]]:
    """Return the words of other forms of a name, as far as a text may use them.

    Example:
        >>> other_names("Mary Shelley", "Shelley, Mary", "")
        [['m', 'shelley'], ['shelley', 'mary']]
        >>> other_names("Mount Everest", "It is Everest.", "")
        [['m', 'everest'], ['everest']]
    """
    words = folded_words(visible(name))
    # "W. Shakespeare" for "William Shakespeare".
    named = words[:1] != ["the"]
    short = named and 1 < len(words) <= _FEW
    # 1:45 is not short for 12:45.
    initials = [word if word.isdigit() else word[0] for word in words[:-1]]
    found = [[*initials, words[-1]]] if short else []
    found += [_told_apart(words), _surname(name, segment, prompt), _before_comma(name, segment)]
    if named and len(words) == 2:
        found += [words[::-1] if _surname_first(segment, words) else []]
        found += [_with_middle_names(segment, words)]
    return [one for one in found if one]


def other_endings(name: str, prompt: str = "") -> list[list[str]]:
    """Return a name in its other number: mitochondria for mitochondrion, herbivore for herbivores.

    Example:
        >>> other_endings("Mitochondrion")[:2]
        [['mitochondria'], ['mitochondrions']]
    """
    if form_asked(prompt):
        return []
    *first, last = folded_words(visible(name)) or [""]
    if len(last) < _STEM or not last.isascii() or not last.isalpha():
        return []
    ends = [(one, two) for pair in _ENDINGS for one, two in (pair, pair[::-1])]
    found = [last[: -len(one)] + two for one, two in ends if last.endswith(one)]
    found.append(last[:-1] if last.endswith("s") else f"{last}s")
    return [[*first, one] for one in found if len(one) >= _STEM]


def _asked_of(name: str, segment: str, asked: Set[str]) -> str | None:
    """Return the head of a name whose first word the question says: the yen of Japan."""
    words = folded_words(visible(name))
    if len(words) != 2 or len(words[0]) < _SHORTEST or words[1] in asked:
        return None
    if words[0][:_SHORTEST] not in {word[:_SHORTEST] for word in asked}:
        return None
    said = folded_words(visible(segment))
    at = next((at for at, word in enumerate(said) if word == words[1]), None)
    alone = at is not None and (at == 0 or said[at - 1] in _BEFORE_A_HEAD)
    return words[1] if alone else None


def form_asked(prompt: str) -> bool:
    """Return whether a question asks for a form of a word, where no other form will do.

    Example:
        >>> form_asked("What is the plural of 'ox'?"), form_asked("What is an ox?")
        (True, False)
    """
    return _FORM_ASKED.search(prompt) is not None


def part_of_name(name: str, segment: str, prompt: str) -> list[list[str]]:
    """Return the words by which a text calls a place or thing more shortly: Britain, Mandarin.

    Not where a word beside it makes another name of it, and not where the rest tells it apart.

    Example:
        >>> part_of_name("Great Britain", "It began in Britain.", "")
        [['britain']]
        >>> part_of_name("South Korea", "Korea", "")
        []
    """
    parts = [one for one in name.split() if one not in _PARTICLES and one.casefold() not in _KINDS]
    asked = set(folded_words(prompt))
    if (head := _asked_of(name, segment, asked)) is not None:
        return [[head]]
    if not 1 < len(parts) <= _FEW or asks_who(prompt):
        return []
    if not all(one.isalpha() and one[0].isupper() for one in parts):
        return []
    found = []
    for part in parts:
        rest = {one.casefold() for one in parts if one != part}
        if len(part) < _SHORTEST or part.casefold() in asked | _LEFT_OUT:
            continue
        people = part == parts[0] and _OF_A_PEOPLE.fullmatch(parts[-1].casefold())
        if not (rest <= _LEFT_OUT or people):
            continue
        beside = re.search(
            rf"(?:\b(?!(?:The|In|It|By|Of)\b)[A-Z][\w.'’-]*[\s-]+)?\b{part}\b"
            rf"(?:[\s-]+(?:[A-Z]|of\b|und\b|de\b))?",
            segment,
        )
        if beside and beside[0] == part:
            found.append([part.casefold()])
    return found


def spelt_out(name: str, segment: str) -> list[list[str]]:
    """Return the words that an acronym stands for in a text, or the acronym of a name there.

    Example:
        >>> spelt_out("WHO", "the World Health Organization")
        [['world', 'health', 'organization']]
        >>> spelt_out("World Health Organization", "The WHO does.")
        [['who']]
    """
    bare = name.replace(".", "")
    if re.fullmatch(r"[A-Z]{2,6}", bare):
        return _long_form(bare, segment)
    capitals = [word for word in re.findall(r"[^\W\d_]+", name) if word[:1].isupper()]
    if capitals and _NUMERAL.fullmatch(capitals[-1]):
        return []  # WWI is no World War II
    capitals = capitals[:-1] if capitals and capitals[-1] in ("Jr", "Sr") else capitals
    short = "".join(word[0] for word in capitals)
    if len(capitals) < _ACRONYM or not re.search(rf"\b{short}\b", segment.replace(".", "")):
        return []
    return [[short.casefold()]]


_NUMERAL = re.compile(r"[IVX]+")


def _long_form(short: str, segment: str) -> list[list[str]]:
    words = re.findall(r"[^\W\d_]+", segment)
    for start in range(len(words)):
        spelt, end = "", start
        while end < len(words) and len(spelt) < len(short):
            word = words[end]
            if word[0].isupper() and len(word) > 1 and word != short:
                spelt += word[0]
            elif word not in _JOINS or not spelt:
                break
            end += 1
        if spelt == short:
            return [[part for word in words[start:end] for part in folded_words(word)]]
    return []


# Two letters stand for too much: TV, MS, UK.
_ACRONYM = 3
_JOINS = frozenset(("of", "the", "and", "for", "in", "on", "de", "des", "du", "la", "und", "der"))


def misspelt(name: str, segment: str) -> list[list[str]]:
    """Return a long name as a text spells it with one letter too few, too many or another.

    Example:
        >>> misspelt("Shakespeare", "It was Shakespear.")
        [['shakespear']]
    """
    words = folded_words(visible(name))
    if not name[:1].isupper() or not words or len(words[-1]) < _LONG_NAME:
        return []
    last = words[-1]
    for word in folded_words(visible(segment)):
        if word != last and word[0] == last[0] and one_apart(word, last):
            return [[word]]
    return []


_LONG_NAME = 8


def one_apart(one: str, other: str) -> bool:
    """Return whether two words differ by one letter too many, another, or two that swap places.

    Example:
        >>> one_apart("shakespear", "shakespeare"), one_apart("jeep", "jump")
        (True, False)
    """
    if abs(len(one) - len(other)) > 1 or not one.isalpha():
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, more = one[start:], other[start:]
    return more[1:] == rest or rest[1:] == more or rest[1:] == more[1:] or _swapped(rest, more)


def _swapped(rest: str, more: str) -> bool:
    return rest[:2] == more[:2][::-1] and rest[2:] == more[2:]


def _before_comma(name: str, segment: str) -> list[str]:
    """Return a place without the state or country behind it: Washington for Washington, D.C."""
    head, comma, tail = name.partition(",")
    if not comma or not head[:1].isupper() or not 0 < len(folded_words(tail)) <= 2:
        return []
    if not tail.strip()[:1].isupper():
        return []
    beside = re.search(rf"\b{re.escape(head)}\b[,\s]+[A-Z]", segment)
    return [] if beside else folded_words(head)


def _told_apart(words: Sequence[str]) -> list[str]:
    """Return what is left of a name without the word for its kind: Everest, Pacific."""
    rest = [word for word in words if word not in _KINDS]
    return rest if 0 < len(rest) < len(words) and "".join(rest).isalpha() else []


def _surname(name: str, segment: str, prompt: str) -> list[str]:
    """Return the surname that answers a question for a person, unless it is another's there."""
    parts = name.split()
    named = all(part[:1].isupper() or part in _PARTICLES for part in parts)
    parts = parts[:-1] if parts[-1:] and parts[-1].strip(".,") in ("Jr", "Sr") else parts
    parts = [part.strip(",") for part in parts]
    if not (1 < len(parts) <= _LONGEST and named and asks_who(prompt)):
        return []
    start = next((at for at, part in enumerate(parts) if part in _PARTICLES), len(parts) - 1)
    rest = " ".join(parts[start:])
    first = parts[0]
    if first in _MONONYMS and re.search(rf"\b{first}\b(?!\s+(?:[A-Z]|d[aei]\b))", segment):
        return folded_words(first)  # Leonardo
    if (said := re.search(rf"\b{re.escape(rest)}\b", segment, re.IGNORECASE)) is not None:
        rest = said[0]  # "Da Vinci"
    else:
        rest = parts[-1]  # "Beethoven" for "van Beethoven"
    if re.search(rf"\b{re.escape(name)}\b", segment, re.IGNORECASE):
        return []
    if _OF_A_PLACE.search(segment) and re.search(rf"\b{re.escape(rest)}\b,\s+[A-Z]", segment):
        return []  # "The capital is Washington, D.C."
    between = rf"(?:(?:{'|'.join(_PARTICLES)})\s+){{0,2}}"
    first_said = re.search(rf"\b{re.escape(rest)}\b", segment)
    before = (
        re.search(rf"\b([A-Z][\w.'’-]*)\s+{between}$", segment[: first_said.start()])
        if first_said
        else None
    )
    given = [part for part in parts[:start] if part not in _PARTICLES]
    if before and not any(_may_stand_before(before[1], one) for one in given):
        return []  # "Percy Shelley" for "Mary Shelley"
    return folded_words(rest)


def asks_who(prompt: str) -> bool:
    """Return whether a question asks for a person.

    Example:
        >>> asks_who("Quel peintre a peint Guernica ?"), asks_who("Which river is it?")
        (True, False)
    """
    return bool(
        set(folded_words(prompt)) & _WHO or _WHICH.search(prompt) or _WHICH_ELSE.search(prompt)
    )


def _may_stand_before(word: str, first: str) -> bool:
    """Whether a word with a capital before a surname is no first name of another person."""
    said, name = folded_words(word), first.strip(".").casefold()
    if not said or said[-1] in _TITLES | _OPENERS:
        return True
    short = said[0] if len(said) == 1 else ""
    if len(short) == 1 or len(name) == 1:
        return short[:1] == name[:1]
    return short[:_FEW] == name[:_FEW] or any(
        short in group and name in group for group in _FIRST_NAMES
    )


_OPENERS = frozenset(
    (
        *("s", "est", "it", "that", "he", "she", "is", "was", "by", "definitely", "probably"),
        *("certainly", "painter", "author", "composer", "surely", "answer", "written", "es"),
        *("fue", "por", "durch", "war", "das", "era", "per", "e", "fu", "foi", "c", "ce", "это"),
        *("был", "the", "of", "course", "obviously", "clearly", "artist", "writer", "physicist"),
        *("poet", "novelist", "scientist", "inventor", "mathematician", "philosopher", "actor"),
        *("director", "singer", "only", "yes", "det", "var", "it's", "from", "named", "mit"),
    )
)
_GROUPS = """
bill will william wilhelm guillermo guillaume willem guglielmo
bob robert roberto
dick richard ricardo
ted teddy theodore fyodor fedor fjodor theodor teodor
jack john johann johannes jean juan giovanni ivan joao jan johan
jim jimmy james jacques jakob diego giacomo jacob
tony anthony anton antonio antoine
liz beth elizabeth elisabeth isabel
mike michael mikhail michel miguel michail
tom thomas tomas tommaso
joe joseph josef giuseppe jose
abe abraham
ike dwight
kate catherine katherine ekaterina katharina caterina
hank harry henry heinrich henri enrique enrico hendrik
peggy margaret margarete marguerite
peter pyotr piotr pjotr pedro pietro pierre petr
charles karl carlos carlo carl karel
frederick friedrich frederic federico fryderyk
nicholas nikolai nicolas niccolo mikolaj nikolaus nicolaus nikolay
alexander aleksandr alexandre alejandro alessandro
george georg georges jorge giorgio jerzy
louis ludwig luis luigi lodovico
francis franz francois francisco francesco
leo lev leon
paul pavel pablo paolo pawel
andrew andrei andre andrea andrey
stephen stefan etienne esteban stefano
christopher cristoforo cristobal christoph
mary maria marie
helen elena jelena
sergei sergey serge sergius
dmitri dimitri dmitry dmitrij
eugene evgeny jewgeni eugen
matthew matteo mateo matthias
"""
_FIRST_NAMES = [frozenset(line.split()) for line in _GROUPS.strip().splitlines()]
_MONONYMS = frozenset(
    ("Leonardo", "Michelangelo", "Rembrandt", "Galileo", "Dante", "Raphael", "Napoleon", "Titian")
)
_OF_A_PLACE = re.compile(
    r"\b(?:capital|city|town|state|province|village|county|located|lies|D\.\s?C\b)"
)


def _surname_first(segment: str, name: Sequence[str]) -> bool:
    return (
        re.search(rf"\b{re.escape(name[1])},\s+{re.escape(name[0])}\b", segment, re.I) is not None
    )


def _with_middle_names(segment: str, name: Sequence[str]) -> list[str]:
    """Return a name of two words with the middle names or initials that a text has in it."""
    if not all(word.isalpha() and len(word) > 1 for word in name):
        return []
    parts = r"\s+(?:[A-Z][\w'’.-]*\s+){1,2}"
    pattern = rf"\b(?i:{re.escape(name[0])}){parts}(?i:{re.escape(name[1])})\b"
    found = re.search(pattern, visible(segment))
    return folded_words(found[0]) if found and found[0][:1].isupper() else []
