"""format/json: one JSON value that every reader understands alike."""

from __future__ import annotations

import builtins
import math
import pickle
import socket
import warnings
from json import dumps, loads
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError, MissingExtra
from rewardkit_verifiers.format.json import instruction, json
from rewardkit_verifiers.format.json.verifier import _validator
from rewardkit_verifiers.format.lib import schema as schema_module
from rewardkit_verifiers.format.lib.strict import NotJson, read

PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_every_value_reads_back(value: Any) -> None:
    assert read(dumps(value)) == value


@given(st.text() | st.lists(st.sampled_from('{}[]",:1e-.ntab\\ ')).map("".join))
def test_what_is_read_is_read_alike_by_the_standard_library(reply: str) -> None:
    try:
        value = read(reply)
    except NotJson:
        return
    assert loads(reply.strip(" \t\r\n\ufeff")) == value


@pytest.mark.parametrize("deep", [98, 1_000, 100_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_ends_in_a_reason_and_never_in_a_crash(deep: int, opening: str) -> None:
    closing = "]" if opening == "[" else "}"
    score = json.score(completion=opening * deep + "1" + closing * deep)
    assert (score.reason == "too_deep") == (deep > 100)


@pytest.mark.parametrize(
    "reply",
    [
        "[" * 1_000_000,
        '{"a":' * 200_000,
        "1" * 1_000_000,
        "[" + "0," * 500_000 + "0]",
        '"' + "\\" * 999_999,
        '{"a":1,' * 140_000,
        " " * 1_000_000,
        "```json\n" * 125_000,
    ],
    ids=lambda reply: f"{reply[:8]!r}*{len(reply)}",
)
def test_a_hostile_megabyte_is_read(reply: str) -> None:
    assert json(schema=PERSON).score(completion=reply).value == 0.0


def test_items_of_a_hostile_megabyte_are_compared_once_each() -> None:
    # Mixed types cannot be sorted, which makes the keyword quadratic in jsonschema itself.
    items = [n if n % 2 else str(n) for n in range(60_000)]
    unique = json(schema={"uniqueItems": True})
    assert unique.score(completion=dumps(items)).value == 1.0
    score = unique.score(completion=dumps([*items, 1]))
    assert (score.reason, score.detail) == ("schema", "$: the item 1 occurs twice")


@pytest.mark.parametrize(
    ("items", "unique"),
    [
        ([1, 1.0], False),
        ([1, True], True),
        ([0, False], True),
        ([None, False], True),
        ([[1], [1.0]], False),
        ([[1], [True]], True),
        ([{"a": 1, "b": 2}, {"b": 2, "a": 1}], False),
        ([{"a": 1}, {"a": 2}], True),
        (["1", 1], True),
    ],
)
def test_items_are_equal_as_json_schema_has_it(items: list[Any], unique: bool) -> None:
    value = json(schema={"uniqueItems": True}).score(completion=dumps(items)).value
    assert value == float(unique)


def test_a_breach_says_where_and_how() -> None:
    score = json(schema=PERSON).score(completion='{"name": 3}')
    assert score.detail == "$.name: 3 is not of type 'string'"


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "objekt"}, "the schema is broken at $.type: 'objekt' is not valid under any of"),
        ({"$ref": "https://example.org/a.json"}, "which is outside it and is never fetched"),
        ({"$ref": "other.json"}, "Copy what it stands for into $defs"),
        ({"minimum": math.nan}, "the schema is not JSON: NaN is not JSON"),
        ({"const": {1, 2}}, "the schema is not JSON: Object of type set is not JSON serializable"),
        ([1], "setting 'schema'"),
    ],
)
def test_a_broken_schema_is_refused_when_it_is_set(schema: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        json(schema=schema)
    assert message in str(error.value)


def test_a_schema_column_that_is_no_schema_is_an_error_of_ours() -> None:
    for column, message in [
        ("{", "Expecting property name enclosed in double quotes"),
        ([1], "a schema is an object or true or false, not list"),
        ({"$ref": "#/$defs/gone"}, "the schema refers to '/$defs/gone', which it does not have"),
    ]:
        score = json.score(completion='{"a": 1}', schema=column)
        assert (score.value, score.status, score.reason) == (None, "error", "bad_schema")
        assert message in score.detail


def test_references_inside_the_schema_are_followed() -> None:
    tree = {"$defs": {"n": {"type": "object", "additionalProperties": {"$ref": "#/$defs/n"}}}}
    made = json(schema={**tree, "$ref": "#/$defs/n"})
    assert made.score(completion='{"a": {"b": {}}}').value == 1.0
    assert made.score(completion='{"a": {"b": 1}}').value == 0.0


def test_a_reference_to_an_id_inside_the_schema_is_followed() -> None:
    inner = {"$id": "https://example.org/n", "type": "integer"}
    made = json(schema={"$defs": {"n": inner}, "$ref": "https://example.org/n"})
    assert made.score(completion="1").value == 1.0
    assert made.score(completion='"1"').reason == "schema"


def test_a_word_that_looks_like_a_reference_is_data_under_const() -> None:
    made = json(schema={"const": {"$ref": "https://example.org/a.json"}})
    assert made.score(completion='{"$ref": "https://example.org/a.json"}').value == 1.0


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    schema = {"$id": "https://example.org/a", "$ref": "b"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        score = json.score(completion="1", schema=schema)
    assert score.reason == "bad_schema"
    assert score.detail == "the schema refers to 'b', which it does not have"


def test_without_jsonschema_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "jsonschema":
            raise ModuleNotFoundError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", absent)
    _validator.cache_clear()
    with pytest.raises(MissingExtra, match=r"pip install 'rewardkit\[json\]'"):
        json(schema={"type": "object"})
    assert json.score(completion="{}").value == 1.0


def test_the_schema_module_does_not_import_jsonschema_by_itself() -> None:
    assert "jsonschema" not in vars(schema_module)


def test_a_configured_schema_pickles() -> None:
    made = json(schema=PERSON, tag="answer")
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_instruction_asks_for_what_is_parsed() -> None:
    asked = instruction(json(schema={"type": "array"}, tag="answer", fences="refuse").settings)
    assert asked == (
        "Between <answer> and </answer>, write one JSON value and nothing else. "
        'Do not put it into a code fence. It must keep to this JSON Schema: {"type": "array"}'
    )


def test_a_schema_from_a_table_is_read_without_the_padding_of_arrow() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    schemas = [
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"type": "object", "properties": {"b": {"type": "integer", "minimum": 3}}},
    ]
    first, second = pyarrow.table({"schema": schemas}).to_pylist()
    assert first["schema"]["properties"]["b"] is None
    assert json.score(completion='{"a": "x"}', schema=first["schema"]).value == 1.0
    assert json.score(completion='{"b": 1}', schema=first["schema"]).reason == "schema"
    assert json.score(completion='{"b": 3}', schema=second["schema"]).value == 1.0
    assert json.score(completion='{"b": 2}', schema=second["schema"]).reason == "schema"


def test_a_schema_that_says_null_and_has_no_padding_keeps_it() -> None:
    assert json.score(completion="null", schema={"const": None}).value == 1.0
    assert json.score(completion="1", schema={"const": None}).reason == "schema"
