"""Where the answer stands in a text that marks none: its last formula, number or line."""

from __future__ import annotations

import re
import sys
from collections import deque
from collections.abc import Iterator

from rewardkit_verifiers.math.lib.extraction.found import Found, Missing, finish
from rewardkit_verifiers.math.lib.word_lists import listed

_AROUND = 80


def last_math(text: str) -> Found | Missing | None:
    """Take the last formula between delimiters that is not blank."""
    if "$" not in text and "\\" not in text:
        return None
    last: tuple[int, int] | None = None
    closed: deque[tuple[int, int]] = deque(maxlen=_MOST_JOINED)
    opened = ("", 0)
    priced = -1
    for match in _DELIMITER.finditer(text):
        mark = match[0]
        if (
            mark == "$"
            and not opened[0]
            and _is_money(text, match.start(), match.start() == priced)
        ):
            priced = text.find("$", match.end())
            continue
        if opened[0] and mark == _CLOSERS[opened[0]]:
            inside = text[opened[1] : match.start()]
            if not inside.isspace() and not _SEAL.fullmatch(inside):
                last = (opened[1], match.start())
                closed.append(last)
            opened = ("", 0)
        elif mark in _CLOSERS and (not opened[0] or mark not in ("$", "$$")):
            opened = (mark, match.end())
    if last is None:
        return None
    if len(closed) > 1 and _QUALIFIES.fullmatch(text, closed[-2][1], last[0]):
        closed.pop()  # where C is a constant
        last = closed[-1]
    joined = text[last[0] : last[1]]
    # $x = 2$ and $x = 3$ is one answer in two formulas.
    for begin, end in list(closed)[-2::-1]:
        between = _BETWEEN.fullmatch(text, end, last[0])
        if between is None:
            break
        joined = f"{text[begin:end]} {between[1].strip() or ','} {joined}"
        last = (begin, end)
    return finish("last_math", [joined])


def _is_money(text: str, at: int, after_money: bool) -> bool:
    """Whether a dollar sign stands before a price: no second one closes a formula behind it.

    Args:
        text: The completion.
        at: Where the sign is.
        after_money: Whether the sign before it was one of a price.
    """
    if not text[at + 1 : at + 2].isdigit():
        return False
    line = text.find("\n", at)
    end = text.find("$", at + 1, line if line >= 0 else len(text))
    if end < 0:
        return True
    if text[end + 1 : end + 2].isdigit():
        # An opening sign before the next number: $15 + $9, and no $3$ or $x$.
        return text[end - 1] in " \t(=+-~*/" or (after_money and text[end - 1] != text[at + 1])
    return False


def without_bold(text: str) -> str:
    """Return a text without the marks of bold and italic numbers and words in Markdown.

    Example:
        >>> without_bold("The total is **72**."), without_bold("2**3 and 4**5")
        ('The total is 72.', '2**3 and 4**5')
    """
    return _EMPHASIS.sub(r"\2", text) if "*" in text or "_" in text else text


_EMPHASIS = re.compile(
    r"(?<![\w*_\\)}])(\*\*\*|\*\*|\*|__|_)(?=[^\s*_])([^*_\n]{1,200})(?<=\S)\1(?![\w*({])"
)


def last_number(text: str) -> Found | Missing | None:
    """Take the last number, with what stands around it on its line."""
    text = uncoded(without_bold(text))
    last = last_match(_NUMBER, text)
    if last is None:
        return None
    number = last[0].rstrip(",.")
    end = last.start() + len(number)
    before = text[max(0, last.start() - _AROUND) : last.start()].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return Found(number.strip(), "last_number", around=(before, after))


def last_line(text: str) -> Found | Missing | None:
    """Take the last line that is not blank."""
    lines = [line for line in text[-4_000:].split("\n") if line.strip(" \t`")]
    return finish("last_line", [_plain_line(undecorated(uncoded(line))) for line in lines[-1:]])


def uncoded(line: str) -> str:
    """Return a line without the backticks around the values in it.

    Example:
        >>> uncoded("It evaluates to `30`.")
        'It evaluates to 30.'
    """
    return _CODE.sub(r"\1", line) if "`" in line else line


_CODE = re.compile(r"(?<!`)`([^`\n]{1,120})`(?!`)")


def _plain_line(line: str) -> str:
    """Return a line without bold marks, but around the one value of a sentence."""
    return line if "**" in line and bold_value(line) is not None else without_bold(line)


def bold_value(sentence: str) -> str | None:
    """Return the one value in bold in a sentence of words that has no other number, or None.

    Example:
        >>> bold_value("So we get **135 minutes** in all."), bold_value("2 is **3**")
        ('135 minutes', None)
    """
    found = _BOLD_VALUE.fullmatch(sentence.strip())
    if found is None:
        return None
    if not any(map(str.isdigit, found[2])) and not _NAMES_NEXT.search(found[1]):
        return None
    words = f"{found[1]} {found[3]}"
    return found[2].strip() if len(words.split()) > 1 and _NO_VALUE.fullmatch(words) else None


