"""How final answers are marked, as data: conventions in a stated order, presets that name orders.

A convention is a word of `CONVENTIONS` or a tag such as `<answer>`. A preset is a list of them:
the first that finds an answer decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rewardkit.errors import closest

Where = str | tuple[str, ...]

CONVENTIONS: dict[str, str] = {
    "boxed": r"the argument of the last \boxed{...} or \fbox{...}",
    "####": "what follows #### on its line, as in GSM8K",
    "A:": "what follows A: at the start of a line, as in GSM8K",
    "phrase": "what follows 'the answer is', 'final answer:', 'answer:', 'result is' or the like",
    "prose": "the value that the last asserting sentence states, remarks and checks set aside",
    "concluded": "the value that the last statement gives in bold, behind =, in a list or as JSON",
    "last_math": "the last formula between $...$, $$...$$, \\(...\\) or \\[...\\]",
    "last_number": "the last number",
    "last_line": "the last line that is not empty",
    "bare": "the whole text when it is an answer and no prose",
    "whole": "the whole text",
}

PRESETS: dict[str, tuple[str, ...]] = {
    "auto": (
        "<answer>",
        "boxed",
        "####",
        "A:",
        "phrase",
        "concluded",
        "last_math",
        "last_number",
        "last_line",
    ),
    "marked": ("<answer>", "boxed", "####", "A:", "phrase"),
    "gsm8k": ("####", "A:", "boxed", "phrase", "last_number"),
    "math": ("boxed", "<answer>", "phrase", "last_math", "last_line"),
    "tags": ("<answer>",),
    "answer": (
        "<answer>",
        "boxed",
        "####",
        "A:",
        "phrase",
        "prose",
        "bare",
        "concluded",
        "last_math",
        "last_line",
    ),
    "reference": ("<answer>", "boxed", "####", "phrase", "bare", "last_math", "whole"),
}

# What ends the reasoning: nothing before the last of these is a final answer.
REASONING_ENDS = ("</think>", "</thinking>", "</reasoning>", "###Response", "<|end_of_thought|>")
REASONING_STARTS = ("<think>", "<thinking>", "<reasoning>", "<|begin_of_thought|>")

PHRASES = (
    "final answer is",
    "final answer",
    "answer is",
    "answers are",
    "answer",
    "result is",
    "solution is",
    "solutions are",
    "correct option is",
    "correct choice is",
    "right option is",
)

# The solution is correct: praise, and no answer.
NO_PRAISE = (
    r"(?!\s+(?:correct|right|verified|confirmed|consistent|valid|reasonable|as follows|complete)\b"
    r"(?!\s+(?:option|choice|answer|value)))"
)
# The same in other languages, as regular expressions.
FOREIGN_PHRASES = (
    r"答案(?:是|为|為|[:：])",
    r"(?:故|应|應|所以|因此)?(?:选择?|選擇?)[:：]?\s*(?=[A-J](?![A-Za-z]))",
    r"答えは",
    r"\b(?:réponse|respuesta|risposta|resposta|antwort)(?: finale?)?"
    r"(?: (?:est|es|è|é|ist|lautet)\b:?|\s?(?:\*\*)?\s?[:：])",
    r"(?:ответ|відповідь|解答|答|정답|답|jawaban|cevap|odpowiedź|đáp án|svar)\s?(?:\*\*)?\s?[:：]",
)

_TAG = re.compile(r"<[A-Za-z_|][\w|:.-]*>")


@lru_cache(maxsize=256)
def plan(where: Where) -> tuple[str, ...]:
    """Return the conventions that a `where` setting stands for, in order.

    Args:
        where: A preset, a convention, a tag such as `<a>`, or a list of these.

    Raises:
        ValueError: A word is neither a preset nor a convention nor a tag.

    Example:
        >>> plan("tags")
        ('<answer>',)
        >>> plan(("<a>", "gsm8k"))
        ('<a>', '####', 'A:', 'boxed', 'phrase', 'last_number')
    """
    words = (where,) if isinstance(where, str) else where
    order: list[str] = []
    for word in words:
        if word in PRESETS:
            order += PRESETS[word]
        elif word in CONVENTIONS or _TAG.fullmatch(word):
            order.append(word)
        else:
            known = [*PRESETS, *CONVENTIONS]
            raise ValueError(
                f"where={word!r} is no preset, convention or <tag>.{closest(word, known)}"
            )
    if not order:
        raise ValueError("where=() names no convention. Leave it out, or name one.")
    return tuple(dict.fromkeys(order))
