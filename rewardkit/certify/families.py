"""Which verifier judges which family of a corpus, with which settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeGuard

from rewardkit.catalogue import catalogue
from rewardkit.data.sample import Sample
from rewardkit.errors import PluginError, RegistryError
from rewardkit.registry import verifiers
from rewardkit.rewards.base import Reward
from rewardkit.rewards.operators.gates import gate
from rewardkit.rewards.operators.sums import weighted

_LENGTH = {"max_length": 2048, "buffer": 512}
_PAIR = re.compile(r"<([A-Za-z][\w-]*)>.*?</\1>", re.DOTALL)
Gold = Any


class Skip(Exception):
    """A row that cannot be checked; the message is counted and shown."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One row made ready.

    Attributes:
        reward: What judges it.
        sample: What is judged.
        raw: Whether the bound is on the value as it is, not on its place in the range.
    """

    reward: Reward
    sample: Sample
    raw: bool = False


def trial_for(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier and the sample of one row of a corpus.

    Raises:
        Skip: The family, or this gold of it, has no verifier here.
        DefinitionError: The gold gives settings that the verifier refuses.
    """
    return FAMILIES[data["family"]](data, strict)


def installed(*names: str) -> Reward:
    """Return the first verifier of these that is installed.

    Raises:
        Skip: None is.
        PluginError: None is, because what ships with rewardkit was refused.
    """
    for name in names:
        try:
            return verifiers.get(name)
        except RegistryError:
            continue
    for owner, why in catalogue.registry().refused.items():
        part = owner.partition(": ")[2]  # empty when the whole plugin was refused
        if owner.startswith(catalogue.BUILTIN) and (not part or part in names):
            # Nothing is certified by verifiers that did not load.
            raise PluginError(f"{names[0]} is not installed, and {owner} was refused: {why}")
    raise Skip(f"{names[0]} is not installed")


def is_text(value: object) -> TypeGuard[str | list[dict[str, Any]]]:
    """Whether a field of a row is text or chat messages."""
    if isinstance(value, list):
        return all(isinstance(item, dict) for item in value)
    return isinstance(value, str)


def _sample(data: Mapping[str, Any], answer: Any = None) -> Sample:
    prompt = data.get("prompt")
    return Sample(data["completion"], prompt if is_text(prompt) else "", answer)


# --- format ------------------------------------------------------------------------------
def _format(data: Mapping[str, Any], strict: bool) -> Trial:
    gold = data.get("gold")
    if not isinstance(gold, dict):
        raise Skip("gold of family format is not an object")
    if isinstance(gold.get("pattern"), str):
        return Trial(_configured("format/regex", pattern=gold["pattern"]), _sample(data))
    schema = gold.get("schema", gold.get("tags"))
    if isinstance(schema, (dict, bool)):
        fences = "refuse" if strict else "allow"
        return Trial(_configured("format/json", schema=schema, fences=fences), _sample(data))
    prompt = str(data.get("prompt") or "")
    tags = schema if isinstance(schema, list) else _tags(schema, prompt)
    if not tags:
        raise Skip(f"unknown format {str(schema)[:40]!r}")
    prefilled = bool(gold.get("prefill"))
    reward = _configured("format/tags", tags=tags, prefilled=prefilled, strict=strict)
    return Trial(reward, _sample(data))


def _tags(schema: object, prompt: str) -> list[str]:
    """Return the tags that a name such as `think_answer` stands for.

    The prompt shows them; a name whose tags it does not show is read word by word.
    """
    if not isinstance(schema, str):
        return []
    shown = list(dict.fromkeys(_PAIR.findall(prompt)))
    if "_".join(shown) == schema:
        return shown
    words = [word for word in schema.split("_") if word]
    return shown if shown and not set(words) & set(shown) else words


def _configured(name: str, **settings: Any) -> Reward:
    return _made(name, json.dumps(settings, sort_keys=True))


@lru_cache(maxsize=256)
def _made(name: str, settings: str) -> Reward:
    installed(name)
    return verifiers.get(name, **json.loads(settings))


