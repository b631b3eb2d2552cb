"""Data in JSON, YAML, TOML, XML or CSV: readable, of a schema, filled, and equal to a reference."""

from __future__ import annotations

from functools import lru_cache
from json import dumps
from typing import Any, Literal

from rewardkit import Score, reward
from rewardkit.reading.reasoning import Unfinished, after_reasoning
from rewardkit.reading.reply import trimmed, unfenced
from rewardkit_verifiers.format.lib.data_text import Format, NotData, read_data
from rewardkit_verifiers.format.lib.extraction import extract
from rewardkit_verifiers.format.lib.fields import first_empty, shared, typed
from rewardkit_verifiers.format.lib.schema import complaint, unpadded, validator_for
from rewardkit_verifiers.format.lib.strict import NotJson, read


@lru_cache(maxsize=256)
def _schema_of(text: str) -> tuple[Any, Any]:
    schema = read(text)
    return schema, validator_for(schema)


@reward
def data(
    completion: str,
    schema: Any = None,
    answer: Any = None,
    *,
    format: Format = "json",
    not_empty: bool = False,
    credit: Literal["all", "share"] = "share",
    tag: str = "",
) -> Score:
    r"""Pay a reply that is data of a format, keeps to a schema and holds what the reference holds.

    Reasoning and one code fence are set aside. YAML may have no aliases and no key twice, XML no
    document type; CSV has names in its first line. Texts of XML and CSV are typed by the schema.

    Args:
        completion: The reply.
        schema: The column with a JSON Schema, as an object or JSON text; nulls with which Arrow
            pads a struct are left out.
        answer: The reference value, an object or a list, or JSON text; None where only form counts.
        format: `json`, `yaml`, `toml`, `xml` or `csv`.
        not_empty: Whether every value must show something: a schema is kept to by `""` too.
        credit: With a reference, the `share` of fields that agree, of all that either has; or 1
            for `all` and 0 else.
        tag: Judge what this block of the reply holds.

    Returns:
        From 0 to 1. What cannot be read is unparsed; a broken schema or reference is an error.

    Raises:
        MissingExtra: defusedxml is not installed, for XML; jsonschema, for a schema.

    Example:
        >>> row = {"answer": {"name": "Ana", "age": 31}}
        >>> data(format="yaml").score(completion="name: Ana\nage: 30", **row).value
        0.5
    """
    try:
        form, validator = (None, None) if schema is None else _schema_of(_text(schema))
    except (NotJson, ValueError, TypeError) as error:
        return Score.error("bad_schema", str(error))
    untyped = format in ("xml", "csv") and not isinstance(answer, str)  # keeps its nulls
    try:
        wanted = None if answer is None else read(dumps(answer) if untyped else _text(answer))
    except (NotJson, TypeError) as error:
        return Score.error("bad_answer", f"the reference is not JSON: {error}")
    try:
        text: str | None = after_reasoning(completion)
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    text = extract(text or "", tag) if tag else text
    if text is None:
        return Score.unparsed("missing_tag", f"there is no single <{tag}> block")
    text = text if format in ("yaml", "csv") else trimmed(text)
    if not trimmed(text):
        return Score.unparsed("empty", "nothing in the reply shows")
    inside = unfenced(trimmed(text), ("", format, "yml"))
    try:
        value = read_data(text if inside is None else inside, format)
    except NotData as why:
        return Score.unparsed("not_data", str(why))
    return _judged_value(value, form, validator, wanted, (format, not_empty, credit))


def _judged_value(
    value: Any, form: Any, validator: Any, wanted: Any, how: tuple[str, bool, str]
) -> Score:
    format, not_empty, credit = how
    if format in ("xml", "csv"):
        value = typed(value, form)
    if not isinstance(value, dict | list):
        return Score.unparsed("not_data", "a lone value is no data")
    try:
        breach = None if validator is None else complaint(validator, value)
    except ValueError as error:
        return Score.error("bad_schema", str(error))
    if breach is not None:
        return Score.ok(0.0, "schema", breach)
    hollow = first_empty(value) if not_empty else None
    if hollow is not None:
        return Score.ok(0.0, "empty_values", f"nothing stands at {'.'.join(map(str, hollow))}")
    if wanted is None:
        return Score.ok(1.0)
    share = shared(wanted, value, untyped=format in ("xml", "csv"))
    if share == 1.0:
        return Score.ok(1.0)
    return Score.ok(share if credit == "share" else 0.0, "other_values", f"{share:.0%} agree")


def _text(given: Any) -> str:
    """Return JSON text of a column: text already, or an object that Arrow may have padded."""
    return given if isinstance(given, str) else dumps(unpadded(given))