def undecorated(text: str) -> str:
    """Return a text without ticks and arrows around it, and without bold marks around formulas.

    Example:
        >>> undecorated("✅ **$x_1 = 3$**")
        '$x_1 = 3$'
    """
    text = text.strip()
    if not text.isascii():
        text = _DECORATION.sub("", text)
    return _BOLD_FORMULA.sub(r"\1", text) if "**" in text else text


def bare(text: str) -> Found | Missing | None:
    """Take a text that is short and has few words beyond its formulas."""
    text = undecorated(text)
    if len(text) > _LONGEST_BARE or text.count("\n") > 12:
        return None
    if ("**" in text and _PARTLY_BOLD.fullmatch(text)) or _ITEMS.match(text):
        return None
    outside = _FORMULA.sub(" ", text)
    most = _MOST_WORDS
    if "$" in text or "\\(" in text or "\\[" in text:
        outside, most = _IN_MATH.sub(" ", outside), 0
    elif "\n" in text and "\\begin" not in text:
        most = 0
    if outside is not text and not outside.isascii() and _FOREIGN_PROSE.search(outside):
        return None
    prose = [word for word in _WORD.findall(outside) if word.lower() not in _ANSWER_WORDS]
    if len(prose) > most and not text.startswith("\\text"):
        return None
    bold = "**" in text or text.startswith("__")
    return finish("bare", [without_bold(text) if bold else text])


def whole(text: str) -> Found | Missing | None:
    """Take all of the text."""
    return finish("whole", [text])


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers written in a text, as they are written."""
    for match in _NUMBER.finditer(text):
        yield match[0].rstrip(",.")


def last_match(
    pattern: re.Pattern[str], text: str, begin: int = 0, end: int = sys.maxsize
) -> re.Match[str] | None:
    """Return the last match of a pattern between two places, or None."""
    found = deque(pattern.finditer(text, begin, end), maxlen=1)
    return found[0] if found else None


_BOLD_VALUE = re.compile(r"([^*\n]{0,300})\*\*([^*\n]{1,60})\*\*([^*\n]{0,200})")
# What ends a proof is no answer.
_SEAL = re.compile(r"\s*\\(?:blacksquare|square|Box|qed|QED|checkmark)\s*")
_NAMES_NEXT = re.compile(r"\b(?:is|are|be|was)\s+(?:an?\s+|the\s+)?$")
_NO_VALUE = re.compile(r"[^\d$\\*=<>]*")
# What names the constants of the formula before it.
_QUALIFIES = re.compile(
    r"(?:\$\$?|\\[)\]])[\s,.;]*(?:where|with|for (?:some|any|every|all)"
    r"|here)\b[^.$]{0,40}(?:\$\$?|\\[(\[])"
)
_MOST_JOINED = 6
_BETWEEN = re.compile(
    r"(?:\$\$?|\\[)\]])\s{0,3}((?:,\s?)?(?:and|or|或|和|또는|または|и|или|oder|und|ou|et|hoặc|veya"
    r"|[yeou](?=\s))?)\s{0,3}(?:\$\$?|\\[(\[])"
)
# Ticks, arrows and pointing hands before an answer say nothing.
_DECORATION = re.compile(
    r"^(?:(?:[✅✔☑✓🎯👉➡→⇒►▶•➤🔹🔸⭐🏁∴故即]|所以|因此|よって|따라서)\ufe0f?[,，、\s]*)+|(?:\s*[✅✔☑✓🎯⭐🏁]\ufe0f?)+$"
)
_BOLD_FORMULA = re.compile(r"\*\*(\$[^$*]{1,400}\$|\\\(.{1,400}?\\\))\*\*")
_LONGEST_BARE = 4_000
_MOST_WORDS = 3
_FORMULA = re.compile(r"\\(?:text|mathrm|textbf)\s*\{[^{}]*\}|\\[A-Za-z]+")
_IN_MATH = re.compile(r"\$[^$]*\$|\\[(\[].*?\\[)\]]", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{3,}")
# Words before a value in bold: a sentence.
_PARTLY_BOLD = re.compile(r"(?=[^*]*[A-Za-z]{2,}\s)[^*]{4,400}\*\*[^*\n]{1,80}\*\*[\s.!]*")
# Two or more items of a list, each with its bullet.
_ITEMS = re.compile(r"(?:[-*•]|\(?1[.)])\s[^\n]{1,80}\n+\s*(?:[-*•]|\(?2[.)])\s")
# A sentence in another script around a formula.
_FOREIGN_PROSE = re.compile(r"[а-яё]{3,}|[가-힣]{2,}|[぀-ヿ]{3,}", re.IGNORECASE)
_ANSWER_WORDS = frozenset(
    listed(
        "and sin cos tan cot sec csc log exp sqrt max min gcd lcm mod arcsin arccos arctan "
        "for all where with inf maximum minimum meters hours minutes"
    )
)
_DELIMITER = re.compile(r"\$\$|(?<!\\)\$|\\[()\[\]]")
_CLOSERS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_SIGN = r"[+\-−–﹣－]?"
_NUMBER = re.compile(
    rf"(?<![\w.]){_SIGN}\s?[$€£¥₹]?(?:\d[\d,_]*(?:\.\d+)?|\.\d+)(?:[eE][+\-]?\d+)?"
    r"(?:(?: / |/)\d+(?:\.\d+)?)?"
)
