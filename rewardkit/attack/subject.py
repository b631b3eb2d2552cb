"""The subject of an attack: any reward or plain function, and the facts it declares."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from rewardkit.attack.plain import (
    COMPLETION,
    LISTS,
    PROMPT,
    REFERENCE,
    ROW,
    TURNS,
    InLists,
    OneByOne,
    reference_column,
)
from rewardkit.data.digest import code_digest
from rewardkit.data.sample import Sample
from rewardkit.data.score import Range
from rewardkit.errors import DefinitionError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward

_DEEPEST = 8
_STARRED = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
_FORM_ALONE = re.compile(
    r"(?i)\b(?:format|form|tags?|structure|style)\b[^.]{0,60}\b(?:only|alone)\b"
    r"|\b(?:only|alone)\b[^.]{0,40}\b(?:format|form|tags?|structure)\b"
    r"|\b(?:correctness|accuracy)\b[^.]{0,60}\b(?:separate|separately|another|other|elsewhere)\b"
    r"|\breward_funcs\s*=\s*\[[^\]]{1,200},"
    r"|\b(?:besides?|separate from|next to|alongside)\b[^.]{0,40}\b(?:correctness|accuracy)\b"
)
Aim = Literal["answer", "form", "constraint", "penalty"]
"""Against a reference; the form of the completion alone; another column of the row, such as a
number of words; or a deduction that never pays more than nothing."""
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_STATED = re.compile(
    rf"(?:\[|\bin \(|\brange \()\s*{_NUMBER}\s*,\s*{_NUMBER}\s*[\])]"
    rf"|\bbetween\s+{_NUMBER}\s+and\s+{_NUMBER}"
    rf"|\bfrom\s+{_NUMBER}\s+to\s+{_NUMBER}"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A reward under attack.

    Attributes:
        reward: The reward, or a plain function wrapped as one.
        functions: The Python functions in it, for the constants of their code.
        fingerprint: A digest of code and settings.
        stated: The range that a plain function's docstring states, or the usual one; None where
            nothing says which values are right.
        plain: Whether it is a plain function.
        exclusive: Whether a reply can be right under one reference only, as far as it is declared.
        tolerance: The declared relative tolerance.
        columns: Columns of the data that decided which parameter takes the completion.
        moved: The column that held the completion, where the rows had it under another name.
        borrowed: Whether the answers of the samples are one of their columns.
    """

    reward: Reward
    functions: tuple[Callable[..., Any], ...]
    fingerprint: str
    stated: Range | None = None
    plain: bool = False
    exclusive: bool = True
    tolerance: float = 0.0
    columns: tuple[str, ...] = ()
    borrowed: bool = False
    moved: str | None = None

    @property
    def chancy(self) -> bool:
        """Whether a part is declared as not deterministic."""
        parts = self.reward.walk()
        return any(isinstance(one, FunctionReward) and not one.deterministic for one in parts)

    @property
    def name(self) -> str:
        """The name of the reward."""
        return self.reward.name


def as_subject(
    target: Reward | Callable[..., Any],
    columns: Sequence[str] = (),
    *,
    borrowed: bool = False,
    moved: str | None = None,
) -> Subject:
    """Return the subject of a reward, or of a plain function of one completion or of lists.

    Args:
        target: The reward or function.
        columns: Columns of the data. Where no parameter has a usual name, the only one that must
            be given and is no column takes the completion.
        borrowed: Whether the answers of the samples are one of their columns.
        moved: The column that held the completion, where the rows had it under another name.

    Raises:
        DefinitionError: It is neither, or the reward still needs a setting.
    """
    if isinstance(target, Reward):
        if target.missing_settings:
            raise DefinitionError(
                f"reward {target.name!r} still needs the setting {target.missing_settings[0]!r}"
            )
        leaves = [part for part in target.walk() if isinstance(part, FunctionReward)]
        judged = [leaf for leaf in leaves if _exclusive(leaf)]
        return Subject(
            target,
            tuple(leaf.fn for leaf in leaves),
            target.fingerprint,
            exclusive=bool(judged),
            tolerance=max((_tolerance(leaf) for leaf in leaves), default=0.0),
        )
    if not callable(target) or isinstance(target, type):
        raise DefinitionError(
            f"attack takes a reward or a function, not {type(target).__name__}: {str(target)[:60]}"
        )
    return _plain(target, columns, borrowed, moved)


