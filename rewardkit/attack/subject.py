"""The subject of an attack: any reward or plain function, and the facts it declares."""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from rewardkit.data.digest import code_digest
from rewardkit.data.sample import Sample
from rewardkit.data.score import Range
from rewardkit.errors import DefinitionError
from rewardkit.rewards.base import Reward
from rewardkit.rewards.function import FunctionReward

COMPLETION = (
    "completion",
    "response",
    "solution_str",
    "output",
    "text",
    "reply",
    "prediction",
    "pred",
    "generation",
    "generated_text",
    "generated",
    "model_output",
    "model_response",
    "candidate",
    "hypothesis",
    "content",
)
_LISTS = ("completions", "responses", "queries")
REFERENCE = (
    "answer",
    "ground_truth",
    "reference",
    "target",
    "gold",
    "solution",
    "label",
    "expected",
    "correct_answer",
    "y_true",
    "truth",
    "expected_output",
    "gold_answer",
    "final_answer",
    "references",
    "answers",
    "targets",
    "labels",
    "solutions",
    "ground_truths",
)
Aim = Literal["answer", "form", "constraint", "penalty"]
"""Against a reference; the form of the completion alone; another column of the row, such as a
number of words; or a deduction that never pays more than nothing."""
_PROMPT = ("prompt", "question", "query", "problem", "instruction")
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
    """

    reward: Reward
    functions: tuple[Callable[..., Any], ...]
    fingerprint: str
    stated: Range | None = None
    plain: bool = False
    exclusive: bool = True
    tolerance: float = 0.0

    @property
    def chancy(self) -> bool:
        """Whether a part is declared as not deterministic."""
        parts = self.reward.walk()
        return any(isinstance(one, FunctionReward) and not one.deterministic for one in parts)

    @property
    def name(self) -> str:
        """The name of the reward."""
        return self.reward.name


def as_subject(target: Reward | Callable[..., Any]) -> Subject:
    """Return the subject of a reward, or of a plain function of one completion or of lists.

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
    return _plain(target)


def takes_completions(function: Callable[..., Any]) -> bool:
    """Return True if a plain function takes a completion, or lists of them, by name."""
    names = inspect.signature(function).parameters
    return any(name in (*COMPLETION, *_LISTS) for name in names)


def _exclusive(leaf: FunctionReward) -> bool:
    declared = getattr(leaf, "exclusive", None)
    if declared is not None:
        return bool(declared)
    card = leaf.card
    if card is None:
        return True
    return card.exclusive is not False and card.kind not in ("form", "penalty", "control")


def _tolerance(leaf: FunctionReward) -> float:
    declared = getattr(leaf, "tolerance", None)
    if declared is None and leaf.card is not None:
        declared = leaf.card.tolerance
    return float(declared or 0.0)


def _plain(function: Callable[..., Any]) -> Subject:
    name = getattr(function, "__name__", type(function).__name__)
    try:
        names = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise DefinitionError(f"{name!r} has no signature that could be read") from None
    words = [one.name for one in names]
    if any(word in _LISTS for word in words):
        lists = _Lists(function, names)

        def many(sample: Sequence[Sample]) -> Any:
            return lists(list(sample))

        reward = FunctionReward(many, name=name, declared=(-math.inf, math.inf), batched=True)
        return Subject(
            reward, (function,), code_digest(function)[:16], _stated(function), plain=True
        )
    if not takes_completions(function):
        raise DefinitionError(
            f"{name!r} takes {', '.join(words) or 'nothing'}: a reward function takes `completion`"
            " or, as trainers call it, lists named `completions`"
        )
    call = _One(function, names)

    def run(sample: Sample) -> Any:
        return call(sample)

    stated = _stated(function) or Range(-1.0, 1.0)
    reward = FunctionReward(run, name=name, declared=(-math.inf, math.inf))
    return Subject(reward, (function,), code_digest(function)[:16], stated, plain=True)


def _stated(function: Callable[..., Any]) -> Range | None:
    match = _STATED.search(inspect.getdoc(function) or "")
    if match is None:
        return None
    low, high = (float(one) for one in match.groups() if one is not None)
    return Range(low, high) if low < high else None


def reference_column(sample: Sample) -> str | None:
    """Return the name of the column that holds the reference, where the sample has no answer."""
    return next((name for name in REFERENCE if sample.columns.get(name) is not None), None)


_RAISE: Any = object()


def _value(sample: Sample, name: str, missing: Any = _RAISE) -> Any:
    if name in sample.columns:
        return sample.columns[name]
    if name in REFERENCE:
        column = reference_column(sample)
        return (
            sample.answer
            if column is None or sample.answer is not None
            else (sample.columns[column])
        )
    if name in _PROMPT:
        return sample.prompt_text
    if name == "id":
        return sample.id
    if name == "messages":
        return sample.messages
    if missing is _RAISE:
        raise KeyError(name)
    return missing


