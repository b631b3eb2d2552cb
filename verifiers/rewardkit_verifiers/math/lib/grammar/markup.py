"""Take the dress off an answer: unicode, HTML, broken escapes, spacing and sizes, delimiters.

What comes out is LaTeX or plain text in ASCII for everything that the grammar knows.
"""

from __future__ import annotations

import re
import unicodedata

from rewardkit_verifiers.math.lib.grammar.in_words import in_formulas
from rewardkit_verifiers.math.lib.grammar.notations import settled

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸ"
_SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢₓₐₘₖ"
_RAISED = str.maketrans(_SUPERSCRIPT, "0123456789+-()nixy")
_LOWERED = str.maketrans(_SUBSCRIPT, "0123456789+-()nixamk")
_SUPER_RUN = re.compile(f"[{_SUPERSCRIPT}]+")
_SUB_RUN = re.compile(f"[{_SUBSCRIPT}]+")

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon",
    "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "µ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau",
    "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma",
    "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega", "∂": "partial", "∇": "nabla", "ℓ": "ell", "ℏ": "hbar",
    "∞": "infty", "≤": "le", "≦": "le", "⩽": "le", "≥": "ge", "≧": "ge", "⩾": "ge", "≠": "ne",
    "≈": "approx", "≅": "cong", "≡": "equiv", "∈": "in", "∉": "notin", "⊂": "subset",
    "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "∪": "cup", "∩": "cap", "∖": "setminus",
    "∅": "emptyset", "±": "pm", "∓": "mp", "×": "times", "⋅": "cdot", "·": "cdot", "∙": "cdot",
    "•": "cdot", "÷": "div", "→": "to", "⇒": "Rightarrow", "⟹": "Rightarrow", "⇔": "iff",
    "∀": "forall", "∃": "exists", "∑": "sum", "∏": "prod", "∫": "int", "…": "ldots",
    "⋯": "cdots", "⌊": "lfloor", "⌋": "rfloor", "⌈": "lceil", "⌉": "rceil", "∣": "mid",
    "∧": "land", "∨": "lor", "¬": "neg", "⊕": "oplus", "⊙": "odot", "∘": "circ", "△": "triangle",
    "∠": "angle", "⟂": "perp", "⊥": "perp", "∥": "parallel", "′": "prime", "ℝ": "R", "ℤ": "Z",
    "ℕ": "N", "ℚ": "Q", "ℂ": "C",
    "⟨": "langle", "⟩": "rangle", "〈": "langle", "〉": "rangle",
}  # fmt: skip
_SETS = set("RZNQC")
_PLAIN = {
    "−": "-", "–": "-", "—": "-", "‒": "-", "﹣": "-", "－": "-", "‐": "-", "‑": "-", "＋": "+",
    "⁄": "/", "∕": "/", "，": ", ", "、": ", ", "；": "; ", "：": ":", "∶": ":",
    "。": ".", "（": "(",
    "）": ")", "［": "[", "］": "]", "｛": "\\{", "｝": "\\}", "｜": "|", "＝": "=",
    "＜": "<", "＞": ">",
    "“": '"', "”": '"', "‘": "'", "’": "'", "´": "'", "°": "^\\circ ", "º": "^\\circ ",
    "或": " or ", "且": " and ", "和": " and ", "与": " and ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u2060": "", "\u00ad": "",
    "\u2061": "", "\u2062": "", "\u200e": "", "\u200f": "",
    "\u00a0": "\\,", "\u202f": "\\,", "\u2009": "\\,", "\u2007": "\\,", "\u2005": " ",
    "\u3000": " ",
    "¢": "\\text{ cents}",
    "£": "", "¥": "", "₹": "", "€": "", "％": "%", "½": "\\frac{1}{2}", "⅓": "\\frac{1}{3}",
    "⅔": "\\frac{2}{3}", "¼": "\\frac{1}{4}", "¾": "\\frac{3}{4}", "⅕": "\\frac{1}{5}",
    "⅖": "\\frac{2}{5}", "⅗": "\\frac{3}{5}", "⅘": "\\frac{4}{5}", "⅙": "\\frac{1}{6}",
    "⅚": "\\frac{5}{6}", "⅛": "\\frac{1}{8}", "⅜": "\\frac{3}{8}", "⅝": "\\frac{5}{8}",
    "⅞": "\\frac{7}{8}", "√": "\\sqrt ", "∛": "\\cbrt ", "∜": "\\qdrt ",
    **{circled: f"({index})" for index, circled in enumerate("①②③④⑤⑥⑦⑧⑨⑩", 1)},
}  # fmt: skip
_TABLE = str.maketrans(
    _PLAIN
    | {
        char: f"\\mathbb{{{name}}}" if name in _SETS and char not in "ΣΠ" else f"\\{name} "
        for char, name in _GREEK.items()
    }
)

