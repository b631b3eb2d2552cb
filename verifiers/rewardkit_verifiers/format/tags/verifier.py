"""Does a reply consist of the blocks it was asked for?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit_verifiers.format.lib.blocks import Block, pairs_of
from rewardkit_verifiers.format.lib.reading import Outside, Reading, parse

Tags = tuple[Block, ...]
Credit = Literal["exact", "partial"]

# A reply with one of these cannot be read at all; with any other fault it was read and is wrong.
UNREADABLE = frozenset({"empty", "missing_tag", "repeated_tag", "misplaced_tag", "hidden_tag"})


def check_tags(settings: Mapping[str, Any]) -> None:
    """Raise ValueError when the setting `tags` cannot be a format."""
    pairs_of(settings["tags"])


def _check(settings: Mapping[str, Any]) -> None:
    check_tags(settings)
    present, missing = settings["present"], settings["missing"]
    if not (math.isfinite(present) and math.isfinite(missing) and missing < present):
        raise ValueError(
            f"present={present:g} and missing={missing:g}: a marker in its place must be worth "
            "more than a missing one, and both must be finite"
        )


def _range(settings: Mapping[str, Any]) -> tuple[float, float]:
    if settings["credit"] == "exact":
        return 0.0, 1.0
    count = _counted(settings["tags"], settings["prefilled"])
    return count * settings["missing"], count * settings["present"]


def _counted(tags: Tags, prefilled: bool) -> int:
    return 2 * len(tags) - prefilled


@reward(range=_range, check=_check)
def tags(
    completion: str,
    prompt: str = "",
    *,
    tags: Tags = ("think", "answer"),
    credit: Credit = "exact",
    prefilled: bool = False,
    between: Outside = "any",
    around: Outside = "blank",
    strict: bool = False,
    present: float = 0.5,
    missing: float = -1.0,
) -> Score:
    """Pay a reply that consists of the blocks it was asked for, each once and in order.

    Every marker must stand in the reply exactly once, in order; inside a block, a marker quoted
    on both sides (`` `</think>` ``) is spoken of, not used. A block must hold a letter or a number
    (the last one: or a symbol), and not what only holds its place: the prompt's own example,
    `[your answer]`, one word over and over. Markers hidden in an HTML comment do not count.
    Whether the answer is right is none of its business: gate a reward for the answer with it, do
    not add it to one.

    Args:
        completion: The reply.
        prompt: The prompt; its example of the format, copied, is worth nothing.
        tags: The blocks in order: names such as `think`, or pairs of markers written out.
        credit: `exact` pays 1 or 0. `partial` pays for each marker, so that there is something
            to climb from the start: `present` for one in its place, `missing` for any other.
        prefilled: The prompt ends with the opening marker of the first block already.
        between: Whether words may stand between blocks (`any`) or not (`blank`).
        around: The same for the text before the first block and after the last. Models that do
            not learn to stop are paid for it under `any`.
        strict: Nothing that shows outside the blocks, not even a code fence around them all.
        present: Partial credit for each marker in its place.
        missing: Partial credit for each marker that is missing, repeated or misplaced.

    Returns:
        The score: in [0, 1] for `exact`; for `partial` from every marker missing to every marker
        present. Both are at their top for the same replies.

    Raises:
        DefinitionError: The tags cannot be told apart, or `present` is not above `missing`.

    Example:
        >>> tags.score(completion="<think>3 * 12</think><answer>36</answer>").value
        1.0
        >>> print(tags.score(completion="<think></think><answer>36</answer>"))
        tags  0  in [0, 1]  (empty_block: <think> holds no letter or number)
        >>> tags(credit="partial").score(completion="<think>3 * 12</think> 36").value
        -1.0

    References:
        The two rewards are those of the public Unsloth GRPO notebooks (`match_format_exactly`,
        `match_format_approximately`), read by a scanner; the attacks it withstands are listed
        in huggingface/open-r1 issue 418 and follow-ups.
    """
    reading = parse(
        completion,
        tags,
        prefilled=prefilled,
        between=between,
        around=around,
        strict=strict,
        prompt=prompt,
    )
    if credit == "partial":
        return _partial(reading, _counted(tags, prefilled), present, missing)
    return exact(reading)


def exact(reading: Reading) -> Score:
    """Return 1 for a reply without a fault, else 0 with the first one as the reason."""
    if not reading.faults:
        return Score.ok(1.0)
    first = reading.faults[0]
    if first.reason in UNREADABLE:
        return Score.unparsed(first.reason, first.detail)
    return Score.ok(0.0, first.reason, first.detail)


def _partial(reading: Reading, counted: int, present: float, missing: float) -> Score:
    spoilt = {index for fault in reading.faults for index in fault.markers}
    value = (counted - len(spoilt)) * present + len(spoilt) * missing
    if not reading.faults:
        return Score.ok(value)
    first = reading.faults[0]
    return Score.ok(value, first.reason, first.detail)


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> print(instruction(tags(tags=("plan", "code")).settings))
        Reply exactly as <plan>…</plan><code>…</code>, each tag once and in this order. Put \
something of your own into every block. Write nothing before the first tag or after the last.
    """
    pairs = pairs_of(settings["tags"])
    form = "".join(f"{pair.open}…{pair.close}" for pair in pairs)
    sentences = [f"Reply exactly as {form}, each tag once and in this order."]
    if settings["prefilled"]:
        sentences.append(f"The first {pairs[0].open} is already written; do not repeat it.")
    sentences.append("Put something of your own into every block.")
    if settings["strict"] or (settings["between"], settings["around"]) == ("blank", "blank"):
        sentences.append("Write nothing outside the blocks.")
    elif settings["around"] == "blank":
        sentences.append("Write nothing before the first tag or after the last.")
    elif settings["between"] == "blank":
        sentences.append("Write nothing between the blocks.")
    return " ".join(sentences)
