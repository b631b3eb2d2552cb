"""Forms that nobody filled in: templates of placeholders, headings without text, lorem ipsum."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from rewardkit.reading.words import folded_set, folded_words
from rewardkit_verifiers.judge.lib.courtesies import COURTEOUS
from rewardkit_verifiers.judge.lib.speaking import PLAIN, SPEAKING

_SLOT = re.compile(
    r"(?<!\\)\[([^\[\]\n=\\]{2,200})\](?!\()|(?<![\w$\\}])\{\{?([^{}\n=\\:]{2,200})\}?\}"
    r"|(?<!<)<([^<>\n=/]{2,200})>|\(((?:your|insert|add|put|write|enter|fill)\b[^()\n]{2,200})\)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"_{3,}|(?<=\|)\s*\.{3}\s*(?=\|)|\.{4,}|…{2,}|\b[xX]{3,}\b")
_IPSUM = re.compile(
    r"^\W*(?:todo|tbd|fixme|placeholder)\b[^.!?\n]{0,60}$"
    r"|lorem ipsum|dolor sit amet|consectetur adipiscing",
    re.IGNORECASE,
)
_EXCUSE = re.compile(
    r"\b(?:template|placeholder|blank|form|mad ?libs?|skeleton|outline|structure|sections?|parts"
    r"|steps|headings?|table of contents|format|schema|regex|tags?|html|xml|json|lorem|brackets?"
    r"|variables?"
    r"|vorlage|lückentext|gliederung|modèle|plan|plantilla|esquema|modello|modelo|шаблон|план)\b"
    r"|模板|提纲|テンプレート|構成|템플릿",
    re.IGNORECASE,
)
# What stands in and around a slot, and over a text.
_LABELS = folded_set(
    "subject salutation body closing signature title heading header footer introduction intro main"
    " part conclusion summary paragraph section chapter line verse stanza chorus tip step argument"
    " point example reason item number name names date address phone email mail company city"
    " street"
    " state country position role job department recipient sender landlord boss manager teacher"
    " author character setting plot topic theme insert add put write enter fill type your here"
    " text"
    " content story poem letter essay answer response explanation description detail details goes"
    " go comes placeholder first second third fourth fifth one two three four five last final next"
    " strophe vers zeile strofa estrofa strofe aspect aspects table comparison criterion строфа"
    " translation translated version language french german spanish english italian recipe"
    " ingredients"
    " instructions review invitation complaint yours faithfully whom it may concern stanza rhyme"
    " dear sincerely regards kind best yours truly respectfully to from re cc hi hello sir madam"
    " writing am i ask inform request please let know thank thanks once upon time the end and they"
    " lived happily ever after pros cons advantages disadvantages definition background overview"
    " greeting opening problem issue solution action product time place event message requested"
    " betreff anrede text hauptteil einleitung schluss fazit titel name datum adresse ort"
    " grußformel"
    " sehr geehrte geehrter damen herren mit freundlichen grüßen unterschrift absatz tipp punkt"
    " objet corps conclusion titre nom date adresse cher chère cordialement conseil paragraphe"
    " asunto saludo cuerpo cierre título nombre fecha dirección estimado estimada atentamente"
    " introducción desarrollo conclusión consejo párrafo oggetto saluto corpo chiusura titolo nome"
    " data indirizzo gentile cordiali saluti introduzione svolgimento conclusione consiglio"
    " assunto"
    " saudação corpo fecho título prezado atenciosamente introdução desenvolvimento conclusão dica"
    " тема приветствие текст заключение введение имя дата адрес уважаемый подпись совет основная"
    " часть"
)
_KNOWN = _LABELS | SPEAKING | PLAIN | COURTEOUS
_STEM, _LETTERS = 5, 3
_FEW_HEADINGS, _LONGEST = 2, 400
_HEADING_WORDS = 5
_INSIDE, _OUTSIDE = 0.4, 0.15
_AROUND, _FREE, _SURE = 4, 2, 2
_NUMBER = re.compile(r"(?<=[a-z]) ?\d\b|^\W*\d\.", re.IGNORECASE)
_LIST = re.compile(r"^\W*\d{1,2}[.):]|(?<=[a-z] )\d{1,2}(?=\W*$)", re.MULTILINE | re.IGNORECASE)
_JOINT = re.compile(r"[-_/]")


def is_empty_form(text: str, prompt: str, asked: Set[str]) -> bool:
    r"""Return whether a reply is a template with nothing in it, or headings over no text.

    Args:
        text: The reply.
        prompt: The task; one that asks for a template or an outline is met by it.
        asked: The beginnings of the words of the task.

    Example:
        >>> is_empty_form("Dear [Name],\n\n[Body]\n\n[Closing]", "Write a letter.", set())
        True
        >>> is_empty_form("Dear Ann,\n\nthe heater is cold.\n\n[Name]", "Write.", set())
        False
    """
    if _EXCUSE.search(prompt):
        return False
    if _IPSUM.search(text):
        return True
    rest, slots = _emptied(text, asked)
    words = folded_words(_LIST.sub(" ", rest))
    if slots:
        strange = _strange(words, asked)
        if len(words) > _AROUND * slots + _FREE or any(map(str.isdigit, "".join(strange))):
            return False
        return len(strange) <= _OUTSIDE * len(words) + (slots > 2)
    return _only_headings(text, asked)


def _emptied(text: str, asked: Set[str]) -> tuple[str, int]:
    """Return the text without its slots, and how many there are."""
    sure = sum(_names(found, asked) for found in _SLOT.finditer(text))
    count = 0

    def slot(found: re.Match[str]) -> str:
        nonlocal count
        if sure < _SURE and not _names(found, asked):
            return found[0]
        count += 1
        return " "

    rest, blanks = _BLANK.subn(" ", _SLOT.sub(slot, text))
    return rest, count + blanks


def _names(slot: re.Match[str], asked: Set[str]) -> bool:
    """Whether brackets name what belongs in them, and are no content themselves."""
    said = next(filter(None, slot.groups()))
    inside = folded_words(_NUMBER.sub(" ", _JOINT.sub(" ", said)))
    named = [word for word in inside if len(word) >= _LETTERS or not word.isascii()]
    return bool(named) and len(_strange(inside, asked)) <= _INSIDE * len(inside)


def _strange(words: Sequence[str], asked: Set[str]) -> list[str]:
    return [
        word
        for word in words
        if word not in _KNOWN
        and word.rstrip("s") not in _KNOWN
        and word[:_STEM] not in asked
        and (len(word) > 1 or word.isdigit())
    ]


def _only_headings(text: str, asked: Set[str]) -> bool:
    """Whether a text is of two or more short lines that only name parts of a text."""
    if len(text) > _LONGEST:
        return False
    lines = [folded_words(_LIST.sub(" ", line)) for line in text.splitlines()]
    count, lines = len(lines), [line for line in lines if line]
    if not lines:
        return count >= _FEW_HEADINGS and _LIST.search(text) is not None
    if count < _FEW_HEADINGS or not all(len(line) <= _HEADING_WORDS for line in lines):
        return False
    if not all(_LABELS & {*line, *(word.rstrip("s") for word in line)} for line in lines):
        return False
    return not any(_strange(line, asked) for line in lines)