# Stands for the \\ that ends a row, so that it is not taken for the start of a command.
ROW = "\x01"
# A JSON or Python string that was unescaped once too often.
_BROKEN = (
    ("\x0crac", "\\frac"),
    ("\x08in", "\\bin"),
    ("\x08eg", "\\beg"),
    ("\x0corall", "\\forall"),
)
_BROKEN_TAB = re.compile(r"\t(?=ext|imes|heta|frac|an\b|au\b|o\b)")
_BROKEN_RETURN = re.compile(r"\r(?=ight|ho\b|floor|ceil)")
_DOUBLED = re.compile(r"\\\\(?=[A-Za-z{}])")
_DOTTED = re.compile(r"(\.\d*)\\dot\s*\{?(\d)\}?")
_ROW_GAP = re.compile(rf"(?<={ROW})\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm)\s*\]")
_HTML = re.compile(r"<(/?)(sup|sub)>", re.IGNORECASE)
_SPACING = re.compile(r"\\[:;!> ]|\\hspace\*?\s*\{[^{}]*\}|\\(?:rule|vspace)\s*\{[^{}]*\}|&nbsp;")
# 10,\!000 closes the gap behind the comma: it groups thousands and lists nothing.
_CLOSED = re.compile(r"(?<=\d)(?:\{,\}|,)\\!\s?(?=\d{3}(?!\d))")
_WIDE = re.compile(r"(?<=\d)\s?\\,\s?(?=\d{3}(?!\d))")
_SPREAD = re.compile(r"\d{1,3}(?:,\\,\d{3})+")
_CURRENCY = re.compile(r"\\\$|\b(?:USD|EUR|GBP|Rs\.?)(?=\s*\d)")
_ARRAY_CASES = re.compile(
    r"\\left\s?\\\{\s{0,4}\\begin\s?\{(array|aligned|matrix|gathered)\}(?:\s?\{[lcr| ]*\})?"
    r"(.*?)\\end\s?\{\1\}\s{0,4}\\right\s?\.",
    re.DOTALL,
)
# 4.5 x 10^-5
_TEN = re.compile(r"(?<=\d)\s?[xX]\s?10\s?(?:\^|\*\*)(?=\s?[{(+\-\d])")
# 12 600 seconds
_SPACED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?: \d{3})+(?=\s?(?:[A-Za-z]{2}|\\(?:text|mathrm)))")
_ONE = re.compile(r"^\s*an?(?=\s+(?:hundred|thousand|million|billion|dozen|half|third|fourth)\b)")
# $5 is a price where no second $ closes a formula; the money is a unit that may be left out.
_PRICE = re.compile(
    r"\s*-?\s?(?:\\\(\s*)?(?:\$\s*\\\$|\\\$|\$)\s?"
    r"(-?\d[\d,]*(?:\.\d+)?)(\s*(?:\\text\s?\{\s*)?(?:thousand|million|billion|trillion)\}?)?"
    r"\s*(?:\$|\\\))?\s*\.?\s*"
)
_DELIMITERS = re.compile(r"\\[()\[\]](?![a-zA-Z])|\$+")
# 90^ and 90^{} have lost their degree sign, 185\ a space.
_CUT_DEGREE = re.compile(r"(?<=\d)\s?\^\s*(?:\{\s*\}?|\{\s*\\circ)?\s*(?:\\+\s*)?(?=[\s$.]*$)")
_DANGLING = re.compile(r"(?<=[\d}$])\s*\\+(?=[\s$.]*$)")
_PUNCTUATION = re.compile(r"\\math(?:ord|punct|inner|bin)\s?\{,\}")
# A picture before an answer says nothing, but for a cross or a doubt.
_PICTURES = re.compile(
    "\\A(?:[\u23e9-\u23fa\u2600-\u2652\u2668-\u26d3\u26d5-\u26ff\u2705\u270a-\u2714\u2728\u2b50"
    "\U0001f300-\U0001f6aa\U0001f6ac-\U0001f913\U0001f915-\U0001f936\U0001f938-\U0001faff]"
    "[\ufe0f\u200d]*\\s?)+(?=[\\s$*]*[\\d\\\\(\\[{+-])"
)
_GLM = re.compile(r"<\|[a-z_]+\|>")


