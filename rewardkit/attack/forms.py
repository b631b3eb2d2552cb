"""Forms of an answer: the usual ones, those of the prompt, of the code and of right replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import regex

from rewardkit.attack.patterns import form_of
from rewardkit.attack.replies import Form

_REASON = "Let me work through this one step at a time."
_TAG = regex.compile(r"<([A-Za-z][\w-]{0,30})>")
_REASONING = {"think", "thinking", "reasoning", "scratchpad", "reason", "thought", "working"}

USUAL = (
    Form("plain"),
    Form("boxed", "\\boxed{", "}", markup=True),
    Form("answer tag", "<answer>", "</answer>", markup=True),
    Form("reasoning and answer tag", f"<think>{_REASON}</think>\n<answer>", "</answer>"),
    Form(
        "reasoning and answer tag, lines",
        f"<think>\n{_REASON}\n</think>\n<answer>\n",
        "\n</answer>",
    ),
    Form("hashes", "#### ", markup=True),
    Form("Answer:", "Answer: ", markup=True),
    Form("sentence", "The answer is ", "."),
    Form("final answer", "Final answer: ", markup=True),
    Form("sentence with a box", "The answer is $\\boxed{", "}$."),
    Form(
        "reasoning and box", f"<think>\n{_REASON}\n</think>\n\nThe final answer is \\boxed{{", "}"
    ),
    Form("reasoning and text", f"<think>{_REASON}</think>\n"),
    Form("json answer", '{"answer": "', '"}', markup=True),
    Form("json number", '{"answer": ', "}", markup=True),
    Form("code fence", "```python\n", "\n```", markup=True),
    Form("fence", "```\n", "\n```", markup=True),
    Form("json fence", "```json\n", "\n```", markup=True),
    Form("bold", "**", "**", markup=True),
)


def all_forms(
    prompts: Iterable[str], words: Sequence[str], right: Iterable[tuple[str, str]]
) -> tuple[Form, ...]:
    """Return every form that this data and code suggest, each once, the usual ones first.

    Args:
        prompts: Some prompts, which may name the form they ask for.
        words: Text constants of the reward's code.
        right: Completions that are known to be right, each with its reference.
    """
    found: dict[tuple[str, str], Form] = {}
    for form in [*USUAL, *_of_code(words), *_of_prompts(prompts), *_of_replies(right)]:
        found.setdefault((form.before, form.after), form)
    return tuple(found.values())


def _of_prompts(prompts: Iterable[str]) -> Iterator[Form]:
    for prompt in prompts:
        tags = list(dict.fromkeys(_TAG.findall(prompt[:20_000])))
        yield from _of_tags(tags)
        if "####" in prompt:
            yield Form("hashes after text", f"{_REASON}\n#### ")


def _of_tags(tags: Sequence[str]) -> Iterator[Form]:
    if not tags:
        return
    last = tags[-1]
    yield Form(f"<{last}>", f"<{last}>", f"</{last}>", markup=True)
    if len(tags) > 1:
        parts = [f"<{tag}>\n{_REASON}\n</{tag}>\n" for tag in tags[:-1]]
        yield Form("tags of the prompt", f"{''.join(parts)}<{last}>\n", f"\n</{last}>")
        bare = [f"<{tag}>{_REASON}</{tag}>" for tag in tags[:-1]]
        yield Form("tags in a row", f"{''.join(bare)}<{last}>", f"</{last}>")


def _of_code(words: Sequence[str]) -> Iterator[Form]:
    tags: dict[str, None] = {}
    for word in words:
        form = form_of(word)
        if form is not None:
            yield form
        tags.update(dict.fromkeys(_TAG.findall(word)))
    yield from _of_tags(list(tags))
    yield from _of_marks([word for word in words if not form_of(word)])
    for word in words:
        plain = word.strip()
        if plain and len(plain) <= 40 and plain[-1] in ":=#>" and "<" not in plain:
            yield Form(f"after {plain}", f"{plain} ", markup=True)


def _of_marks(words: Sequence[str]) -> Iterator[Form]:
    """Yield forms between marks that begin and end a part, in the order of the code."""
    marks = [word.strip() for word in words if _is_mark(word.strip())]
    if len(marks) >= 2:
        for first, last in pairwise(marks):
            yield Form(f"between {first} and {last}", first, last, markup=True)
        yield Form(
            "all marks", "".join(f"{one}\n{_REASON}\n" for one in marks[:-2]) + marks[-2], marks[-1]
        )


def _is_mark(word: str) -> bool:
    if not 2 < len(word) <= 40 or any(sign in word for sign in "\\()[]*+?|^$"):
        return False
    return (word[0] == "<" and word[-1] == ">") or (
        any(sign in word for sign in "-_") and word.replace("-", "").replace("_", "").isalpha()
    )


def _of_replies(right: Iterable[tuple[str, str]]) -> Iterator[Form]:
    for reply, answer in right:
        at = reply.rfind(answer) if answer else -1
        if at >= 0 and reply.count(answer) <= 2 and len(reply) < 4000:
            yield Form("as a right reply", reply[:at], reply[at + len(answer) :])
