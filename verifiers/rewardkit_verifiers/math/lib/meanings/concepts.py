"""Terms of mathematics in words: sufficient but not necessary, isosceles, infinitely many."""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit_verifiers.math.lib.decide.scalar import Verdict
from rewardkit_verifiers.math.lib.meanings.extents import extent
from rewardkit_verifiers.math.lib.policy import Policy
from rewardkit_verifiers.math.lib.word_lists import listed

_LONGEST = 300
_NECESSARY = r"(?:necess\w*|notwendig\w*|nécess\w*|necesari\w*|noodzakelijk\w*|необходим\w*|必要)"
_SUFFICIENT = (
    r"(?:sufficient|hinreichend\w*|suffisant\w*|suficiente|sufficient[ei]|voldoende"
    r"|достаточн\w*|充分)"
)
_NO = (
    r"(?:not?|isn['’]t|is not|but not|without being|which is not|that is not|nicht|non"
    r"|n['’]est pas|pas|no es|não"
    r"|niet|не(?: является)?|不(?:是)?|非)"
)
_A = r"(?:\s?(?:an?|the|also|it|is|es|una?|une?|eine?)\b)*\s?"
_END = r"(?: conditions?| bedingung| condici[oó]n)?"
# What a term means; the longer ones first, since they hold the shorter ones.
_TERMS = tuple(
    (meaning, re.compile(words, re.IGNORECASE))
    for meaning, words in (
        (
            "N-S-",
            rf"\b(?:neither|weder|ni|né|noch){_A}(?:{_SUFFICIENT}"
            rf"|{_NECESSARY}){_END}\s?(?:nor|noch|ni|né){_A}"
            rf"(?:{_SUFFICIENT}|{_NECESSARY}){_END}|既不?非?(?:充分|必要)(?:条件)?,?(?:也"
            rf"|又)(?:不|非)(?:是)?(?:充分|必要)(?:条件)?"
            r"|非充分非必要(?:条件)?|不充分(?:也)?不必要",
        ),
        ("N+S+", r"充(?:分必)?要(?:条件)?|充分且必要(?:条件)?|充分必要(?:条件)?"),
        ("N-", rf"\b{_NO}{_A}{_NECESSARY}|unnecessary|(?:不|非)(?:是)?必要"),
        ("S-", rf"\b{_NO}{_A}{_SUFFICIENT}|insufficient|(?:不|非)(?:是)?充分"),
        ("N+", rf"\b{_NECESSARY}|必要"),
        ("S+", rf"\b{_SUFFICIENT}|充分"),
        (
            "equilateral",
            r"\bequilateral|gleichseitig\w*|équilatéral\w*|equil[áa]ter\w*|等边|正三角形"
            r"|равносторонн\w*|a\s?=\s?b\s?=\s?c\b",
        ),
        (
            "isosceles right",
            r"\bisosceles right(?:-angled)?\b|right(?:-angled)? isosceles|等腰直角",
        ),
        (
            "isosceles",
            r"\bisosceles|gleichschenklig\w*|isocèle|is[óo]sceles|等腰|равнобедренн\w*",
        ),
        (
            "right",
            r"\bright(?:[- ]angled?)?(?= |$|\W)|rechtwinklig\w*|rectangle en|rect[áa]ngul\w*"
            r"|直角|прямоугольн\w*",
        ),
        (
            "obtuse",
            r"\bobtuse(?:-angled)?|stumpfwinklig\w*|obtusangle|obtus[áa]ngul\w*|钝角",
        ),
        (
            "acute",
            r"\bacute(?:-angled)?|spitzwinklig\w*|acutangle|acut[áa]ngul\w*|锐角",
        ),
        ("scalene", r"\bscalene|ungleichseitig\w*|scalène|escalen\w*|不等边"),
        (
            "parallelogram",
            r"\bparallelograms?\b|parallelogramm\b|parallélogramme|paralelogramo|平行四边形",
        ),
        (
            "rhombus",
            r"\brhomb(?:us|i)\b|\brhombe\b|losange|rombo\b|菱形|\braute\b",
        ),
        ("rectangle", r"\brectangles?\b|rechteck\w*|rectángulo|矩形|长方形"),
        (
            "square",
            r"\ba square\b|\bsquares?\b(?! root)|quadrat\b|\bcarré\b|cuadrado|正方形",
        ),
        ("trapezoid", r"\btrape(?:zoids?|ziums?|z)\b|trapèze|trapecio|梯形"),
        ("hyperbola", r"\bhyperbol(?:a|as|ae|el|e)\b|hipérbola|双曲线"),
        (
            "parabola",
            r"\bparabol(?:a|as|ae)\b|\bparabel\b|parabole|parábola|抛物线",
        ),
        ("ellipse", r"\bellipses?\b|elipse|椭圆"),
        (
            "circle",
            r"\bcircles?\b|\bkreis\b|\bcercle\b|círculo|circunferencia|圆",
        ),
        (
            "line",
            r"\b(?:straight )?lines?\b|\bgerade\b|\bdroite\b|\brecta\b|直线",
        ),
        (
            "increasing",
            r"\b(?:monotonically |strictly )*increasing\b|monoton (?:steigend|wachsend)"
            r"|croissante?|creciente|单调递增|递增|增函数",
        ),
        (
            "decreasing",
            r"\b(?:monotonically |strictly )*decreasing\b|monoton fallend|décroissante?"
            r"|decreciente|单调递减|递减|减函数",
        ),
        ("odd", r"\bodd\b|\bungerade\b|\bimpaire?\b|\bimpar\b|奇数|奇函数"),
        ("even", r"\beven\b|\bgerade\b|\bpaire?\b|\bpar\b|偶数|偶函数"),
        ("quadrant 1", r"\b(?:first|1st) quadrant|quadrant (?:I\b|1\b|one)|第一象限"),
        ("quadrant 2", r"\b(?:second|2nd) quadrant|quadrant (?:II\b|2\b|two)|第二象限"),
        ("quadrant 3", r"\b(?:third|3rd) quadrant|quadrant (?:III\b|3\b|three)|第三象限"),
        ("quadrant 4", r"\b(?:fourth|4th) quadrant|quadrant (?:IV\b|4\b|four)|第四象限"),
        ("irrational", r"\birrational\w*|无理数|\bnot rational"),
        ("rational", r"\brational\w*|有理数"),
        ("composite", r"\bcomposite\b|合数"),
        ("prime", r"\bprime\b|质数|素数"),
        (
            "converges conditionally",
            r"\bconverges? conditionally|\bconditional(?:ly)? converge(?:nt|nce|s)\b"
            r"|\bconverge(?:s|nt),? (?:but|and) (?:it |is |does )*not (?:converge )?absolutely"
            r"(?: convergent)?|条件收敛|bedingt konvergent|semi-?convergente?",
        ),
        (
            "converges absolutely",
            r"\bconverges? absolutely|\babsolute(?:ly)? converge(?:nt|nce|s)\b|绝对收敛"
            r"|absolut konvergent|absolument convergente?",
        ),
        (
            "diverges",
            r"\bdiverge(?:s|nt)?\b|\b(?:does not|doesn['’]t|is not) converge(?:nt)?\b|发散"
            r"|divergiert",
        ),
        ("converges", r"\bconverge(?:s|nt)?\b|收敛|konvergiert"),
        ("tangent", r"\btangent\b|\bberühr\w*|相切"),
        ("disjoint", r"\bdisjoint\b|相离|外离"),
        ("intersecting", r"\bintersect(?:ing|s)?\b|schneiden sich|相交"),
        ("parallel", r"\bparallel\w*\b|平行"),
        ("perpendicular", r"\bperpendicular\b|\bsenkrecht\b|垂直"),
    )
)
# A sign for each term, which no other pattern finds.
_SIGNS = {meaning: f" {chr(0xE000 + place)} " for place, (meaning, _) in enumerate(_TERMS)}
_MEANINGS = {sign.strip(): meaning for meaning, sign in _SIGNS.items()}
_SIGN = re.compile(f"[{chr(0xE000)}-{chr(0xE000 + len(_TERMS))}]")
_FILLERS = frozenset(
    listed(
        "a an the is are be it its that this and but also both condition conditions triangle"
        " triangles dreieck bedingung eine ein einer es ist und aber auch une un est et mais"
        " una condición y pero triángulo shape function so thus hence therefore must of for x"
        " s e ed functions number numbers integer integers figure curve they at le la el les"
        " der die das graph with quadrilateral abc which being however type kind answer either"
        " series integral sum reihe série or oder ou o always only simply just il elle si"
        " maar en een voorwaarde all every any"
    )
)
_FILLING_SIGNS = re.compile(r"[的是为条件三角形函数且而但也又或者,、。:一个线,.]")
_OR = re.compile(r"\b(?:or|oder|ou|o|или)\b|或")
_WORD = re.compile(r"[^\W\d_]+")
_SIDES = re.compile(
    r"(?<![A-Za-z=])([a-c])\s?=\s?([a-c])(?![A-Za-z=])"
    r"|(?<![A-Za-z=])([A-C])\s?=\s?([A-C])(?![A-Za-z=])"
)
_RIGHT = re.compile(
    r"(?:\\angle\s?|∠)?\b[A-C]\s?=\s?(?:90\s?(?:\^\s?\{?\\circ\}?|°)"
    r"|\\frac\s?\{?\\?pi\}?\s?\{?2\}?|π/2|\\pi\s?/\s?2)"
    r"|[abc]\^\{?2\}?\s?\+\s?[abc]\^\{?2\}?\s?=\s?[abc]\^\{?2\}?"
)
_WORDED = re.compile(
    r"(?<![\\A-Za-z])[A-Za-z]{3}|[^\x00-\x7f]|\\infty|[a-cA-C]\s?=\s?[a-cA-C]|\^\\circ",
)
_TEXT = re.compile(r"\\(?:text|textbf|mathrm|mbox)\s?\{([^{}]*)\}")


