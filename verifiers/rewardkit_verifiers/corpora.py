"""Which built-in verifier judges which family of a corpus, with which settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from rewardkit import Reward, Sample, gate, weighted
from rewardkit.certify.trial import Skip, Trial, configured, installed, sample_of

_LENGTH = {"max_length": 2048, "buffer": 512}
_PAIR = re.compile(r"<([A-Za-z][\w-]*)>.*?</\1>", re.DOTALL)


# --- format ------------------------------------------------------------------------------
def format_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the format verifier that the gold of a row describes."""
    gold = data.get("gold")
    if not isinstance(gold, dict):
        raise Skip("gold of family format is not an object")
    if isinstance(gold.get("pattern"), str):
        return Trial(configured("format/regex", pattern=gold["pattern"]), sample_of(data))
    schema = gold.get("schema", gold.get("tags"))
    if isinstance(schema, (dict, bool)):
        fences = "refuse" if strict else "allow"
        return Trial(configured("format/json", schema=schema, fences=fences), sample_of(data))
    prompt = str(data.get("prompt") or "")
    tags = schema if isinstance(schema, list) else _tags(schema, prompt)
    if not tags:
        raise Skip(f"unknown format {str(schema)[:40]!r}")
    prefilled = bool(gold.get("prefill"))
    reward = configured("format/tags", tags=tags, prefilled=prefilled, strict=strict)
    return Trial(reward, sample_of(data))


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


# --- composite -----------------------------------------------------------------------------
def composite_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the weighted sum that the gold of a row describes, form behind the answer."""
    gold = data.get("gold")
    if not isinstance(gold, dict) or not isinstance(gold.get("weights"), dict):
        raise Skip("gold of family composite has no weights")
    weights = gold["weights"]
    reward = _answer_first(json.dumps(weights), _tags("think_answer", str(data.get("prompt"))))
    return Trial(reward, sample_of(data, gold.get("gold")), raw=True)


def _answer_first(weights: str, tags: list[str]) -> Reward:
    """Return the answer plus what is paid for form, which only a right answer unlocks."""
    known: dict[str, Callable[[], Reward]] = {
        "format": lambda: configured("format/tags", tags=tags),
        # A corpus has no token ids to count.
        "length": lambda: configured("length/overlong", unit="words", **_LENGTH),
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
    return configured(str(getattr(reward, "id", "")), where=f"<{tag}>")


# --- other families ------------------------------------------------------------------------
def math_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return `math/equivalence` by the policy of the row."""
    reward = configured("math/equivalence", preset="strict" if strict else "default")
    return Trial(reward, sample_of(data, data.get("gold")))


# --- code ------------------------------------------------------------------------------------
_PROGRAMS = {"call": "code/function", "stdio": "code/stdio"}


def code_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of programs that the gold of a row names."""
    gold = data.get("gold")
    if not isinstance(gold, dict) or gold.get("kind") not in _PROGRAMS:
        raise Skip("gold of family code has no kind among call, stdio")
    # What a completion could have seen beside what it could not; it must pass all of them.
    columns = {key: gold[key] for key in ("tests", "hidden_tests") if gold.get(key)}
    if not columns:
        raise Skip("gold of family code has no tests")
    if gold.get("entry_point"):
        columns["entry_point"] = gold["entry_point"]
    sample = sample_of(data)
    sample = Sample(sample.completion, sample.prompt, columns=columns)
    return Trial(configured(_PROGRAMS[gold["kind"]], strict=strict), sample)


# --- tools ------------------------------------------------------------------------------------
def tools_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return `tools/calls` with the settings, tools and expected calls that the gold has."""
    gold = data.get("gold")
    if not isinstance(gold, dict) or "calls" not in gold:
        raise Skip("gold of family tools has no calls")
    columns = {key: gold[key] for key in ("tools", "category") if gold.get(key)}
    sample = sample_of(data)
    sample = Sample(sample.completion, sample.prompt, gold["calls"], columns)
    return Trial(configured("tools/calls", **(gold.get("settings") or {})), sample)


def follow_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return `follow/instructions` with the constraints and settings that the gold has."""
    gold = data.get("gold")
    if not isinstance(gold, dict) or "instruction_id_list" not in gold:
        raise Skip("gold of family follow has no instruction_id_list")
    columns = {key: gold.get(key) for key in ("instruction_id_list", "kwargs")}
    sample = sample_of(data)
    sample = Sample(sample.completion, sample.prompt, columns=columns)
    return Trial(configured("follow/instructions", **(gold.get("settings") or {})), sample)


# --- verifiers that the gold names -----------------------------------------------------------
def _named_trial(data: Mapping[str, Any]) -> Trial:
    """Return the verifier of the family that the gold names, with its columns and settings."""
    gold = data.get("gold")
    if not isinstance(gold, dict) or not isinstance(gold.get("columns"), dict):
        raise Skip(f"gold of family {data['family']} has no columns")
    columns = dict(gold["columns"])
    sample = sample_of(data)
    sample = Sample(sample.completion, sample.prompt, columns.pop("answer", None), columns)
    settings = gold.get("settings") or {}
    return Trial(configured(f"{data['family']}/{gold.get('verifier')}", **settings), sample)


def puzzle_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of puzzles that the gold names."""
    return _named_trial(data)


def plan_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of plans that the gold names."""
    return _named_trial(data)


def proof_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of proofs that the gold names, answered by recordings."""
    return _named_trial(data)


def ground_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of grounding that the gold names."""
    return _named_trial(data)


def text_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return the verifier of text that the gold names."""
    return _named_trial(data)


# --- judge ------------------------------------------------------------------------------------
# The worst judge there is: whatever is paid, the gate let through.
_YES = {"fake": "approve"}
_SCALE = re.compile(r"integer (-?\d+)\s*(?:-|–|to|\.\.)\s*(-?\d+)")
_RUBRIC = re.compile(r"Rubric:\s*(.+)", re.DOTALL)


def judge_trial(data: Mapping[str, Any], strict: bool) -> Trial:
    """Return a judge verifier whose judge approves of everything: what is tested is the gate."""
    if not isinstance(data["completion"], str):
        raise Skip("completion of family judge is not text")
    prompt = str(data.get("prompt") or "")
    if data.get("stage") == "judge_output":
        scale = _SCALE.search(prompt)
        low, high = (int(scale[1]), int(scale[2])) if scale else (1, 5)
        # The reply is the judge's; what it is about must only pass the gate.
        judge = {"fake": [data["completion"]], "attempts": 1}
        reward = configured("judge/score", judge=judge, low=low, high=high)
        return Trial(reward, Sample("It is 40 km/h.", "What is the average speed?"))
    gold = data.get("gold")
    if gold is not None:
        return Trial(configured("judge/reference", judge=_YES), sample_of(data, gold))
    rubric = _RUBRIC.search(prompt)
    criteria = [rubric[1].strip() if rubric else "It answers the question."]
    return Trial(configured("judge/rubric", judge=_YES, criteria=criteria), sample_of(data))
