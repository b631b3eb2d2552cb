"""The JSON Schema of specs, for editors: the forms, and the settings of every verifier."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticSchemaGenerationError

from rewardkit.catalogue import catalogue
from rewardkit.errors import PluginError
from rewardkit.registry import verifiers
from rewardkit.registry.describe import settings_of
from rewardkit.specs.models import COLUMNS, FORMS, REFERENCE, Columns, Leaf, Spec, WeightedPart

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REWARD = {"$ref": "#/$defs/Reward"}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of spec files.

    Verifiers that are installed are known by id, with their settings; a `use` of a module or a
    file is only checked for its form.

    Example:
        >>> schema()["$schema"]
        'https://json-schema.org/draft/2020-12/schema'
    """
    whole = _of(Spec)
    words = {word: _of(form) for word, form in FORMS.items()}
    return {
        "$schema": DIALECT,
        "title": "rewardkit spec",
        **whole,
        "$defs": {
            "Reward": {
                "description": "A reward: a registry id or a mapping with one word of the DSL.",
                "anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/$defs/Node"}],
            },
            "Node": _node(words),
            "Part": {
                "description": "[weight, reward], {weight, of}, or a reward of weight 1.",
                "anyOf": [
                    {
                        "type": "array",
                        "prefixItems": [{"type": "number"}, _REWARD],
                        "items": False,
                        "minItems": 2,
                    },
                    _of(WeightedPart),
                    _REWARD,
                ],
            },
            "Use": {"allOf": [{}, *map(_settings, catalogue.entries())]},
        },
    }


def _node(words: dict[str, Any]) -> dict[str, Any]:
    leaf = _of(Leaf)["properties"]
    known = [name for entry in catalogue.entries() for name in (entry.card.id, entry.id)]
    leaf["use"] = {**leaf["use"], "examples": known, **_known_or_elsewhere(known)}
    text = {"type": "string", "minLength": 1}
    return {
        "type": "object",
        "properties": {
            **leaf,
            **words,
            "name": text,
            "description": text,
            COLUMNS: _of(Columns),
        },
        "additionalProperties": False,
        "oneOf": [{"required": [word]} for word in ("use", *words)],
        "dependentRequired": {"with": ["use"]},
        "if": {"required": ["use"]},
        "then": {"$ref": "#/$defs/Use"},
    }


def _known_or_elsewhere(known: list[str]) -> dict[str, Any]:
    """Return the rule of a reference: an installed id, a module's attribute, or a spec file."""
    return {"anyOf": [{"enum": known}, {"pattern": r":|\.(yaml|yml|json)$"}]}


def _settings(entry: catalogue.Entry) -> dict[str, Any]:
    """Return the rule for the settings of one verifier."""
    try:
        reward = verifiers.get(entry.card.id)
    except PluginError:
        return {}  # `rewardkit list` reports the fault; the schema omits it
    properties = {}
    for setting in settings_of(reward):
        name = setting["name"]
        rule = _of(reward.signature.hints.get(name, Any))
        rule = {} if "$defs" in rule else rule
        if setting["help"]:
            rule["description"] = setting["help"]
        if not setting["required"]:
            rule["default"] = setting["default"]
        properties[name] = rule
    rules: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if reward.missing_settings:
        rules["required"] = reward.missing_settings
    then: dict[str, Any] = {"description": entry.card.summary, "properties": {"with": rules}}
    if reward.missing_settings:
        then["required"] = ["with"]
    names = [entry.card.id, entry.id]
    return {"if": {"properties": {"use": {"enum": names}}, "required": ["use"]}, "then": then}


def _of(form: Any) -> dict[str, Any]:
    try:
        found = TypeAdapter(form).json_schema()
    except (PydanticInvalidForJsonSchema, PydanticSchemaGenerationError):
        return {}
    cleaned: dict[str, Any] = _cleaned(found)
    return cleaned


def _cleaned(found: Any) -> Any:
    """Convert references to those of JSON Schema, and drop titles that only repeat names."""
    if isinstance(found, list):
        return [_cleaned(item) for item in found]
    if not isinstance(found, dict):
        return found
    if REFERENCE in found:
        return {"$ref": f"#/$defs/{found[REFERENCE]}"}
    # `title` is a JSON Schema keyword where its value is text, else a setting of that name.
    return {
        key: _cleaned(value)
        for key, value in found.items()
        if not (key == "title" and isinstance(value, str))
    }
