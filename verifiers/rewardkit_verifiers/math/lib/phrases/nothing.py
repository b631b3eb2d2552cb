"""No solution and infinitely many: how many there are, without a number."""

from __future__ import annotations

import re

_KIND = (
    r"(?:(?:such|real|integer|positive|possible|valid|natural|rational|common|reelle\w*|reales?"
    r"|réelles?|reais|reali) )*"
)
_THINGS = (
    r"(?:solutions?|roots?|zeros?|functions?|integers?|values?(?: of [a-z])?|pairs?|triples?"
    r"|numbers?|polynomials?|primes?|triangles?|points?|sequences?)"
)
_LEAD = r"(?:[^\d=.?!]{0,60}\s)?"
_NONE = re.compile(
    rf"{_LEAD}(?:(?:has|have|is|are|exists?|admits?|with|having) )?no {_KIND}{_THINGS}"
    r"(?: exists?)?(?: (?:for|to|of|in|over) (?:this|the|these) [a-z ]{1,40})?"
    rf"|{_LEAD}(?:set|it) is (?:the )?empty(?: set)?|(?:the )?empty set"
    r"|(?:the )?(?:system|equation|equations|system of equations) (?:is|are) inconsistent"
    rf"|{_LEAD}keine {_KIND}lösung(?:en)?|{_LEAD}(?:unlösbar|nicht lösbar)"
    rf"|{_LEAD}no (?:hay|tiene|tienen|existe|existen) (?:ninguna )?soluci(?:ón|ones)(?: reale?s?)?"
    rf"|{_LEAD}sin soluci(?:ón|ones)|{_LEAD}(?:pas de|aucune) solution(?: réelle)?"
    rf"|{_LEAD}sem soluç(?:ão|ões)|{_LEAD}não (?:há|tem|existe|existem) soluç(?:ão|ões)(?: rea\w+)?"
    rf"|{_LEAD}nessuna soluzione(?: reale)?|{_LEAD}non (?:ha|hanno|ci sono|esistono) soluzioni"
    rf"|{_LEAD}нет (?:действительных )?(?:решений|корней)|решений нет"
    rf"|{_LEAD}geen (?:reële )?oplossing(?:en)?|{_LEAD}brak rozwiąza\w+|{_LEAD}çözüm yok(?:tur)?"
    rf"|{_LEAD}vô nghiệm|(?:[^\d=.?!，,]{{0,12}})(?:无|無|没有)(?:实数?|實數?)?[解根]"
    r"|解(?:は|が)?(?:なし|ない|存在しない|ありません)|(?:실근|해)[가는]? ?없(?:다|음|습니다)"
)
_MANY = re.compile(
    rf"{_LEAD}(?:infinitely many|infinite(?:ly)?|an infinite (?:number|amount) of)"
    rf"(?: {_KIND}{_THINGS}| of them)?(?: exist)?"
    rf"|{_LEAD}unendlich viele?(?: lösungen)?|{_LEAD}infinit[ao]s soluç?c?i?(?:ones|ões)"
    rf"|{_LEAD}infinité de solutions|{_LEAD}infinite soluzioni|{_LEAD}бесконечно много(?: решений)?"
    rf"|{_LEAD}oneindig veel(?: oplossingen)?"
    r"|(?:[^\d=.?!，,]{0,12})(?:无穷|無窮|无数|無數|無限)[多组組]?个?解?"
    r"|(?:解は)?無(?:限|数)(?:個|にある|に存在する)?|(?:해가 )?무(?:수히|한히) 많(?:다|음|습니다)"
)
_HINTS = re.compile(
    r"\bno |empty|inconsist|infinit|l[öo]s|soluc|soluç|soluz|solution|решени|корней|бесконечно"
    r"|oploss|oneindig|unendlich|rozwiąza|çözüm|nghiệm|[无無没解근해]"
)
_NOT = re.compile(
    r"\b(?:not|never|unless|except|if|other|besides|only|more|unique|nicht|wenn|si|false|untrue"
    r"|neither|hardly|sorry|i|doubt|wrong|incorrect|say|says|said|believes?|claims?|thinks?|some"
    r"|maybe|perhaps|possibly|probably|may|might|could|whether|suppose|assume|seems?|when|whenever"
    r"|case|cases|otherwise|where|while|negative|almost|nearly)\b|n['’]t\b|但|除|如果|可能"
)
_EITHER = re.compile(r"\bor\b(?=.*(?:\bno\b|infinit|\bone\b|\btwo\b))|\bone or\b")
# It has no solution, so the lines are parallel: what comes behind only explains.
_EXPLAINED = re.compile(
    r"[,;:.]?\s(?:because|since|as|due to|weil|da|ya que|porque|car|так как)\s|: "
)
_LAST = re.compile(
    r"(?:^|[,;.:]\s*|\s)(?:so|hence|thus|therefore|thus,|therefore,|also|donc|luego|por lo tanto"
    r"|portanto|quindi|значит|поэтому|所以|因此)\s|[.;]\s+"
)
_TURNS = re.compile(r"\b(?:but|except|unless|however|or|only|besides|wait|if)\b|[?？]|=")


def amount(text: str) -> tuple[str, str] | None:
    """Return `("amount", "none")` or `("amount", "many")` for a text that says so, else None.

    Args:
        text: A short answer, in lower case and without marks around it.

    Example:
        >>> amount("the system is inconsistent, so it has no solution")
        ('amount', 'none')
        >>> amount("there are infinitely many solutions"), amount("it has no unique solution")
        (('amount', 'many'), None)
    """
    if not _HINTS.search(text):
        return None
    said, explained, reason = _parted(text)
    if explained and _TURNS.search(reason):
        return None
    for piece in (said, _LAST.split(said)[-1]):
        if _NOT.search(piece) or _EITHER.search(piece):
            continue
        if _NONE.fullmatch(piece):
            return "amount", "none"
        if _MANY.fullmatch(piece):
            return "amount", "many"
    return None


# Of which numbers there are none; solutions alone are those that the task is about.
_SORTS = (
    ("real", re.compile(r"\breal|\breell|\bréel|\breai|действительн|实|實")),
    ("rational", re.compile(r"\brational|\brationale|有理")),
    ("whole", re.compile(r"\binteger|\bnatural|\bganzzahlig|\bentièr|\benter|整数|целы|自然数")),
    ("prime", re.compile(r"\bprime")),
    ("complex", re.compile(r"\bcomplex")),
    ("positive", re.compile(r"\bpositiv|正")),
    ("negative", re.compile(r"\bnegativ|负")),
)


def of_other_numbers(one: str, other: str) -> bool:
    """Whether a second text says of other numbers, or of fewer, that there are none.

    Example:
        >>> of_other_numbers("no real solutions", "no rational solutions")
        True
        >>> of_other_numbers("no real solutions", "no solution")
        False
    """
    mine, theirs = (
        {name for name, words in _SORTS if words.search(text.lower())} for text in (one, other)
    )
    return bool(mine and theirs) and not theirs <= mine


def _parted(text: str) -> tuple[str, str, str]:
    found = _EXPLAINED.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]
