"""Replies in another language than the question and its reference, in the same script.

Whether "die Haut" is the skin is for a judge to say: its words cannot occur in such a reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rewardkit.reading.vocabulary import BUT, NO, NOT, OR, YES
from rewardkit.reading.words import folded_set, folded_words, visible
from rewardkit_verifiers.judge.lib.speaking import GRADING

_LONGEST, _FEWEST, _SHORT = 120, 2, 3
_ENGLISH = folded_set(
    "the of what which who how does do name are was were did and with from whose where when why"
    " many"
    " called give for this that is in"
)
_SPOKEN_ENGLISH = _ENGLISH | folded_set(
    "he she it they we you i his her its their our your my a an to by as on at be been being has"
    " have"
    " had not so can could would should will may must there here these those than then also very"
)
_ONLY_ENGLISH = _ENGLISH - folded_set("is in was do are who")
_LANGUAGES = {
    "de": "der die das ist sind ein eine einen dem den des von im in und wird"
    " war heißt heisst es mit"
    " auf zu nennt man haben hat machen bei aus ihr",
    "fr": "le la les est sont un une des du de et en dans il elle on c l d qui que au aux était"
    " s appelle nom font ont",
    "es": "el la los las es son un una del de y en que se llama fue hacen tienen más al lo su por",
    "it": "il lo la gli le è sono un una del della dei di e in che si chiama fu più al nel l dal",
    "pt": "o a os as é são um uma do da dos das de e em que se chama foi mais no na ao",
    "nl": "de het een is zijn van en in op heet wordt was die dat er maken hebben",
    "sv": "den det en ett är av och i på som heter kallas var på gör",
    "no": "den det en et er av og i på som heter kalles var lager",
    "pl": "jest to są w na z i się nazywa był była najwiekszy największy stolicą stolica",
    "tr": "bir ve en bu başkenti en büyük dir organı adı",
    "ro": "este sunt un o și în din cel cea mai se numește al a de",
    "cs": "je jsou v na z a se jmenuje byl největší hlavní město",
    "id": "adalah ibu kota dari yang dan di ini itu terbesar",
}
_SETS = {name: folded_set(words) for name, words in _LANGUAGES.items()}
_ARTICLES = folded_set(
    "der die das ein eine le la les l un une el los las il lo gli het een os as um"
)
# The word is asked for in a language, or is one of a language.
_OF_WORDS = re.compile(
    r"\b(?:translat\w*|in (?:french|german|spanish|italian|portuguese|dutch|swedish|polish|latin"
    r"|turkish|english|danish|norwegian|czech|romanian|indonesian)|word for|mean(?:s|ing)?"
    r"|how do you say|spell\w*)\b",
    re.IGNORECASE,
)
_DOUBTED = folded_set(
    "vielleicht wohl eventuell wahrscheinlich moglicherweise weiss peut etre sais probablement"
    " quizas tal vez acaso forse magari probabilmente talvez acho misschien kanske moze belki"
    " mungkin"
    " antwort losung frage ergebnis richtig korrekt falsch reponse question correcte juste faux"
    " respuesta pregunta correcta correcto falso risposta domanda corretta giusta sbagliata"
    " resposta"
    " pergunta certa correta antwoord vraag juist fout svar fråga rätt odpowiedz pytanie cevap"
    " soru"
    " gute gut bonne buena buona boa tut leid lo siento desole dispiace spiacente"
)
_MORE = re.compile(r"\bmás\b", re.IGNORECASE)  # no but of Portuguese
_ALIKE = 0.5
_SOUNDS = str.maketrans("kqzyj", "ccsii")


def in_another_language(text: str, golds: Sequence[str], prompt: str = "") -> bool:
    """Return whether a reply is one plain statement in another language than an English question.

    Where the reference is a name, a word of the reply must look like one of it: Londres for London.

    Example:
        >>> question = "What is the largest organ of the human body?"
        >>> in_another_language("L'organe le plus grand est la peau.", ["the skin"], question)
        True
        >>> in_another_language("La capital es Mombasa.", ["Nairobi"], "What is the capital?")
        False
    """
    said = visible(text).strip()
    words = folded_words(_MORE.sub(" ", said))
    if not words or len(said) > _LONGEST or any(map(str.isdigit, said)) or "?" in said:
        return False
    if len(set(folded_words(prompt)) & _ENGLISH) < _FEWEST or _OF_WORDS.search(prompt):
        return False
    wanted = {word for gold in golds for word in folded_words(visible(gold))}
    if not wanted or wanted <= YES | NO or not all(word.isascii() for word in wanted):
        return False
    if set(words) & (_ONLY_ENGLISH | _DOUBTED | GRADING) or set(words) & (NOT | OR | BUT) - {
        "o",
        "e",
        "i",
    }:
        return False
    count = max(len(set(words) & known) for known in _SETS.values())
    bare = len(words) <= _SHORT and words[0] in _ARTICLES
    if (count < _FEWEST and not bare) or count <= len(set(words) & _SPOKEN_ENGLISH):
        return False
    return any(not _is_name(gold) or _alike(said, gold, prompt) for gold in golds)


def _is_name(gold: str) -> bool:
    return any(word[:1].isupper() for word in visible(gold).split())


def _alike(said: str, gold: str, prompt: str) -> bool:
    """Whether a word of a reply looks like a word of a name, and is none of the question."""
    asked = set(folded_words(prompt))
    names = [word.translate(_SOUNDS) for word in folded_words(gold) if len(word) > _SHORT]
    given = [
        word.translate(_SOUNDS)
        for word in folded_words(said)
        if len(word) > _SHORT and word not in asked
    ]
    return any(
        word[0] == name[0] and SequenceMatcher(None, word, name).ratio() >= _ALIKE
        for word in given
        for name in names
    )