# --- composite -----------------------------------------------------------------------------
def _composite(data: Mapping[str, Any], strict: bool) -> Trial:
    gold = data.get("gold")
    if not isinstance(gold, dict) or not isinstance(gold.get("weights"), dict):
        raise Skip("gold of family composite has no weights")
    weights = gold["weights"]
    reward = _answer_first(json.dumps(weights), _tags("think_answer", str(data.get("prompt"))))
    return Trial(reward, _sample(data, gold.get("gold")), raw=True)


def _answer_first(weights: str, tags: list[str]) -> Reward:
    """Return the answer plus what is paid for form, which only a right answer unlocks."""
    known: dict[str, Callable[[], Reward]] = {
        "format": lambda: _configured("format/tags", tags=tags),
        # A corpus has no token ids to count.
        "length": lambda: _configured("length/overlong", unit="words", **_LENGTH),
    }
    parts = dict(json.loads(weights))
    if "accuracy" not in parts:
        raise Skip("composite without a weight for accuracy")
    answer = _accuracy(tags[-1])
    main = parts.pop("accuracy")
    for name in parts:
        if name not in known:
            raise Skip(f"composite with an unknown part {name[:40]!r}")
    right = weighted(accuracy=(main, answer))
    if not parts:
        return right
    form: dict[str, Any] = {name: (weight, known[name]()) for name, weight in parts.items()}
    return right + gate(answer, weighted(**form), otherwise=0.0)


def _accuracy(tag: str) -> Reward:
    reward = installed("math/equivalence", "math/number")
    return verifiers.get(str(getattr(reward, "id", "")), where=f"<{tag}>")


# --- other families ------------------------------------------------------------------------
def _math(data: Mapping[str, Any], strict: bool) -> Trial:
    reward = _configured("math/equivalence", preset="strict" if strict else "default")
    return Trial(reward, _sample(data, data.get("gold")))


# --- code ------------------------------------------------------------------------------------
_PROGRAMS = {"call": "code/function", "stdio": "code/stdio"}


def _code(data: Mapping[str, Any], strict: bool) -> Trial:
    gold = data.get("gold")
    if not isinstance(gold, dict) or gold.get("kind") not in _PROGRAMS:
        raise Skip("gold of family code has no kind among call, stdio")
    # What a completion could have seen beside what it could not; it must pass all of them.
    columns = {key: gold[key] for key in ("tests", "hidden_tests") if gold.get(key)}
    if not columns:
        raise Skip("gold of family code has no tests")
    if gold.get("entry_point"):
        columns["entry_point"] = gold["entry_point"]
    sample = _sample(data)
    sample = Sample(sample.completion, sample.prompt, columns=columns)
    return Trial(_configured(_PROGRAMS[gold["kind"]], strict=strict), sample)


# --- judge ------------------------------------------------------------------------------------
# The worst judge there is: whatever is paid, the gate let through.
_YES = {"fake": "approve"}
_SCALE = re.compile(r"integer (-?\d+)\s*(?:-|–|to|\.\.)\s*(-?\d+)")
_RUBRIC = re.compile(r"Rubric:\s*(.+)", re.DOTALL)


def _judge(data: Mapping[str, Any], strict: bool) -> Trial:
    if not isinstance(data["completion"], str):
        raise Skip("completion of family judge is not text")
    prompt = str(data.get("prompt") or "")
    if data.get("stage") == "judge_output":
        scale = _SCALE.search(prompt)
        low, high = (int(scale[1]), int(scale[2])) if scale else (1, 5)
        # The reply is the judge's; what it is about must only pass the gate.
        judge = {"fake": [data["completion"]], "attempts": 1}
        reward = _configured("judge/score", judge=judge, low=low, high=high)
        return Trial(reward, Sample("It is 40 km/h.", "What is the average speed?"))
    gold = data.get("gold")
    if gold is not None:
        return Trial(_configured("judge/reference", judge=_YES), _sample(data, gold))
    rubric = _RUBRIC.search(prompt)
    criteria = [rubric[1].strip() if rubric else "It answers the question."]
    return Trial(_configured("judge/rubric", judge=_YES, criteria=criteria), _sample(data))


FAMILIES: dict[str, Callable[[Mapping[str, Any], bool], Trial]] = {
    "format": _format,
    "composite": _composite,
    "math": _math,
    "code": _code,
    "judge": _judge,
}
