"""Plain reward functions: of one completion, or of lists as trainers call them."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rewardkit.data.sample import Sample

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
LISTS = ("completions", "responses", "queries")
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
PROMPT = ("prompt", "question", "query", "problem", "instruction")


TURNS = ("messages", "conversation", "dialogue", "turns", "trajectory")
"""Parameters that take the prompt and the completion as chat messages."""
ROW = ("item", "row", "example", "record", "doc", "doc_info", "datum", "instance", "data")
"""Parameters that take the whole row as a mapping."""


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
    if name in PROMPT:
        return sample.prompt_text
    if name == "id":
        return sample.id
    if name == "messages":
        return sample.messages
    if missing is _RAISE:
        raise KeyError(name)
    return missing


_TOTALS = ("score", "reward", "value", "total", "total_reward", "final", "result")


class OneByOne:
    """A function of one completion, called by name; text first, chat messages where text fails."""

    def __init__(
        self,
        function: Callable[..., Any],
        names: Sequence[inspect.Parameter],
        said: str | None = None,
        borrowed: bool = False,
        keys: Sequence[str] = (),
    ) -> None:
        self.function = function
        self.names = names
        self.keys = keys
        """The names under which a row that is given whole holds the completion."""
        self.said = said
        """The parameter that takes the completion, where it has none of the usual names."""
        self.borrowed = borrowed
        """Whether the answer of a sample is one of its columns, and no field of its own."""
        self.chat: bool | None = None

    def __call__(self, sample: Sample) -> Any:
        """Return what the function gives one sample."""
        if self.chat is not None:
            return self._called(sample, self.chat)
        found, self.chat = _either(lambda chat: self._called(sample, chat), bool(sample.text))
        return found

    def _called(self, sample: Sample, chat: bool) -> Any:
        given: dict[str, Any] = {}
        for one in self.names:
            if one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL):
                continue
            if one.name in TURNS and one.name not in sample.columns:
                given[one.name] = _turns(sample)
            elif one.name == self.said and one.name == "sample":
                given[one.name] = _openai_sample(sample.text)
            elif one.name == self.said or (
                one.name in COMPLETION and one.name not in sample.columns
            ):
                given[one.name] = _said("assistant", sample.text, chat)
            elif one.name in PROMPT and one.name not in sample.columns:
                given[one.name] = _said("user", sample.prompt_text, chat)
            elif one.name in ("data_source", "extra_info", "info", "state"):
                given[one.name] = sample.columns.get(one.name, "" if one.name[0] == "d" else {})
            elif one.name in ROW and one.name not in sample.columns:
                given[one.name] = self._row(sample)
            elif one.default is one.empty:
                given[one.name] = _value(sample, one.name)
            elif (value := _value(sample, one.name, None)) is not None:
                given[one.name] = value
        if any(one.kind is one.VAR_KEYWORD for one in self.names):
            if len(self.names) == 1:
                given = dict.fromkeys(COMPLETION, _said("assistant", sample.text, chat))
            given = {**sample.columns, **given}
            if sample.answer is not None and not self.borrowed:
                given.setdefault("answer", sample.answer)
        first = [given.pop(one.name) for one in self.names if one.kind is one.POSITIONAL_ONLY]
        return _number(_awaited(self.function(*first, **given)))

    def _row(self, sample: Sample) -> dict[str, Any]:
        """Return the whole row, with the completion under the names that the code reads."""
        row: dict[str, Any] = dict.fromkeys(self.keys, sample.text)
        row = {**row, "prompt": sample.prompt, **sample.columns}
        if sample.answer is not None and not self.borrowed:
            row["answer"] = sample.answer
        return row


def _turns(sample: Sample) -> list[dict[str, Any]]:
    turns = sample.prompt
    if isinstance(turns, str) or turns is None:
        turns = [{"role": "user", "content": turns or ""}]
    said = {"role": "assistant", "content": sample.text}
    return [*(dict(one) for one in turns), said]


def _openai_sample(text: str) -> dict[str, Any]:
    """Return the sample that a Python grader of OpenAI's takes beside the item."""
    return {"output_text": text, "choices": [{"message": {"content": text}}], "output_tools": []}


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


class InLists:
    """A trainer's function: lists in, a list out; text first, chat messages where text fails."""

    def __init__(
        self,
        function: Callable[..., Any],
        names: Sequence[inspect.Parameter],
        borrowed: bool = False,
    ) -> None:
        self.function = function
        self.names = names
        self.borrowed = borrowed
        self.chat: bool | None = None

    def __call__(self, samples: Sequence[Sample]) -> list[Any]:
        """Return what the function gives the samples, in one call."""
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
        if not self.borrowed and any(sample.answer is not None for sample in samples):
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
            found = found.get("rewards", found.get("scores", found.get("reward")))
        return [_number(one) for one in found]


def _awaited(found: Any) -> Any:
    if not inspect.isawaitable(found):
        return found

    async def wait() -> Any:
        return await found

    return asyncio.run(wait())


def _number(found: Any) -> Any:
    """Return the number of what a function gives: verl's mapping, a pair with details, a list."""
    if isinstance(found, Mapping):
        for name in _TOTALS:
            if found.get(name) is not None:
                return found[name]
        numbers = [one for one in found.values() if isinstance(one, (bool, int, float))]
        return numbers[0] if len(numbers) == 1 else None
    if isinstance(found, tuple) and found and isinstance(found[0], (bool, int, float)):
        return found[0]
    if isinstance(found, list) and len(found) == 1:
        return found[0]
    return found