def takes_completions(function: Callable[..., Any], columns: Sequence[str] = ()) -> bool:
    """Return True if a plain function takes a completion, or lists of them, by a usual name.

    A parameter that is a column of the data takes that column.
    """
    names = _names_of(function)
    return any(
        name in LISTS or (name in (*COMPLETION, *TURNS) and name not in columns) for name in names
    )


def _names_of(function: Callable[..., Any]) -> list[str]:
    """Return the names of parameters; of `**kwargs` alone the usual names that the code reads."""
    names = parameters_of(function)
    if [one.kind for one in names] == [inspect.Parameter.VAR_KEYWORD]:
        read = constants_of(getattr(call_of(function), "__code__", None))
        return [name for name in (*COMPLETION, *LISTS) if name in read]
    return [one.name for one in names]


def _row_keys(function: Callable[..., Any], moved: str | None) -> tuple[str, ...]:
    """Return the names under which code may look for the completion in a whole row."""
    read = constants_of(getattr(call_of(function), "__code__", None))
    named = [name for name in COMPLETION if name in read]
    return tuple(dict.fromkeys([*([moved] if moved else []), *named]))


def _exclusive(leaf: FunctionReward) -> bool:
    if leaf.exclusive is not None:
        return leaf.exclusive
    card = leaf.card
    if card is None:
        return True
    return card.exclusive is not False and card.kind not in ("form", "penalty", "control")


def _tolerance(leaf: FunctionReward) -> float:
    declared = leaf.tolerance
    if declared is None and leaf.card is not None:
        declared = leaf.card.tolerance
    return float(declared or 0.0)


def _completion_name(names: Sequence[inspect.Parameter], columns: Sequence[str]) -> str | None:
    """Return the only parameter that must be given and that the data has not, or None."""
    usual = {*PROMPT, *REFERENCE, "answer", "id", "messages", "item", "row", "example", "doc"}
    other = [
        one.name
        for one in names
        if one.default is one.empty
        and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)
        and one.name not in usual
        and one.name not in columns
    ]
    return other[0] if columns and len(other) == 1 else None


def _plain(
    function: Callable[..., Any],
    columns: Sequence[str] = (),
    borrowed: bool = False,
    moved: str | None = None,
) -> Subject:
    name = getattr(function, "__name__", type(function).__name__)
    names = parameters_of(function)
    words = _names_of(function)
    if any(word in LISTS for word in words):
        lists = InLists(function, names, borrowed)

        def many(sample: Sequence[Sample]) -> Any:
            return lists(list(sample))

        reward = FunctionReward(many, name=name, declared=(-math.inf, math.inf), batched=True)
        return Subject(
            reward,
            (function,),
            code_digest(function)[:16],
            _stated(function),
            plain=True,
            borrowed=borrowed,
        )
    usual = takes_completions(function, columns)
    whole = _row_keys(function, moved) if any(word in ROW for word in words) else ()
    said = None if usual or whole else _completion_name(names, columns)
    if said is None and not usual and not whole:
        raise DefinitionError(
            f"{name!r} takes {', '.join(words) or 'nothing'}: a reward function takes `completion`"
            " or, as trainers call it, lists named `completions`"
        )
    call = OneByOne(function, names, said, borrowed, whole)

    def run(sample: Sample) -> Any:
        return call(sample)

    stated = _stated(function) or Range(-1.0, 1.0)
    reward = FunctionReward(run, name=name, declared=(-math.inf, math.inf))
    return Subject(
        reward,
        (function,),
        code_digest(function)[:16],
        stated,
        plain=True,
        columns=tuple(columns),
        borrowed=borrowed,
        moved=moved,
    )


def _stated(function: Callable[..., Any]) -> Range | None:
    match = _STATED.search(inspect.getdoc(function) or "")
    if match is None:
        return None
    low, high = (float(one) for one in match.groups() if one is not None)
    return Range(low, high) if low < high else None


