"""Is a reply one JSON value, and does it keep to a schema?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from json import dumps
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed, unfenced
from rewardkit_verifiers.format.lib.extraction import extract, used
from rewardkit_verifiers.format.lib.schema import complaint, unpadded, validator_for
from rewardkit_verifiers.format.lib.strict import NotJson, read

Schema = dict[str, Any] | bool | None


@lru_cache(maxsize=256)
def _validator(text: str) -> Any:
    return validator_for(read(text))


def _check(settings: Mapping[str, Any]) -> None:
    if settings["schema"] is not None:
        _from_setting(settings["schema"])


def _from_setting(schema: Any) -> Any:
    try:
        return _validator(dumps(schema))
    except NotJson as error:
        raise ValueError(f"the schema is not JSON: {error.detail}") from None
    except TypeError as error:
        raise ValueError(f"the schema is not JSON: {error}") from None


def _from_column(schema: Any) -> Any:
    return _validator(schema) if isinstance(schema, str) else _from_setting(unpadded(schema))


@reward(check=_check)
def json(
    sample: Sample,
    *,
    schema: Schema = None,
    fences: Literal["allow", "refuse"] = "allow",
    tag: str = "",
    blocks: Literal["one", "every"] = "one",
) -> Score:
    """Pay a reply that is one JSON value, and keeps to a schema if there is one.

    JSON as RFC 8259 has it and every reader understands alike: no duplicate keys, no NaN or
    Infinity, no trailing commas, no comments, nothing before or after the value.

    Args:
        sample: The sample; its column `schema`, an object or JSON text, serves where the setting
            is not given. Nulls with which Arrow pads the structs of a column are left out of it.
        schema: A JSON Schema, of the draft that its `$schema` names, else 2020-12. Needs the
            extra `json`. References are looked up inside it only; nothing is ever fetched. The
            patterns in it are yours: a slow one is slow here too.
        fences: Whether one code fence, of no language or of json, may stand around the value.
        tag: Judge what this block of the reply holds, instead of the whole reply.
        blocks: Whether the reply has exactly one such block, the same one twice being two; or
            `every` block, of which there is at least one, must hold such a value, as calls of
            several tools do.

    Returns:
        1, or 0 with the reason `schema` and the place of the first breach. A reply that is not
        JSON is unparsed and says why. A broken schema column is an error `bad_schema`.

    Raises:
        DefinitionError: The schema is broken or refers to something outside itself.
        MissingExtra: A schema is given and jsonschema is not installed.

    Example:
        >>> person = json(schema={"type": "object", "required": ["name"]})
        >>> person.score(completion='{"name": "Ana"}').value
        1.0
        >>> print(person.score(completion='{"age": 31}'))
        json  0  in [0, 1]  (schema: $: 'name' is a required property)
        >>> json.score(completion='{"a": 1, "a": 2}').reason
        'duplicate_key'
    """
    try:
        reply = after_reasoning(sample.text) if _may_reason(sample.text) else sample.text
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    texts = _texts(reply, tag, blocks)
    if isinstance(texts, str):
        return Score.unparsed("missing_tag", texts)
    wanted = sample.columns.get("schema") if schema is None else schema
    first: Score | None = None
    for text in texts:
        score = _one(text, wanted, fences)
        if score.status == "error":
            return score
        first = first or (score if score.value != 1.0 else None)
    return first or Score.ok(1.0)


def _texts(reply: str, tag: str, blocks: str) -> list[str] | str:
    """Return the texts that are judged, or a sentence that says why there are none."""
    if not tag:
        return [reply]
    found = used(reply, tag) or []
    if blocks == "every":
        return found or f"there is no <{tag}> block that is opened and closed"
    only = extract(reply, tag)
    if only is None or len(found) > 1:
        return f"there is no single <{tag}> block, but {len(found)}"
    return [only]


def _one(text: str, schema: Any, fences: str) -> Score:
    text = trimmed(text)
    if not text:
        return Score.unparsed("empty", "nothing in the reply shows")
    if fences == "allow":
        inside = unfenced(text, ("", "json"))
        text = text if inside is None else inside
    try:
        value = read(text)
    except NotJson as error:
        return Score.unparsed(error.reason, error.detail)
    if schema is None:
        return Score.ok(1.0)
    try:
        breach = complaint(_from_column(schema), value)
    except (NotJson, ValueError) as error:
        return Score.error("bad_schema", str(error))
    return Score.ok(1.0) if breach is None else Score.ok(0.0, "schema", breach)


def _may_reason(text: str) -> bool:
    """Return whether a reply begins with something else than a value, which may hold any text."""
    return trimmed(text)[:1] not in ("{", "[", '"') or trimmed(text)[:6].upper() == "[THINK"


def instruction(settings: Mapping[str, Any]) -> str:
    """Return the sentence for the system prompt that asks for what these settings accept.

    Example:
        >>> print(instruction(json(schema={"type": "object"}).settings))
        Reply with one JSON value and nothing else. It must keep to this JSON Schema: \
{"type": "object"}
    """
    where = (
        f"Between <{settings['tag']}> and </{settings['tag']}>, write"
        if settings["tag"]
        else ("Reply with")
    )
    sentences = [f"{where} one JSON value and nothing else."]
    if settings["tag"] and settings["blocks"] == "every":
        sentences.append("Use one such block for each value.")
    if settings["fences"] == "refuse":
        sentences.append("Do not put it into a code fence.")
    if settings["schema"] is not None:
        text = dumps(settings["schema"], ensure_ascii=False)
        sentences.append(f"It must keep to this JSON Schema: {text}")
    return " ".join(sentences)
