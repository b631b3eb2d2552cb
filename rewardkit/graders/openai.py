"""OpenAI grader JSON: string_check, text_similarity, score_model, label_model, python, multi."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rewardkit.errors import closest
from rewardkit.graders.imported import Data, Import
from rewardkit.rewards.formulas import BadFormula, read_formula

TYPES = ("string_check", "text_similarity", "score_model", "label_model", "python", "multi")
_OPERATIONS = ("eq", "ne", "like", "ilike")
_METRICS = ("fuzzy_match", "bleu", "gleu", "meteor", *(f"rouge_{n}" for n in "12345l"))
_SAMPLING = ("temperature", "seed")


def looks_like_openai(data: Any) -> bool:
    """Return True for JSON that holds a grader, or a list of them, of these types."""
    found = _unwrapped(data)
    first = found[0] if isinstance(found, list) and found else found
    return isinstance(first, Mapping) and first.get("type") in TYPES


def why_not_openai(data: Any) -> str:
    """Return the cause for which JSON is no grader of OpenAI: its type, with the closest one."""
    found = _unwrapped(data)
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, Mapping) or "type" not in first:
        return "an object with a `type` such as multi"
    return f"type {first['type']!r:.60} is none of its types.{closest(first['type'], TYPES)}"


def read_openai(data: Any, to: Import) -> Data:
    """Return the spec of a grader as plain data, without `reward:`.

    Accepted are a grader, the `method` or `grader` of a fine-tuning job around it, and the
    `testing_criteria` of an eval, of which each counts the same.

    Raises:
        InputError: It is no grader; names the place.
    """
    found = _unwrapped(data)
    if not isinstance(found, list):
        return _grader(found, to, top=True)
    if len(found) == 1:
        return _grader(found[0], to, top=True)
    to.note("differs", "an eval reports its criteria one by one; here each has the same weight")
    parts: Data = {}
    for index, one in enumerate(found):
        with to.inside(f"testing_criteria.{index}"):
            name = one.get("name") if isinstance(one, Mapping) else None
            key = str(name) if name and name not in parts else f"criterion_{index}"
            parts[key] = _grader(one, to)
    return {"weighted": {"parts": {name: [1.0, part] for name, part in parts.items()}}}


def _unwrapped(data: Any) -> Any:
    for _ in range(6):
        if not isinstance(data, Mapping) or data.get("type") in TYPES:
            return data
        inner = next(
            (
                data[key]
                for key in ("method", "reinforcement", "grader", "testing_criteria")
                if isinstance(data.get(key), Mapping | list)
            ),
            None,
        )
        if inner is None:
            return data
        data = inner
    return data


def _grader(data: Any, to: Import, top: bool = False) -> Data:
    if not isinstance(data, Mapping):
        raise to.error(f"a grader is an object, not {data!r:.60}")
    kind = data.get("type")
    if kind not in TYPES:
        raise to.error(f"type {kind!r:.60} is no grader's.{closest(kind, TYPES)}")
    if kind == "multi":
        if not top:
            raise to.error("a multi grader cannot hold another one")
        return _multi(data, to)
    made = _READERS[kind](data, to)
    if "pass_threshold" in data:
        to.note("lost", f"pass_threshold {data['pass_threshold']!r}: the score itself is paid")
    return made


def _string_check(data: Mapping[str, Any], to: Import) -> Data:
    operation = to.text(data, "operation")
    if operation not in _OPERATIONS:
        raise to.error(f"operation {operation!r} is not known.{closest(operation, _OPERATIONS)}")
    to.surplus(data, ("type", "name", "input", "reference", "operation"))
    if operation in ("like", "ilike"):
        to.note("differs", "an empty reference, which any text holds, is an error and pays nothing")
    settings = {**_texts(data, to), "operation": operation}
    return {"use": "grader/string_check", "with": settings}


def _text_similarity(data: Mapping[str, Any], to: Import) -> Data:
    metric = to.text(data, "evaluation_metric")
    if metric == "cosine":
        raise to.error(
            "evaluation_metric 'cosine' compares embeddings of a model that only its owner has; "
            "use rouge_l, fuzzy_match or a judge"
        )
    if metric not in _METRICS:
        raise to.error(f"evaluation_metric {metric!r} is not known.{closest(metric, _METRICS)}")
    to.surplus(data, ("type", "name", "input", "reference", "evaluation_metric", "pass_threshold"))
    if metric == "fuzzy_match":
        to.note("assumed", "fuzzy_match is fuzz.ratio of rapidfuzz; OpenAI does not say (`fuzzy`)")
    else:
        to.note("assumed", f"{metric} with the tokeniser and smoothing of its Python package")
    return {"use": "grader/text_similarity", "with": {**_texts(data, to), "metric": metric}}


def _texts(data: Mapping[str, Any], to: Import) -> Data:
    return {"input": to.text(data, "input"), "reference": to.text(data, "reference")}


def _score_model(data: Mapping[str, Any], to: Import) -> Data:
    span = data.get("range", [0, 1])
    numbers = isinstance(span, Sequence) and len(span) == 2
    if not numbers or not all(type(end) in (int, float) for end in span) or span[0] >= span[1]:
        raise to.error(f"range must be two rising numbers, not {span!r:.60}")
    settings = _model(data, to, ("range",))
    to.note("differs", "grades come in hundredths of the range; one outside is an error")
    return {
        "use": "grader/model",
        "with": {**settings, "low": float(span[0]), "high": float(span[1])},
    }


def _label_model(data: Mapping[str, Any], to: Import) -> Data:
    lists = {}
    for key in ("labels", "passing_labels"):
        found = data.get(key)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise to.error(f"{key} must be a list of texts{to.near(data, key)}")
        lists[key] = found
    settings = _model(data, to, ("labels", "passing_labels"))
    settings |= {"labels": lists["labels"], "passing": lists["passing_labels"]}
    return {"use": "grader/model", "with": settings}


def _model(data: Mapping[str, Any], to: Import, own: tuple[str, ...]) -> Data:
    messages = []
    given = data.get("input")
    if not isinstance(given, list) or not given:
        raise to.error("input must be a list of messages")
    for index, message in enumerate(given):
        with to.inside(f"input.{index}"):
            messages.append(_message(message, to))
    judge = to.judge_setting(to.text(data, "model", "unknown"))
    sampling = data.get("sampling_params") or data.get("model_params") or {}
    if isinstance(sampling, Mapping):
        judge |= {key: value for key, value in sampling.items() if key in _SAMPLING}
        for key in sampling:
            if key not in _SAMPLING:
                to.note("lost", f"sampling parameter {key!r}")
    to.note("differs", "a judge that gives no verdict is an error here, and 0 there")
    to.surplus(
        data,
        (
            "type",
            "name",
            "model",
            "input",
            "sampling_params",
            "model_params",
            "pass_threshold",
            *own,
        ),
    )
    return {"judge": judge, "messages": messages}


def _message(message: Any, to: Import) -> Data:
    if not isinstance(message, Mapping):
        raise to.error(f"a message is an object, not {message!r:.60}")
    content = message.get("content")
    if isinstance(content, Mapping):
        content = [content]
    if isinstance(content, list):
        found = [one.get("text") for one in content if isinstance(one, Mapping)]
        texts = [one for one in found if isinstance(one, str)]
        if len(texts) != len(content):
            raise to.error("only texts can be shown to a judge")
        content = "\n".join(texts)
    if not isinstance(content, str):
        raise to.error(f"content must be text, not {content!r:.60}")
    return {"role": str(message.get("role", "user")), "content": content}


def _python(data: Mapping[str, Any], to: Import) -> Data:
    source = to.text(data, "source")
    to.surplus(data, ("type", "name", "source", "image_tag", "pass_threshold"))
    if "image_tag" in data:
        to.note("lost", f"image_tag {data['image_tag']!r}: packages are those named in `packages`")
    to.note("differs", "a source that raises or returns no number is an error here, and 0 there")
    to.note("assumed", "values lie between 0 and 1; set `low` and `high` where they do not")
    return {"use": "grader/python", "with": {"source": source}}


def _multi(data: Mapping[str, Any], to: Import) -> Data:
    graders = data.get("graders")
    if isinstance(graders, list):
        graders = {str(one.get("name")): one for one in graders if isinstance(one, Mapping)}
    if isinstance(graders, Mapping) and graders.get("type") in TYPES:
        graders = {str(graders.get("name")): graders}
    if not isinstance(graders, Mapping) or not graders:
        raise to.error("graders must be an object of graders by name")
    text = to.text(data, "calculate_output")
    to.surplus(data, ("type", "name", "graders", "calculate_output"))
    try:
        names = read_formula(text).names()
    except BadFormula as error:
        raise to.error(f"calculate_output {text[:60]!r}: {error}") from None
    for name in sorted(names):
        if name not in graders:
            raise to.error(f"calculate_output names {name!r}, no grader.{closest(name, graders)}")
    parts = {}
    for name, one in graders.items():
        with to.inside(f"graders.{name}"):
            if name not in names:
                to.note("lost", "calculate_output does not use this grader")
                continue
            parts[name] = _grader(one, to)
    return {"formula": {"expression": text, "parts": parts}}


_READERS = {
    "string_check": _string_check,
    "text_similarity": _text_similarity,
    "score_model": _score_model,
    "label_model": _label_model,
    "python": _python,
}
