"""Find the final answer of a completion, in time linear in its length.

Nothing here knows what the answer means; two answers that are written differently are kept
apart, and the caller decides whether they are the same.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rewardkit_verifiers.format.reply import trimmed
from rewardkit_verifiers.math.answer.conventions import (
    FOREIGN_PHRASES,
    PHRASES,
    REASONING_ENDS,
    REASONING_STARTS,
    Where,
    plan,
)
from rewardkit_verifiers.math.listed import listed

# Longer completions are cut at the front: a final answer stands at the end.
LONGEST = 1_000_000
# A prompt shorter than this may well be an answer too, so copies of it are not cut out.
_SHORTEST_PROMPT = 16
_UNCLOSED_BOXES = 8
_AROUND = 80


@dataclass(frozen=True, slots=True)
class Found:
    """A final answer as it is written.

    Attributes:
        text: The answer, outer spaces removed.
        where: The convention that found it.
        others: Other answers of the same standing, such as a second box; in order.
        around: What stands before and after a last number on its line; empty for the rest.
    """

    text: str
    where: str
    others: tuple[str, ...] = ()
    around: tuple[str, str] = field(default=("", ""), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no final answer.

    Attributes:
        reason: `empty`, `copied_prompt`, `unfinished_reasoning`, `no_answer`, `unclosed` or
            `placeholder`.
        detail: A sentence.
    """

    reason: str
    detail: str


def extract(completion: str, where: Where = "auto", prompt: str = "") -> Found | Missing:
    r"""Return the final answer of a completion, or why there is none.

    Args:
        completion: What the policy wrote.
        where: Preset, convention, tag, or a list of these; see `conventions`.
        prompt: Copies of it inside the completion do not count.

    Example:
        >>> extract(r"so \boxed{\frac{1}{2}}.").text
        '\\frac{1}{2}'
        >>> extract("6*7\n#### 42", "gsm8k")
        Found(text='42', where='####', others=())
        >>> extract("<a>062</a>", "<a>").text
        '062'
    """
    text = trimmed(completion[-LONGEST:])
    if not text or text.isspace():
        return Missing("empty", "the completion is empty")
    if prompt and len(prompt) >= _SHORTEST_PROMPT and prompt in text:
        text = text.replace(prompt, "\n")
        if text.isspace():
            return Missing("copied_prompt", "the completion is a copy of the prompt")
    text = _after_reasoning(text)
    if not text or text.isspace():
        return Missing("unfinished_reasoning", "nothing follows the reasoning")
    for name in plan(where):
        found = _tagged(text, name) if name[0] == "<" else _FINDERS[name](text)
        if found is not None:
            # A mark that holds nothing decides too: what stands elsewhere was not marked.
            return found
    return Missing("no_answer", f"no answer was marked; looked for {where!r}")


def _after_reasoning(text: str) -> str:
    if "<" not in text and "#" not in text:
        return text
    cut = max(text.rfind(end) + len(end) if end in text else -1 for end in REASONING_ENDS)
    if cut >= 0:
        text = text[cut:]
    opened = [at for at in map(text.find, REASONING_STARTS) if at >= 0]
    return text[: min(opened)] if opened else text


def _finish(name: str, raw: list[str]) -> Found | Missing | None:
    kept = [piece for piece in map(_unmarked, raw) if not _BLANK.fullmatch(piece)]
    if not kept:
        return Missing("placeholder", f"{name} holds a blank") if raw else None
    real = [piece for piece in kept if piece and not _PLACEHOLDER.fullmatch(piece)]
    last = kept[-1]
    if not real or last is not real[-1]:
        # A form to fill in, after whatever came before, is where the answer should have been.
        return Missing("placeholder", f"{last[:40]!r} in {name} is a placeholder, not an answer")
    others = tuple(dict.fromkeys(piece for piece in real[:-1] if piece != last))
    return Found(last, name, others)


def _unmarked(piece: str) -> str:
    """Remove spaces and Markdown's bold marks around a piece."""
    piece = piece.strip()
    if piece.startswith("**") or piece.endswith("**"):
        piece = piece.removeprefix("**").removesuffix("**").strip()
    return piece


def _tagged(text: str, tag: str) -> Found | Missing | None:
    close = f"</{tag[1:]}" if tag[1] != "|" else tag.replace("begin", "end")
    start = text.find(tag)
    if start < 0:
        return None
    raw: list[str] = []
    while start >= 0:
        start += len(tag)
        end = text.find(close, start)
        if end < 0:
            # An answer that is begun again and not finished is one more answer.
            if raw:
                raw.append(text[start:])
            break
        raw.append(text[start:end])
        start = text.find(tag, end)
    if not raw:
        return Missing("unclosed", f"{tag} is opened and never closed")
    return _finish(tag, raw)