class _One:
    """A function of one completion, called by name; text first, chat messages where text fails."""

    def __init__(self, function: Callable[..., Any], names: Sequence[inspect.Parameter]) -> None:
        self.function = function
        self.names = names
        self.chat: bool | None = None

    def __call__(self, sample: Sample) -> Any:
        if self.chat is not None:
            return self._called(sample, self.chat)
        found, self.chat = _either(lambda chat: self._called(sample, chat), bool(sample.text))
        return found

    def _called(self, sample: Sample, chat: bool) -> Any:
        given: dict[str, Any] = {}
        for one in self.names:
            if one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL):
                continue
            if one.name in COMPLETION and one.name not in sample.columns:
                given[one.name] = _said("assistant", sample.text, chat)
            elif one.name in _PROMPT and one.name not in sample.columns:
                given[one.name] = _said("user", sample.prompt_text, chat)
            elif one.name in ("data_source", "extra_info", "info", "state"):
                given[one.name] = sample.columns.get(one.name, "" if one.name[0] == "d" else {})
            elif one.default is one.empty:
                given[one.name] = _value(sample, one.name)
            elif (value := _value(sample, one.name, None)) is not None:
                given[one.name] = value
        if any(one.kind is one.VAR_KEYWORD for one in self.names):
            given = {**sample.columns, **given}
            if sample.answer is not None:
                given.setdefault("answer", sample.answer)
        first = [given.pop(one.name) for one in self.names if one.kind is one.POSITIONAL_ONLY]
        return _number(_awaited(self.function(*first, **given)))


def _said(role: str, text: str, chat: bool) -> Any:
    return [{"role": role, "content": text}] if chat else text


def _either(call: Callable[[bool], Any], says_something: bool) -> tuple[Any, bool | None]:
    """Return the result of a call with text, or with chat messages where text cannot be read."""
    try:
        found = call(False)
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        try:
            return call(True), True
        except Exception:  # noqa: BLE001 - the first error is the one to tell
            raise error from None
    # An empty text says nothing about which of the two is wanted.
    return found, False if says_something else None


class _Lists:
    """A trainer's function: lists in, a list out; text first, chat messages where text fails."""

    def __init__(self, function: Callable[..., Any], names: Sequence[inspect.Parameter]) -> None:
        self.function = function
        self.names = names
        self.chat: bool | None = None

    def __call__(self, samples: Sequence[Sample]) -> list[Any]:
        if self.chat is not None:
            return self._called(samples, self.chat)
        says = any(sample.text for sample in samples)
        found, self.chat = _either(lambda chat: self._called(samples, chat), says)
        return list(found)

    def _called(self, samples: Sequence[Sample], chat: bool) -> list[Any]:
        texts = [_said("assistant", sample.text, chat) for sample in samples]
        given: dict[str, Any] = {
            "completions": texts,
            "responses": texts,
            "prompts": [_said("user", sample.prompt_text, chat) for sample in samples],
            "queries": [sample.prompt_text + sample.text for sample in samples],
        }
        for name in {name for sample in samples for name in sample.columns}:
            given[name] = [sample.columns.get(name) for sample in samples]
        if any(sample.answer is not None for sample in samples):
            given.setdefault("answer", [sample.answer for sample in samples])
        for one in self.names:
            if one.name not in given and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL):
                values = [_value(sample, one.name, None) for sample in samples]
                if one.default is one.empty or any(value is not None for value in values):
                    given[one.name] = values
        if not any(one.kind is one.VAR_KEYWORD for one in self.names):
            known = {one.name for one in self.names}
            given = {name: value for name, value in given.items() if name in known}
        first = [given.pop(one.name) for one in self.names if one.kind is one.POSITIONAL_ONLY]
        found = _awaited(self.function(*first, **given))
        if isinstance(found, Mapping):  # as OpenRLHF's reward functions return
            found = found.get("rewards", found.get("scores"))
        return [_number(one) for one in found]


def _awaited(found: Any) -> Any:
    if not inspect.isawaitable(found):
        return found
    import asyncio

    async def wait() -> Any:
        return await found

    return asyncio.run(wait())


def _number(found: Any) -> Any:
    if isinstance(found, Mapping):  # as verl's compute_score may return
        return found.get("score", found.get("reward"))
    return found


def call_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function below partials and decorators, whose code can be read."""
    while isinstance(function, partial):
        function = function.func
    inner: Callable[..., Any] = inspect.unwrap(function)
    return inner


_NO_REFERENCE = {
    *COMPLETION,
    *_PROMPT,
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
                if columns & _constants(getattr(code, "__code__", None)):
                    return True
            elif one.kind is one.KEYWORD_ONLY and not subject.plain:
                continue
            elif one.name not in _NO_REFERENCE:
                return True
    return False


def _constants(code: Any) -> set[str]:
    if code is None:
        return set()
    found = {one for one in code.co_consts if isinstance(one, str)}
    for inner in code.co_consts:
        if hasattr(inner, "co_consts"):
            found |= _constants(inner)
    return found