def call_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function below partials, decorators and objects, whose code can be read."""
    for _ in range(_DEEPEST):
        if isinstance(function, partial):
            function = function.func
        elif hasattr(function, "__wrapped__"):
            function = inspect.unwrap(function)
        elif (inner := _decorated(function)) is not None:
            function = inner
        elif not hasattr(function, "__code__") and _has_call(function):
            function = type(function).__call__.__get__(function)
        else:
            break
    return function


def _has_call(function: Any) -> bool:
    return not isinstance(function, type) and hasattr(type(function).__call__, "__code__")


def _decorated(function: Any) -> Callable[..., Any] | None:
    """Return the only function that a wrapper of `*args` and `**kwargs` holds, or None.

    A decorator without `functools.wraps` does not say what it wraps.
    """
    code = getattr(function, "__code__", None)
    if code is None or code.co_argcount or code.co_kwonlyargcount or not code.co_flags & _STARRED:
        return None
    cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    held = [one for one in cells if callable(one) and not isinstance(one, type)]
    return held[0] if len(held) == 1 else None


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the parameters of a function; of a wrapper that takes anything, of what it wraps.

    Raises:
        DefinitionError: It has no signature that could be read.
    """
    try:
        return list(inspect.signature(_decorated(function) or function).parameters.values())
    except (TypeError, ValueError):
        name = getattr(function, "__name__", type(function).__name__)
        raise DefinitionError(f"{name!r} has no signature that could be read") from None


_NO_REFERENCE = {
    *COMPLETION,
    *PROMPT,
    "completions",
    "responses",
    "prompts",
    "messages",
    "completion_ids",
    "trainer_state",
    "log_extra",
    "log_metric",
    "environments",
    "id",
    "group",
    "data_source",
}


def aim_of(subject: Subject, samples: Sequence[Sample]) -> Aim:
    """Return the aim of a reward, from its cards, its parameters and the columns of the data."""
    cards = [leaf.card for leaf in subject.reward.walk() if isinstance(leaf, FunctionReward)]
    kinds = {card.kind for card in cards if card is not None}
    if cards and None not in cards and kinds <= {"penalty", "form"}:
        return "penalty" if kinds == {"penalty"} else "form"
    if not reads_reference(subject, samples):
        return "form"
    known = any(one.answer is not None or reference_column(one) is not None for one in samples[:64])
    return "answer" if known else "constraint"


def says_form_alone(subject: Subject) -> bool:
    """Return True if docstrings say that form alone is judged, beside a reward of correctness."""
    for function in subject.functions:
        code = call_of(function)
        beside = getattr(code, "__globals__", None)
        if beside is None:
            beside = getattr(getattr(code, "__func__", None), "__globals__", {})
        owner = type(getattr(code, "__self__", None))
        texts = [inspect.getdoc(code), beside.get("__doc__"), owner.__doc__]
        if any(_FORM_ALONE.search(text) for text in texts if text):
            return True
    return False


def reads_reference(subject: Subject, samples: Sequence[Sample]) -> bool:
    """Return True if the reward takes anything of a row beyond prompt and completion."""
    columns = {name for sample in samples[:64] for name in sample.columns}
    if any(sample.answer is not None for sample in samples[:64]):
        columns.add("answer")
    for function in subject.functions:
        code = call_of(function)
        try:
            names = inspect.signature(code).parameters.values()
        except (TypeError, ValueError):
            return True
        for one in names:
            if one.kind is one.VAR_KEYWORD:
                if columns & set(constants_of(getattr(code, "__code__", None))):
                    return True
            elif one.kind is one.KEYWORD_ONLY and not subject.plain:
                continue
            elif one.name not in _NO_REFERENCE:
                return True
    return False


def constants_of(code: Any) -> list[str]:
    """Return the text constants of code and of the functions in it, in their order."""
    if code is None:
        return []
    found = [one for one in code.co_consts if isinstance(one, str)]
    for inner in code.co_consts:
        if hasattr(inner, "co_consts"):
            found += constants_of(inner)
    return found
