"""Entries of reasoning-gym: what they are, when answers are equal, and what its scorers say."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rewardkit.data.strict_json import NotStrict, strict_json
from rewardkit.errors import MissingExtra

# Tasks with several right answers whose scorers check the answer and evaluate none of its text.
MANY_ANSWERS = frozenset(
    {
        "boxnet",
        "futoshiki",
        "graph_color",
        "group_anagrams",
        "jugs",
        "kakurasu",
        "knight_swap",
        "palindrome_generation",
        "propositional_logic",
        "quantum_lock",
        "rubiks_cube",
        "rush_hour",
        "shortest_path",
        "sokoban",
        "sudoku",
        "mini_sudoku",
        "survo",
        "tower_of_hanoi",
        "word_ladder",
    }
)
_LONGEST = 5_000
# Scorers that skip what they do not know, or stop at the first part that solves the puzzle, would
# pay two answers in one; here an answer has the form of one.
_FORMS = {
    # One formula, with an operator between any two of its parts.
    "propositional_logic": re.compile(r"(?!.*[A-Z)]\s*[A-Z¬(])[A-Z¬∧∨→↔()\s]+", re.DOTALL),
    "quantum_lock": re.compile(r"[A-Z](?:\s*(?:→|->)\s*[A-Z])*"),
    "rubiks_cube": re.compile(r"[UDLRFB]['2]?(?:\s+[UDLRFB]['2]?)*"),
    "sokoban": re.compile(r"[UDLR]+"),
}
_GRIDS = frozenset({"futoshiki", "kakurasu", "mini_sudoku", "sudoku", "survo"})


def entry_of(answer: Any, metadata: Any, question: str) -> tuple[str, dict[str, Any]]:
    """Return the task of a row and its entry as reasoning-gym's scorers take it.

    Raises:
        ValueError: The metadata do not name the task.
    """
    if isinstance(metadata, str):
        try:
            metadata = strict_json(metadata)
        except NotStrict as error:
            raise ValueError(f"metadata are no JSON: {error}") from None
    name = metadata.get("source_dataset") if isinstance(metadata, Mapping) else None
    if not isinstance(name, str) or not name:
        raise ValueError("metadata lack 'source_dataset', the name of the task")
    return name, {"question": question, "answer": answer, "metadata": dict(metadata)}


def same_answer(wanted: str, given: str) -> bool:
    """Return True if two answers differ in blanks, case, width of characters or JSON layout only.

    Example:
        >>> same_answer("[1, 2]", "[1,2]"), same_answer("Zack", "zack"), same_answer("7", "7.0")
        (True, True, True)
        >>> same_answer("42", "41 42"), same_answer("", " ")
        (False, False)
    """
    one, other = _plain(wanted), _plain(given)
    if not one:
        return False
    if one == other:
        return True
    left, right = _value(wanted), _value(given)
    return left is not None and type(left) is type(right) and left == right


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _value(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 2**53 else value
    return value if isinstance(value, list | dict) else None


def _shape(text: str) -> list[int]:
    return [len(line.split()) for line in text.strip().split("\n")]


def gym_score(name: str, answer: str, entry: dict[str, Any]) -> bool:
    """Return whether reasoning-gym gives an answer its full score.

    Raises:
        MissingExtra: reasoning-gym is not installed.
    """
    form = _FORMS.get(name)
    if len(answer) > _LONGEST or (form is not None and form.fullmatch(answer) is None):
        return False
    if name in _GRIDS and _shape(answer) != _shape(str(entry["answer"])):
        return False
    try:
        from reasoning_gym.factory import get_score_answer_fn
    except ModuleNotFoundError:
        raise MissingExtra(f"The scorer of reasoning-gym's {name}", "gym") from None
    try:
        return float(get_score_answer_fn(name)(answer=answer, entry=entry)) >= 1.0
    except Exception:  # noqa: BLE001 - its scorers raise whatever an odd answer makes them raise
        return False
