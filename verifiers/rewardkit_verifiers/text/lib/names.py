"""Names written in another way: a short first name, another spelling, a surname alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rewardkit_verifiers.text.lib.mentions import Alias, Mention
from rewardkit_verifiers.text.lib.places import is_another_place
from rewardkit_verifiers.text.lib.shapes import SEVERAL
from rewardkit_verifiers.text.lib.tokens import Token, listed

# Each line is one first name and its short forms.
_SHORT_FORMS = """
    james jim jimmy jamie
    william bill billy will willie
    robert bob bobby rob robbie
    richard dick rick ricky richie
    edward ed eddie ted teddy
    john jack johnny jon
    joseph joe joey
    michael mike mick mickey
    thomas tom tommy
    charles charlie chuck
    daniel dan danny
    david dave
    anthony tony
    andrew andy drew
    samuel sam
    benjamin ben
    alexander alex sandy
    nicholas nick
    christopher chris kit
    matthew matt
    stephen steven steve
    gregory greg
    kenneth ken kenny
    ronald ron ronnie
    donald don donnie
    lawrence larry
    leonard len lenny
    frederick fred freddie
    francis frank frankie
    timothy tim
    jeffrey geoffrey jeff geoff
    peter pete
    philip phillip phil
    patrick pat paddy
    theodore ted teddy theo
    thaddeus thad
    walter walt
    albert al bert
    alfred alf fred
    arthur art
    eugene gene
    gerald gerry jerry
    harold harry hal
    henry harry hank
    elizabeth liz beth betty lizzie eliza
    margaret maggie meg peggy
    katherine catherine kathryn kate kathy cathy katie
    susan sue susie
    deborah debbie deb
    jennifer jen jenny
    patricia pat patty
    rebecca becky
    victoria vicky
    barbara barb
    dorothy dot dolly
    judith judy
    pamela pam
    christina tina chris
"""
_GROUPS = [frozenset(listed(line)) for line in _SHORT_FORMS.strip().splitlines()]
_LONGEST_NAME, _SURNAME, _BONES, _SURE = 3, 4, 3, 6
_SOUNDS = (
    ("ph", "f"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ck", "k"), ("c", "k"), ("q", "k"),
    ("w", "v"), ("y", "i"), ("j", "i"), ("z", "s"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")


def otherwise_named(
    said: Sequence[Token], aliases: Sequence[Alias], asked: frozenset[str]
) -> Iterator[Mention]:
    """Yield places where the bearer of an accepted name is named in another way.

    Args:
        said: The words of the reply.
        aliases: The accepted answers.
        asked: The words of the question.
    """
    for alias in aliases:
        if not _is_name(alias):
            continue
        size = len(alias.forms)
        for begin in range(len(said) - size + 1):
            run = said[begin : begin + size]
            if all(token.capital for token in run) and _same_name(run, alias):
                yield Mention(alias, run[0].start, run[-1].end, "near")
        yield from _surname(said, alias, asked)


def _is_name(alias: Alias) -> bool:
    """Whether an alias is the name of one person: two or three words with capitals."""
    words = alias.text.split()
    if not 1 < len(alias.forms) <= _LONGEST_NAME or SEVERAL.search(alias.text):
        return False
    return all(word[0].isupper() or word in ("van", "von", "de", "da", "di") for word in words)


def _same_name(run: Sequence[Token], alias: Alias) -> bool:
    """Whether each word is a word of the alias, or one of them another form of it."""
    odd = [
        (token.form, form)
        for token, form in zip(run, alias.forms, strict=True)
        if token.form != form
    ]
    if len(odd) != 1:
        return False
    one, other = odd[0]
    if other == alias.forms[0] and any({one, other} <= group for group in _GROUPS):
        return True
    bones = _bones(one)
    longest = max(len(form) for form in alias.forms if form != other)
    fewest = _BONES - (longest >= _SURE)
    return len(bones) >= fewest and bones == _bones(other) and _beats(one) == _beats(other)


def _bones(word: str) -> str:
    """Return the consonants of a word, those that sound alike as one letter.

    Example:
        >>> _bones("yury"), _bones("yuri"), _bones("mohammed"), _bones("muhammad")
        ('ir', 'ir', 'mhmd', 'mhmd')
    """
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    return word[:1] + _VOWELS.sub("", _DOUBLED.sub(r"\1", word[1:]))


def _beats(word: str) -> int:
    """Return how many runs of vowels a word has, which tells Michael from Michelle."""
    return len(_VOWELS.findall(word.replace("y", "i")))


def _surname(said: Sequence[Token], alias: Alias, asked: frozenset[str]) -> Iterator[Mention]:
    """Yield the surname of an accepted person where it stands without another first name."""
    last = alias.forms[-1]
    if len(last) < _SURNAME or last in asked or not asked.isdisjoint(alias.forms):
        return
    if is_another_place(alias.forms, asked):
        return
    for index, token in enumerate(said):
        if token.form != last or not token.capital:
            continue
        before = said[index - 1] if index else None
        after = said[index + 1] if index + 1 < len(said) else None
        gap = 1 if before is None or len(before.form) > 1 else 2  # G. Lanning
        beside = before is not None and before.capital and token.start - before.end <= gap
        follows = after is not None and after.capital and after.start - token.end < 2
        if before is not None and beside and before.form in alias.forms:
            beside = False
        if not beside and not follows:
            yield Mention(alias, token.start, token.end, "part")
