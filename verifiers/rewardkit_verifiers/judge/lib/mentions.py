"""References that a text only mentions: as an example, as kin of the answer, as what it is not.

Each rule looks at one place where the reference stands; a text that also claims it elsewhere is
put to the judge. What the question or the reference says itself is never held against a reply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rewardkit.reading.words import folded_words

Span = tuple[int, int]
_AROUND = 200
_KIN = (
    r"(?:husband|wife|spouse|partner|father|mother|parents?|son|daughter|child|brother|sister"
    r"|siblings?|uncle|aunt|cousin|nephew|niece|friend|student|teacher|contemporary|admirer|forerunner|precursor|descendant|ancestor|relative|pupil|tutor|mentor"
    r"|colleague|rival|enemy|neighbou?r|fan|assistant|secretary|editor|publisher|critic"
    r"|biographer|opposite|reverse|contrary|predecessor|successor|tributary|suburb|outskirts"
    r"|imitation|namesake|\w{3,9}mates?|companion|follower|disciple|heir|boss|co-?author|master|apprentice|employer|lawyer|manager|murderer|killer|ghostwriter|translator)"
)
_OF_KIN = re.compile(rf"\b{_KIN}\s+(?:of|to)\s+(?:the\s+)?$", re.IGNORECASE)
_ITS_KIN = re.compile(rf"['’]s?\s+(?:\w+\s+){{0,2}}?{_KIN}\b", re.IGNORECASE)
_LIKE = re.compile(
    r"(\w*)\W*(?:\b(?:like|such as|including)|,\s*say,?)\s+(?:the\s+|an?\s+)?$", re.IGNORECASE
)
_LOOKS = frozenset(["look", "looks", "looked", "seem", "seems", "sound", "sounds", "feel", "feels"])
_ONE_OF = re.compile(r"\b(?:one|either|any|some|none) of (?!.*\bis\b)[^.,;:!?\n]{0,40}$", re.I)
_IF_ANSWER = re.compile(
    r"\b(?:if|whether|unless)\s+(?:the |my |your )?(?:final |correct |right )?answer\s+"
    r"(?:is|was|were)\W*$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:nobody|no one) (?:says|said|thinks|claims|believes)\b[^.,;]{0,20}$", re.I
)
# "who followed X", "bigger than X", "the man before X", "Jupiter, since X is small".
_OBJECT = re.compile(
    r"(?:\b(?:(?:followed|helped|assisted|accompanied|supported) by|followed|succeeded|beats?"
    r"|which\b[^.;,]{0,30}\b(?:under|beneath|beside|behind|near|next to|opposite|around"
    r"|(?:north|south|east|west) of)"
    r"|which (?:borders?|neighbou?rs|adjoins|faces|touches)"
    r"|surpass\w*|exceeds?|outranks?|overtook|defeated|rul(?:e|ed|ing) out"
    r"|preceded|copied|imitated|assisted|taught|married|knew"
    r"|\w{2,}er than|(?:more|less) \w+ than|who\b[^.;,]{0,40}\b(?:with|after|before|beside"
    r"|alongside|under|against)"
    r"|\d\s?%|\b(?:first|second|third|next|last|other|alternative) (?:guess|choice|option"
    r"|pick)\W{1,2}"
    r"|(?:man|woman|person|one|city|place|river|planet)"
    r" (?:before|after|behind|beside|near))"
    r"|(?-i:[A-Z])\w+\W{1,3}(?:since|because))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:beside|next to|alongside|adjacent to|against|away from|far from|as opposed to)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\W{0,3}(?:lost|loses|(?:was|were) (?:defeated|beaten)|came second|finished second"
    r"|(?:was|were) the runners?-?up)\b",
    re.IGNORECASE,
)
_WON = frozenset(("won", "win", "wins", "winner", "champion", "beat", "victory", "winning"))
_DEGRADED = re.compile(
    r"\W{0,3}(?:(?:is|was)\s+(?:(?:just|only|merely)\s+(?:the|an?|where|what|how)\b"
    r"|(?:only\s+)?(?:the\s+)?"
    r"(?:second|third|fourth|runner-up)\b|(?:half|twice|part|close|near|almost)\b"
    r"[^.;\n]{0,20}\b(?:right|correct)\b)|(?:is|was) (?:for|about|of|in) something else"
    r"|(?:is|was|est|ist|es|è|é)\s+(?:\w+\s+)?(?:replaced by|superseded by"
    r"|another|une? autre|otr[oa]|eine? andere\w?"
    r"|un['’]?\s?altr[oa]|outr[oa])\b(?!\s+(?:name|word|term|way|nom|nombre|nome))"
    r"|would (?:only )?be (?:right|correct|true)\b|≠|!="
    r"|\\neq?\b)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\W{0,3}was\b(?P<what>[^.;\n]{0,40})\b(?:until|till|before)\b", re.IGNORECASE)
_NEVER = re.compile(r"\W{0,3}(?:never|did(?: not|n['’]t))\s+(?P<verb>\w{4})", re.IGNORECASE)
_PART = re.compile(r"\d[a-zA-Z]\s*=\s*$")  # 2x = 7
_FURTHER = re.compile(r"\s+(?:minus|plus|times|without)\s+(?:the|an?|my|its)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:no,? wait|wait|sorry|correction|oops|scratch that|actually|i mean)\b[^.\n\d]{0,20}"
    r"(?P<rival>\d[\d.,]*)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\(([A-H])\)")
_CHOOSES = re.compile(r"\b(?:is|are|answer|so|therefore|because|since|choose|correct)\b", re.I)
_SIGNS = re.compile(r"[\^+*/]")
_TIME = re.compile(r"\b(?:before|after|prior to|(?:later|earlier) than)\s+$", re.IGNORECASE)
# "It is full after 4 hours" says how long; "after 42" says what it comes behind.
_THAN = re.compile(r"\b(\w+er|more|less)\s+than\s+\W*$", re.IGNORECASE)
_AFTER = re.compile(r"\bafter\s+\W*$", re.IGNORECASE)
_SPAN = re.compile(
    r"[*_\s]{0,3}(?:hours?|h|hrs?|min(?:ute)?s?|s|sec(?:ond)?s?|days?|weeks?|months?|years?|steps?|rounds?"
    r"|stunden?|minuten?|tagen?|jahren?|heures?|jours?|horas?|días|ore|giorni|час\w*|дн\w*)\b",
    re.IGNORECASE,
)
_IS_NOT = re.compile(
    r"\W{0,3}(?:is|was|are)(?:n['’]t|\s+(?:not|no longer|never))\s+(?:actually\s+|really\s+)?"
    r"(?:the|an?|my|its)?\s*(?P<noun>\w{3,})",
    re.IGNORECASE,
)
_A_MISTAKE = re.compile(
    r"\W{0,3}(?:is|was|would be)\s+(?:\w+\s+)?(?:an?|the|my)\s+(?:\w+\s+){0,2}?"
    r"(?:mistake|misprint|error|typo|misconception|misreading|miscalculation|trap|decoy|joke|slip"
    r"|confusion|fallacy|exaggeration|wrong answer)\b",
    re.IGNORECASE,
)
# Behind a reference: "..., but it is X", "...; now it is X", "The right answer is X".
_TURN = re.compile(
    r"(?:\b(?:but|now|instead|actually|however|rather|in fact|in reality|no)\W{1,3}"
    r"(?:now |actually |really |in fact )?"
    r"(?:it|that|this|the (?:\w+ )?answer)(?:['’]s| is| was| became)(?: now| actually| really)?"
    r"|\b(?:the )?(?:right|correct|true|real|actual) (?:answer|one|value|result|number)(?: is|:)"
    r"|\b(?:in truth|in reality|in fact|actually|truth is),?\W{0,2}(?:that )?"
    r"(?:it|he|she|that|they)"
    r"(?:['’]s| is| was| were| are)"
    r"|\b(?:i|we) (?:go with|say|believe|think|answer|choose|pick|maintain|claim"
    r"|insist|calculated?|computed?|got|get|measured?|found|find|make it)\b(?: on| that)?"
    r"(?:\W{1,3}it(?:['’]s| is| was))?"
    r"|\b(?:my (?:own )?(?:answer|choice|pick)|mine)(?: is| would be|\s?:)"
    r"|\b(?:doch|aber|sondern|mais|pero|sino|ma|mas|но|а)\s+(?:es ist|er ist|sie ist|es war"
    r"|c['’]est"
    r"|c['’]était|es|fue|era|è|fu|é|foi|это))"
    r"\s+(?P<rival>\S+)",
    re.IGNORECASE,
)
# The next sentence, or the rest of this one, refutes what was said: "... Victor Hugo. C'est faux".
_REFUTED = re.compile(
    r"[^.!?。！？\n]{0,30}[;.!?]\s*(?:wrong|incorrect|false|nope|not so)\b,"
    r"|[^.!?。！？\n]{0,80}(?:[.!?;,]+\W{0,3}|\s+[–—-]+\s+)(?:(?:but|yet|and|however|though|well),?"
    r"\s+)?(?:personally,?\s+)?i\s+(?:(?:do not|don['’]t|cannot|can['’]t|would not|wouldn['’]t"
    r"|never)\s+(?:share|agree|believe|accept|buy|think so|hold|subscribe|endorse|support|go along"
    r"|see it|trust|side)|(?:strongly |must |have to |respectfully )?disagree\b|beg to differ"
    r"|(?:doubt|reject|dispute|deny|dismiss) (?:it|that|this)\b|think otherwise|see it differently"
    r"|know better)"
    r"|[^.!?。！？\n]{0,80}[.!?:;,。！？—–-]+\s*(?:\n\s*)?(?:(?:but|aber|mais|pero|ma|mas|doch|no|а"
    r"|но|jedoch)"
    r"[,:]?\s+)?(?:(?:that|this|it)(?:\s+(?!is\b|was\b)\w+)?(?:\s+(?:is|was)|['’]s)\s+(?:\w+\s+)?(?:wrong|false"
    r"|incorrect|untrue"
    r"|mistaken|outdated|nonsense|not (?:true|right|correct|so|the case)|a (?:myth|misconception))"
    r"|(?:das|dies|es)\s+(?:ist|stimmt|war)\s+(?:\w+\s+)?(?:falsch|nicht(?:\s+(?:wahr|richtig"
    r"|korrekt))?)\b"
    r"|c['’]est\s+(?:faux|une erreur|inexact)|ce n['’]est pas (?:vrai|exact|correct|le cas)"
    r"|(?:eso|esto)\s+(?:es\s+(?:falso|incorrecto|un error)|no es (?:cierto|verdad|correcto))"
    r"|(?:es falso|no es cierto|no es verdad)|(?:è|questo è|ciò è)\s+(?:falso|sbagliato|errato)"
    r"|non è (?:vero|così|corretto)|(?:isso|isto)\s+(?:é\s+(?:falso|errado)|não é (?:verdade"
    r"|correto))"
    r"|(?:это|но это)\s+(?:не так|неверно|неправда|ошибка|неправильно)"
    r"|(?:dat|dit)\s+(?:is|klopt)\s+(?:\w+\s+)?(?:niet|fout|onjuist)|(?:det)\s+(?:är"
    r"|er)\s+(?:fel|feil"
    r"|forkert|inte sant|ikke sandt)|to (?:nieprawda|błąd)|bu (?:yanlış|doğru değil)"
    r"|这是错|這是錯|并非如此|並非如此|それは(?:間違い|誤り)|그것은 (?:틀|사실이 아))",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:might|could|may)\s+(?:well\s+|also\s+)?be\s+(?:the\s+|an?\s+)?$", re.IGNORECASE
)
_CANDIDATES = re.compile(
    r"\b(?:candidates?|options|contenders|possibilities|guesses|suspects)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
# "It would be a mistake to say X": the word for it stands before.
_WRONGLY = re.compile(
    r"\b(?:mistake|error|erreur|fehler|wrong(?:ly)?|falsch|erróneo|sbagliato"
    r"|ошибк\w+)\b[^.;:!?\n]{0,30}$",
    re.IGNORECASE,
)
_IN_A_LIST = re.compile(r"(?<!\w)([a-eA-E])[).]\s")
_OPTION = re.compile(r"(?<!\w)([A-Ea-e])[:).]\s*[-−$]?\d")
_FEW_OPTIONS = 2


def only_mentioned(
    text: str, spans: Sequence[Span], allowed: str = "", number: bool = False
) -> str:
    """Return why a text claims the reference at none of its places, or nothing.

    Args:
        text: The final answer.
        spans: Where the reference stands in it.
        allowed: The question and the references.
        number: Whether the reference is a number.

    Example:
        >>> only_mentioned("Rivers like the Nile", [(16, 20)]), only_mentioned("The Nile", [(4, 8)])
        ('not_asserted', '')
        >>> only_mentioned("I first got 42, but it is 48.", [(12, 14)], number=True)
        'not_asserted'
    """
    if number and _options(text) and not _OPTION.search(allowed):
        return "several_answers"
    if len(set(_LETTERED.findall(text))) > 1 and not _CHOOSES.search(text):
        return "several_answers"  # options of the question, said again
    listed = len(set(_IN_A_LIST.findall(text))) > _FEW_OPTIONS and not _IN_A_LIST.search(allowed)
    if listed and not _CHOOSES.search(text):
        return "several_answers"
    if spans and all(_mentioned(text, span, allowed, number) for span in spans):
        return "not_asserted"
    return ""


def _options(text: str) -> bool:
    """Whether numbers stand behind letters, as choices that nobody offered."""
    return len({letter.lower() for letter in _OPTION.findall(text)}) > _FEW_OPTIONS


def _mentioned(text: str, span: Span, allowed: str, number: bool) -> bool:
    before, after = text[max(0, span[0] - _AROUND) : span[0]], text[span[1] : span[1] + _AROUND]
    said = set(folded_words(allowed))
    rules = [
        _OF_KIN.search(before),
        _ITS_KIN.match(after),
        _ONE_OF.search(before),
        _NOBODY.search(before),
    ]
    rules += [_IF_ANSWER.search(before), _A_MISTAKE.match(after), _DEGRADED.match(after)]
    rules += [
        _BESIDE.search(before),
        _LOST.match(after) if said & _WON else None,
        _REFUTED.match(after),
        _CANDIDATES.search(before),
        _WRONGLY.search(before),
        _MAY.search(before),
    ]
    if number:
        later = None if _SPAN.match(after) and _AFTER.search(before) else _TIME.search(before)
        rules += [later, _FURTHER.match(after)]
        than = _THAN.search(before)
        if than and than[1].casefold() in said:
            return True  # "0.75 is bigger than 0.8" where the bigger one is asked for
        if (part := _PART.search(before)) and not _asks_for(part[0].rstrip(" ="), allowed):
            return True
    else:
        rules.append(_OBJECT.search(before))
    if any(found and (set(folded_words(found[0])) - said or "≠" in found[0]) for found in rules):
        return True
    like = _LIKE.search(before)
    if like and like[1].casefold() not in _LOOKS:
        return True
    if _within_formula(text, span, number):
        return True
    never, until = _NEVER.match(after), _UNTIL.match(after)
    if never and any(word.startswith(never["verb"].casefold()) for word in said):
        return True
    if until and said & {word for word in folded_words(until["what"]) if len(word) > 3}:
        return True
    denied = _IS_NOT.match(after)
    if denied and denied["noun"].casefold() in said | {"answer", "correct", "right", "one"}:
        return True
    return _turned(text[span[0] : span[1]], after, number)


def _asks_for(term: str, allowed: str) -> bool:
    """Whether a question has a term by itself: 3x, and not as part of 3x - 4 = 11."""
    return re.search(rf"(?<![\w+*/^−-]){re.escape(term)}(?!\s*[-+−*/^=\w])", allowed) is not None


def _within_formula(text: str, span: Span, number: bool) -> bool:
    """Whether a reference that is a formula is part of a longer one: 3x^2 + C."""
    if number or not _SIGNS.search(text[span[0] : span[1]]):
        return False
    before = re.search(r"[\w)]\s*[-+*/^]\s*$", text[max(0, span[0] - 20) : span[0]])
    return bool(before or re.match(r"\s*[-+*/^]\s*[\w\\]", text[span[1] :]))


def _turned(reference: str, after: str, number: bool) -> bool:
    """Whether what follows names another value instead, of the same kind."""
    turns = [*_TURN.finditer(after), *(_AGAIN.finditer(after) if number else ())]
    for turn in turns:
        rival = turn["rival"].strip("*_$\"'“”.,;:!?()")
        if not rival or rival.casefold() in reference.casefold():
            continue
        if number and rival[:1].isdigit():
            return True
        if not number and reference[:1].isupper() and rival[:1].isupper():
            return True
    return False
