"""Data in five formats are read alike, and what attacks a reader is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.format.data import data
from rewardkit_verifiers.format.lib.data_text import Format, NotData, read_data
from rewardkit_verifiers.format.lib.fields import first_empty, leaves, shared, typed

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.text(alphabet="ab é\n:#'\"", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet="abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_json_and_yaml_come_back_as_they_were_written(value: Any) -> None:
    assert read_data(json.dumps(value), "json") == value
    assert read_data(yaml.safe_dump(value, allow_unicode=True), "yaml") == value


@given(
    st.lists(st.lists(st.text(alphabet="ab ,\"'", max_size=5), min_size=2, max_size=2), min_size=1)
)
def test_csv_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    if any(not "".join(row).strip() for row in rows):
        return
    written = io.StringIO()
    csv.writer(written).writerows([["x", "y"], *rows])
    found = read_data(written.getvalue(), "csv")
    assert found == [{"x": one.strip(), "y": other.strip()} for one, other in rows]


@given(st.sampled_from(["json", "yaml", "toml", "xml", "csv"]), st.text(max_size=80))
def test_any_text_is_data_or_refused(format: Format, text: str) -> None:
    try:
        read_data(text, format)
    except NotData:
        return


BOMB = "a: &a [x,x]\n" + "".join(
    f"{c}: &{c} [*{p},*{p}]\n" for p, c in zip("abcdef", "bcdefg", strict=True)
)
ATTACKS: list[tuple[Format, str]] = [
    ("yaml", BOMB),
    ("yaml", "!!python/object/apply:os.system ['true']"),
    ("yaml", "? [1]\n: 2"),
    ("yaml", "a: .nan"),
    ("yaml", "<<: {a: 1}\n<<: {b: 2}"),
    ("yaml", "--- 1\n--- 2"),
    ("yaml", "{" * 2000),
    ("toml", "a = nan"),
    ("toml", "a = 1\na = 2"),
    ("toml", "a = " + "[" * 2000),
    ("xml", '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'),
    ("xml", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
    ("xml", "<a>" * 2000 + "</a>" * 2000),
    ("xml", "<a></a><b></b>"),
    ("csv", "a,a\n1,2"),
    ("csv", "a,\n1,2"),
    ("csv", 'a,b\n"1,2'),
    ("csv", "a,b"),
    ("json", "{'a': 1}"),
    ("json", "[" * 2000),
]  # fmt: skip


@pytest.mark.parametrize(("format", "text"), ATTACKS)
def test_what_attacks_a_reader_is_refused(format: Format, text: str) -> None:
    with pytest.raises(NotData):
        read_data(text, format)
    assert data(format=format).score(completion=text).status == "unparsed"


def test_xml_has_attributes_lists_and_text() -> None:
    text = "<a n='1'><b>x</b><b>y</b><c>z</c>t</a>"
    assert read_data(text, "xml") == {"@n": "1", "b": ["x", "y"], "c": "z"}
    assert read_data("<a n='1'>t</a>", "xml") == {"@n": "1", "#text": "t"}
    assert read_data("<a>t</a>", "xml") == {"a": "t"}


def test_dates_are_text_in_every_format() -> None:
    assert read_data("d: 2024-01-02", "yaml") == {"d": "2024-01-02"}
    assert read_data("d = 2024-01-02", "toml") == {"d": "2024-01-02"}


def test_a_schema_that_arrow_padded_is_the_schema() -> None:
    padded = {"type": "object", "properties": {"a": {"type": "integer", "items": None}, "b": None}}
    assert data.score(completion='{"a": 1}', schema=padded).value == 1.0
    assert data.score(completion='{"a": "1"}', schema=padded).reason == "schema"


def test_texts_are_typed_only_where_the_schema_has_a_type() -> None:
    schema = {"items": {"properties": {"a": {"type": "integer"}, "b": {}}}}
    assert typed([{"a": "1", "b": "1", "c": "1"}], schema) == [{"a": 1, "b": "1", "c": "1"}]


@given(VALUES)
def test_a_value_shares_every_field_with_itself(value: Any) -> None:
    assert shared(value, value) == 1.0
    assert len(dict(leaves(value))) == len(list(leaves(value)))


@pytest.mark.parametrize("value", [{"a": None}, {"a": ""}, {"a": [" "]}, [], {"a": {"b": {}}}])
def test_values_that_show_nothing_are_empty(value: Any) -> None:
    assert first_empty(value) is not None


@pytest.mark.parametrize("value", [{"a": 0}, [False], {"a": "x"}])
def test_zero_and_false_are_not_empty(value: Any) -> None:
    assert first_empty(value) is None


@pytest.mark.parametrize(
    ("wanted", "cell", "same"),
    [
        (31, "31", True), (31, "31.0", True), (31.0, "31", True), (31, " 31 ", True),
        (31, "3.1e1", True), (0.1, "0.10", True), (-2, "-2", True), (10**20, "1" + "0" * 20, True),
        (31, "031", False), (31, "+31", False), (31, "32", False), (31, "31 years", False),
        (31, "\u0663\u0661", False), (31, "", False), (2**53, str(2**53 + 1), False),
        (1, "true", False), (1, "9" * 5000, False), (True, "true", True), (True, "True", True),
        (True, "1", False), (False, "false", True), (False, "", False), (True, "yes", False),
        (None, "", True), (None, "null", True), (None, "0", False), ("31", "31", True),
        ("31", "31.0", False), ("true", "True", False),
    ],
)  # fmt: skip
def test_texts_of_csv_and_xml_are_held_against_the_reference_by_value(
    wanted: Any, cell: str, same: bool
) -> None:
    answer = json.dumps([{"name": "Ana", "x": wanted}])
    found = data(format="csv").score(completion=f"name,x\nAna,{cell}", answer=answer)
    assert found.value == (1.0 if same else 0.5)
    answer = json.dumps({"name": "Ana", "x": wanted})
    found = data(format="xml").score(
        completion=f"<p><name>Ana</name><x>{cell}</x></p>", answer=answer
    )
    assert found.value == (1.0 if same else 0.5)


def test_text_is_no_number_where_a_format_has_numbers() -> None:
    assert shared({"a": 31}, {"a": "31"}) == 0.0
    assert data.score(completion='{"a": "31"}', answer={"a": 31}).value == 0.0


@pytest.mark.parametrize("answer", [[{"a": "x", "b": None}], '[{"a": "x", "b": null}]'])
def test_a_null_of_the_reference_is_an_empty_cell_or_no_column(answer: Any) -> None:
    for text, value in (("a,b\nx,", 1.0), ("a\nx", 1.0), ("a,b\nx,y", 0.5), ("a,b\n,", 0.5)):
        assert data(format="csv").score(completion=text, answer=answer).value == value