def is_concept(gold: str) -> bool:
    """Whether a reference is a term, or says that there are infinitely many or no way to know."""
    worded = _WORDED.search(gold) is not None
    return worded and len(gold) <= _LONGEST and _meaning(gold) is not None


def same_concept(gold: str, said: str, prompt: str, policy: Policy) -> Verdict | None:
    """Compare terms in words; None where one of the two is none, or says something more.

    Args:
        gold: The reference.
        said: The answer.
        prompt: The task, which decides nothing here.
        policy: What to do where the field disagrees, which is not here.

    Example:
        >>> from rewardkit_verifiers.math.lib.policy import PRESETS
        >>> rules = PRESETS["default"]
        >>> same_concept("sufficient but not necessary", "充分不必要条件", "", rules).equal
        True
        >>> same_concept("isosceles or right triangle", "isosceles right", "", rules) is None
        True
    """
    del prompt, policy
    if len(said) > 2 * _LONGEST:
        return None
    wanted = _meaning(gold)
    if wanted is None or _meaning(said) != wanted:
        return None
    return Verdict(True, "text", "the same term in other words")


@lru_cache(maxsize=4096)
def _meaning(text: str) -> tuple[bool, frozenset[str]] | None:
    """Return the terms of a text and whether they are joined by *or*; None where it has others."""
    plain = _TEXT.sub(r" \1 ", text).replace("*", "").strip(" .。")
    if (size := extent(plain)) is not None:
        return False, frozenset((size,))
    disjoint = _OR.search(plain) is not None
    plain = _RIGHT.sub(_SIGNS["right"], plain.replace("$", " ")).replace("\\", "")
    several = len(_SIDES.findall(plain)) > 1 and not disjoint
    plain = _SIDES.sub(_SIGNS["equilateral" if several else "isosceles"], plain)
    for meaning, pattern in _TERMS:
        plain = pattern.sub(_SIGNS[meaning], plain)
    terms = [_MEANINGS[sign] for sign in _SIGN.findall(plain)]
    rest = _SIGN.sub(" ", plain)
    if not terms or any(map(str.isdigit, rest)) or re.search(r"[=<>+^]", rest):
        return None
    words = {word.lower() for word in _WORD.findall(_FILLING_SIGNS.sub(" ", rest))}
    if not words <= _FILLERS:
        return None
    found = {
        part
        for term in terms
        for part in (
            re.findall(r"[NS][+-]", term) or (term.split() if "quad" not in term else (term,))
        )
    }
    return disjoint and len(found) > 1, frozenset(found)