def undress(text: str) -> str:
    r"""Return an answer without its dress.

    Example:
        >>> undress("$x²≤½$")
        'x^{2}\\le \\frac{1}{2}'
    """
    if "{:}" in text:
        text = text.replace("{:}", ":")
    text = in_formulas(text)
    if not text.isascii():
        text = _ascii(_PICTURES.sub("", text))
    if text.rstrip(" \n$.}")[-1:] in ("^", "\\", "{") or text.endswith("circ"):
        text = _DANGLING.sub("", _CUT_DEGREE.sub(r"^\\circ", text))
    text = settled(repaired(text))
    if "$" in text and len(text) < 60:
        text = _priced(text.replace("US$", "$"))
    elif "USD" in text or "EUR" in text or "GBP" in text:
        text = _CURRENCY.sub("", text)
    if "<" in text:
        text = _HTML.sub(lambda m: "}" if m[1] else "^{" if m[2].lower() == "sup" else "_{", text)
        text = _GLM.sub("", text)
    if "\\left" in text and "\\begin" in text:
        text = _ARRAY_CASES.sub(r"\\begin{cases}\2\\end{cases}", text)
    if "`" in text:
        text = text.replace("`", " ")
    if "\\math" in text:
        text = _PUNCTUATION.sub("{,}", text)
    if "\\" in text:
        if "\\begin" not in text:
            text = _DOUBLED.sub(r"\\", text)
        text = _ROW_GAP.sub("", text.replace("\\\\", ROW))
        text = _CURRENCY.sub("", text)
        if _SPREAD.fullmatch(text.strip(" $")):
            text = text.replace(",\\,", "")
        text = _WIDE.sub("", _CLOSED.sub("", text))
        text = _DOTTED.sub(r"\1\\overline{\2}", text)
        text = _SPACING.sub(" ", text).replace("\\,", " ")
        text = text.replace("{,}", ",")
    else:
        text = text.replace("{,}", ",")
    if "x" in text or "X" in text:
        text = _TEN.sub(r"*10^", text)
    if " " in text:
        text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    text = _ONE.sub("1", text)
    # A comma at the end would keep the one in `1,024,` from grouping thousands.
    return _DELIMITERS.sub(" ", text).strip().rstrip(" ,;")


def _priced(text: str) -> str:
    """Return a text that is one price, such as $5 million, with the money behind the number."""
    price = _PRICE.fullmatch(text)
    if price is None or (text.count("$") == 2 and "\\$" not in text):
        return text
    minus = "-" if text.lstrip().startswith("-") else ""
    return rf"{minus}{price[1]} {price[2] or ''} \text{{ dollars}}"


def repaired(text: str) -> str:
    r"""Return a text in which a form feed before `rac` is `\frac` again, and so on."""
    if "\x0c" in text or "\x08" in text or "\t" in text or "\r" in text:
        for broken, whole in _BROKEN:
            text = text.replace(broken, whole)
        text = _BROKEN_RETURN.sub(r"\\r", _BROKEN_TAB.sub(r"\\t", text))
    return text


def _ascii(text: str) -> str:
    text = _SUPER_RUN.sub(lambda run: f"^{{{run[0].translate(_RAISED)}}}", text)
    text = _SUB_RUN.sub(lambda run: f"_{{{run[0].translate(_LOWERED)}}}", text)
    text = text.translate(_TABLE)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_TABLE)
