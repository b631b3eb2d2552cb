"""Any task of reasoning-gym that poses one question, guarded against the holes of its scorers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rewardkit import Score, reward
from rewardkit_verifiers.puzzle.lib.answer import answer_of
from rewardkit_verifiers.puzzle.lib.expression import NoExpression, reaches
from rewardkit_verifiers.puzzle.lib.gym import MANY_ANSWERS, entry_of, gym_score, same_answer


@reward(isolated=True, timeout=20.0)
def reasoning_gym(
    completion: str,
    answer: Any = None,
    metadata: Any = None,
    question: str = "",
    prompt: str = "",
    *,
    tag: str = "answer",
) -> Score:
    """Pay the answer of a task of reasoning-gym.

    An answer equal to the one of the row is right. Another is right only in tasks that have
    several answers, where the scorer of reasoning-gym must give its full score; scorers that
    evaluate text are never asked. `countdown`, `puzzle24` and `n_queens` are checked here.

    Args:
        completion: The reply: the answer in a block, or as a whole.
        answer: The `answer` of the entry; None in tasks that have only a scorer.
        metadata: The `metadata` of the entry, a mapping or JSON text.
        question: The `question` of the entry.
        prompt: The prompt, which serves as the question where the row has none.
        tag: The tag of the block with the answer.

    Returns:
        1 or 0. A row without the name of its task is an error.

    Raises:
        MissingExtra: The task needs a scorer and reasoning-gym is not installed.

    Example:
        >>> row = {"answer": "10*(8 - 5) - 6"}
        >>> row["metadata"] = {"source_dataset": "puzzle24", "numbers": [8, 5, 10, 6]}
        >>> reasoning_gym.score(completion="<answer>1*2*3*4</answer>", **row).value
        0.0
    """
    try:
        name, entry = entry_of(answer, metadata, question or prompt)
    except ValueError as error:
        return Score.error("bad_puzzle", str(error))
    # An answer may itself stand in marks, or begin with words that announce one.
    raw, text = answer_of(completion, tag, bare=False), answer_of(completion, tag)
    if isinstance(text, Score) or isinstance(raw, Score):
        return text if isinstance(text, Score) else Score.unparsed("empty")
    if name in ("countdown", "puzzle24"):
        return _expression(text, entry["metadata"])
    forms = (raw, text, text.rstrip(" ."))
    if answer is not None and any(same_answer(str(answer), one) for one in forms):
        return Score.ok(1.0)
    if name == "n_queens":
        known = entry["metadata"].get("valid_answers") or ()
        found = any(same_answer(str(one), text) for one in known)
        return Score.ok(1.0) if found else Score.ok(0.0, "unsolved")
    if name not in MANY_ANSWERS:
        return Score.ok(0.0, "unsolved", "not the answer of the row")
    full = gym_score(name, text, entry)
    return Score.ok(1.0) if full else Score.ok(0.0, "unsolved", f"{name} scores it below 1")


def _expression(text: str, metadata: Mapping[str, Any]) -> Score:
    try:
        given = sorted(int(number) for number in metadata["numbers"])
        target = Fraction(str(metadata.get("target", 24)))
    except (KeyError, TypeError, ValueError):
        return Score.error("bad_puzzle", "the metadata have no numbers")
    try:
        reached, used = reaches(text, target)
    except NoExpression as why:
        return Score.unparsed("not_an_expression", str(why))
    if sorted(used) != given:
        return Score.ok(0.0, "wrong_numbers", f"{used} of {given}")
    return Score.ok(1.0) if reached else Score.ok(0.0, "unsolved")