def _boxed(text: str) -> Found | Missing | None:
    if "box" not in text:
        return None
    raw: list[str] = []
    end = unclosed = 0
    for match in _boxes(text):
        if match.start() < end:
            continue
        inside, stop = _inside(text, match)
        if inside is None:
            unclosed += 1
            if unclosed >= _UNCLOSED_BOXES:
                break
            continue
        between = text[end + 1 : match.start()] if raw else ""
        if raw and len(between) < 60 and _JOINT.fullmatch(between):
            # \boxed{2}, \boxed{3} is one answer in two boxes.
            raw[-1] = f"{raw[-1]}, {inside}"
        else:
            raw.append(inside)
        end = stop
    if not raw and unclosed:
        return Missing("unclosed", r"\boxed{ is opened and never closed")
    return _finish("boxed", raw)


def _boxes(text: str) -> Iterator[re.Match[str]]:
    """Yield the openings of boxes; `find` skips what is between them faster than a pattern."""
    if any(mark in text for mark in _RARE_BOXES):
        yield from _BOX.finditer(text)
        return
    at = text.find("\\boxed")
    while at >= 0:
        match = _BOX.match(text, at)
        if match is not None:
            yield match
        at = text.find("\\boxed", at + 6)


def _inside(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """Return what a box holds and where it ends; None when it is not closed."""
    if match.lastgroup == "bare":
        return match["bare"], match.end()
    if match.lastgroup == "glm":
        stop = text.find("<|end_of_box|>", match.end())
    else:
        stop = closing_brace(text, match.end())
    return (text[match.end() : stop], stop) if stop >= 0 else (None, stop)


def closing_brace(text: str, start: int) -> int:
    r"""Return the index of the `}` that closes a group whose inside begins at `start`, or -1.

    Escaped braces such as `\{` do not count.

    Example:
        >>> closing_brace("{a{b}c}", 1)
        6
    """
    depth = 1
    for match in _BRACE.finditer(text, start):
        mark = match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if not depth:
                return match.start()
    return -1


def _hashes(text: str) -> Found | Missing | None:
    if "####" not in text:
        return None
    marks = [match for match in _HASHES.finditer(text) if not _is_heading(match, text)]
    return _finish("####", [match[1] for match in marks])


def _is_heading(match: re.Match[str], text: str) -> bool:
    """Whether the mark is a Markdown heading: words, and more text below them."""
    if match[1][:1].isdigit() or not any(map(str.isalpha, match[1])):
        return False
    below = _NEXT_WORD.search(text, match.end())
    return below is not None and not text.startswith("####", below.start())


def _a_line(text: str) -> Found | Missing | None:
    if "A:" not in text:
        return None
    return _finish("A:", [match[1] for match in _A_LINE.finditer(text)][-1:])


def _phrase(text: str) -> Found | Missing | None:
    last = _last_match(_PHRASE, text)
    if last is None:
        return None
    rest = text[last.end() :].lstrip(" \t:*_=}")
    line = rest.strip().split("\n", 1)[0] if rest.strip() else ""
    return _finish("phrase", [_sentence(line)])


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = deque(pattern.finditer(text), maxlen=1)
    return found[0] if found else None


def _sentence(line: str) -> str:
    """Cut a line at the full stop that ends its first sentence."""
    match = _SENTENCE_END.search(line)
    return (line[: match.start()] if match else line).strip().rstrip("*_")


def _last_math(text: str) -> Found | Missing | None:
    if "$" not in text and "\\" not in text:
        return None
    last: tuple[int, int] | None = None
    opened = ("", 0)
    for match in _DELIMITER.finditer(text):
        mark = match[0]
        if opened[0] and mark == _CLOSERS[opened[0]]:
            if not text[opened[1] : match.start()].isspace():
                last = (opened[1], match.start())
            opened = ("", 0)
        elif mark in _CLOSERS and (not opened[0] or mark not in ("$", "$$")):
            opened = (mark, match.end())
    return None if last is None else _finish("last_math", [text[last[0] : last[1]]])


def _last_number(text: str) -> Found | Missing | None:
    last = _last_match(_NUMBER, text)
    if last is None:
        return None
    number = last[0].rstrip(",.")
    end = last.start() + len(number)
    before = text[max(0, last.start() - _AROUND) : last.start()].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return Found(number.strip(), "last_number", around=(before, after))


def _last_line(text: str) -> Found | Missing | None:
    lines = [line for line in text[-4_000:].split("\n") if line.strip()]
    return _finish("last_line", lines[-1:])


def _bare(text: str) -> Found | Missing | None:
    """Take a text that is short and has few words beyond its formulas."""
    text = text.strip()
    if len(text) > _LONGEST_BARE or text.count("\n") > 12:
        return None
    outside = _FORMULA.sub(" ", text)
    most = _MOST_WORDS
    if "$" in text or "\\(" in text or "\\[" in text:
        outside, most = _IN_MATH.sub(" ", outside), 0
    elif "\n" in text and "\\begin" not in text:
        most = 0
    prose = [word for word in _WORD.findall(outside) if word.lower() not in _ANSWER_WORDS]
    if len(prose) > most and not text.startswith("\\text"):
        return None
    return _finish("bare", [text])


def _whole(text: str) -> Found | Missing | None:
    return _finish("whole", [text])


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers written in a text, as they are written."""
    for match in _NUMBER.finditer(text):
        yield match[0].rstrip(",.")


_LONGEST_BARE = 4_000
_MOST_WORDS = 3
_FORMULA = re.compile(r"\\(?:text|mathrm|textbf)\s*\{[^{}]*\}|\\[A-Za-z]+")
_IN_MATH = re.compile(r"\$[^$]*\$|\\[(\[].*?\\[)\]]", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{3,}")
_ANSWER_WORDS = frozenset(
    listed(
        "and sin cos tan cot sec csc log exp sqrt max min gcd lcm mod arcsin arccos arctan "
        "for all where with inf maximum minimum meters hours minutes"
    )
)
_BOX = re.compile(
    r"\\(?:boxed|fbox|framebox)\s*(?:\{|(?P<bare>[^\s{}$\\][^\s{}$\\]*))|(?P<glm><\|begin_of_box\|>)"
)
_RARE_BOXES = ("\\fbox", "\\framebox", "begin_of_box")
_GAP = r"(?:\s|\$|\\[()\[\],;:! ]|\\q?quad|~)*"
_JOINT = re.compile(
    rf"{_GAP}(?:,|;|&|\band\b|\bor\b|\\text\s*\{{\s*(?:and|or)\s*\}})+{_GAP}(?:(?:and|or)\b)?{_GAP}"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_HASHES = re.compile(r"####[ \t]*([^\n#]*)")
_NEXT_WORD = re.compile(r"\S")
_A_LINE = re.compile(r"^[ \t*]*A:[ \t]*([^\n]*)", re.MULTILINE)
_PHRASE = re.compile(
    r"\b(?:" + "|".join(PHRASES) + r")(?: is| are|\s*+(?:\*++\s*+)?[:=])(?:[ \t]*\*\*)?"
    r"|\b(?:"
    + "|".join(phrase for phrase in PHRASES if phrase.endswith((" is", " are")))
    + r")\b:?"
    r"|" + "|".join(FOREIGN_PHRASES),
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?。](?=\s|$)|(?<=[^\s]);(?=\s)")
_DELIMITER = re.compile(r"\$\$|(?<!\\)\$|\\[()\[\]]")
_CLOSERS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_SIGN = r"[+\-−–﹣－]?"
_NUMBER = re.compile(
    rf"(?<![\w.]){_SIGN}\s?[$€£¥₹]?(?:\d[\d,_]*(?:\.\d+)?|\.\d+)(?:[eE][+\-]?\d+)?(?:/\d+(?:\.\d+)?)?"
)
# A blank to fill in that the task itself prints.
_BLANK = re.compile(r"\\[hv]?phantom\s*\{[^{}]*\}|\\square|\\underline\s*\{\s*\}")
_PLACEHOLDER = re.compile(
    r"[.…_?]+|\{+\s*(?:answer|final_answer|ground_truth|solution|gold|result|value|x)\s*\}+"
    r"|<[a-z_ ]*>|\[?(?:your |the )?(?:final )?answer(?: here)?\]?|(?:final_)?answer|ground_truth",
    re.IGNORECASE,
)
_FINDERS: dict[str, Callable[[str], Found | Missing | None]] = {
    "boxed": _boxed,
    "####": _hashes,
    "A:": _a_line,
    "phrase": _phrase,
    "last_math": _last_math,
    "last_number": _last_number,
    "last_line": _last_line,
    "bare": _bare,
    "whole": _whole,
}
