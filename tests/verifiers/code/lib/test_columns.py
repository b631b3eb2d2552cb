"""The shapes in which datasets hold tests, and what is said of a shape that nobody knows."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import base64
import json
import pickle
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Sample
from rewardkit_verifiers.code.lib.assert_rows import read_code
from rewardkit_verifiers.code.lib.columns import BadTests, CallTest, OutputTest, read_tests
from rewardkit_verifiers.code.lib.livecodebench import read_private

ONE = [OutputTest("1\n", "2\n")]
CALL = [CallTest("f", (1, 2), 3)]


class Array:
    """What parquet readers give in place of a list."""

    def __init__(self, items: list[Any]) -> None:
        self.items = items

    def tolist(self) -> list[Any]:
        return self.items


def packed(text: Any) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(text))).decode()


@pytest.mark.parametrize(
    "columns",
    [
        {"tests": [{"stdin": "1\n", "stdout": "2\n"}]},
        {"tests": Array([{"input": "1\n", "output": "2\n"}])},
        {"test_cases": json.dumps([{"input": "1\n", "output": "2\n"}])},
        {"input_output": json.dumps({"inputs": ["1\n"], "outputs": ["2\n"]})},
        {"input_output": {"inputs": [["1", ""]], "outputs": [["2", ""]]}},
        {"public_tests": {"input": ["1\n"], "output": ["2\n"]}},
        {"public_tests": {"input": [], "output": []}, "private_tests": {"input": ["1\n"], "output": ["2\n"]}},
        {"official_tests": [{"input": "1\n", "output": "2\n"}]},
        {"public_test_cases": json.dumps([{"input": "1\n", "output": "2\n", "testtype": "stdin"}])},
        {"private_test_cases": packed(json.dumps([{"input": "1\n", "output": "2\n", "testtype": "stdin"}]))},
        {"reward_model": {"ground_truth": json.dumps({"inputs": ["1\n"], "outputs": ["2\n"]})}},
        {"verification_info": {"language": "python", "test_cases": [{"fn_name": None, "input": "1\n", "output": "2\n", "type": "stdin_stdout"}]}},
        {"verification_info": repr({"language": "python", "test_cases": [{"type": "stdin_stdout", "input": "1\n", "output": "2\n"}]})},
        {"tests": {"1\n": "2\n"}},
        {"tests": {"input": "1\n", "output": "2\n"}},
    ],
)  # fmt: skip
def test_inputs_and_outputs_are_read_in_the_shape_of_their_dataset(columns: dict[str, Any]) -> None:
    assert read_tests(Sample("", columns=columns)) == ONE


@pytest.mark.parametrize(
    "columns",
    [
        {"tests": [["f(1, 2)", "3"]]},
        {"tests": [{"args": [1, 2], "expected": 3}], "entry_point": "f"},
        {"tests": {"function": [{"args": [1, 2], "expected": 3}]}, "fn_name": "f"},
        {"input_output": json.dumps({"fn_name": "f", "inputs": [[1, 2]], "outputs": [3]})},
        {"public_test_cases": json.dumps([{"input": "1\n2", "output": "3", "testtype": "functional"}]), "metadata": json.dumps({"func_name": "f"})},
        {"verification_info": {"test_cases": [{"fn_name": "f", "input": "[1, 2]", "output": "3", "type": "function_call"}]}},
    ],
)  # fmt: skip
def test_calls_are_read_in_the_shape_of_their_dataset(columns: dict[str, Any]) -> None:
    found = read_tests(Sample("", columns=columns))
    assert [replace(one, either=()) for one in found if isinstance(one, CallTest)] == CALL


def test_tests_of_all_columns_count_and_the_answer_serves_where_there_is_none() -> None:
    both = Sample("", columns={"tests": [["f(1, 2)", "3"]], "hidden_tests": [["f(1, 2)", "3"]]})
    assert read_tests(both) == CALL * 2
    assert read_tests(Sample("", answer={"inputs": ["1\n"], "outputs": ["2\n"]})) == ONE


def test_keywords_of_a_written_call_are_read_and_nothing_is_evaluated(tmp_path: Path) -> None:
    assert read_tests(Sample("", columns={"tests": [["f(1, b=[2])", "{3}"]]})) == [
        CallTest("f", (1,), {3}, {"b": [2]})
    ]
    spoor = tmp_path / "ran"
    with pytest.raises(BadTests, match="only literals are read"):
        read_tests(Sample("", columns={"tests": [[f"f(open({str(spoor)!r}, 'w'))", "3"]]}))
    assert not spoor.exists()


def test_a_wrapped_result_may_be_meant_either_way() -> None:
    data = {"fn_name": "f", "inputs": [[1, 2]], "outputs": [[3]]}
    assert read_tests(Sample("", answer=data)) == [CallTest("f", (1, 2), [3], either=(3,))]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "no tests in the columns tests, hidden_tests"),
        ({"tests": 5}, "column 'tests': tests are a list or an object, not '5'"),
        ({"tests": ["x"]}, "a test is an object or a pair of texts, not 'x'"),
        ({"tests": [{"stdin": "1"}]}, "a test without input or output"),
        ({"tests": [{"args": [1]}], "entry_point": "f"}, "a call without 'expected'"),
        ({"tests": [{"args": 1, "expected": 2}], "entry_point": "f"}, "args must be a list"),
        ({"tests": [{"args": [1], "expected": 2}]}, "give a column 'entry_point'"),
        ({"tests": [["f", "3"]]}, "not a call: 'f'"),
        ({"input_output": {"inputs": ["1"], "outputs": []}}, "1 inputs and 0 outputs"),
        ({"input_output": {"a": 1}}, "no inputs and outputs among the keys a"),
        ({"tests": {"style": "rule"}}, "no inputs and outputs among the keys style"),
        ({"tests": {"test_a.py": "assert 1"}}, "no inputs and outputs among the keys test_a.py"),
        ({"verification_info": "{'test_cases': open('x')}"}, "tests are a list or an object"),
        ({"tests": [{"input": "{", "output": "3", "testtype": "functional"}], "fn_name": "f"}, "not JSON: '{'"),
        ({"private_test_cases": "%%%"}, "not base64 of zlib"),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_read_is_named_with_what_is_wrong(
    columns: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadTests, match=message.replace("(", r"\(")):
        read_tests(Sample("", columns=columns))


class Spoor:
    """A pickle that runs something when it is loaded."""

    def __reduce__(self) -> Any:
        return print, ("it ran",)


def test_a_pickle_is_listed_and_never_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="only one of plain data is read"):
        read_private(packed(Spoor()))
    with pytest.raises(ValueError, match="a pickle with"):
        read_private(packed(["a", Spoor()]))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_the_text_of_a_pickle_is_read_whatever_its_protocol(protocol: int) -> None:
    raw = base64.b64encode(zlib.compress(pickle.dumps('[{"a": "é"}]', protocol))).decode()
    assert read_private(raw) == '[{"a": "é"}]'


# --- test code -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sample", "code", "style"),
    [
        (Sample("", columns={"test": "assert f(1)", "entry_point": "f"}), "assert f(1)", "assert"),
        (Sample("", columns={"test_list": ["assert f(1)", "assert f(2)"], "test_setup_code": "import math"}), "import math\nassert f(1)\nassert f(2)", "assert"),
        (Sample("", answer="assert f(1)"), "assert f(1)", "assert"),
        (Sample("", columns={"reward_model": {"ground_truth": json.dumps({"assert_case": ["assert f(1)"]})}}), "assert f(1)", "assert"),
        (Sample("", columns={"tests": {"assert": "assert f(1)"}}), "assert f(1)", "assert"),
        (Sample("", columns={"test_cases": Array(["assert f(1)", "assert f(2)"])}), "assert f(1)\nassert f(2)", "assert"),
        (Sample("", columns={"test": "assert f(1)", "test_cases": [{"input": "1", "output": "2"}]}), "assert f(1)", "assert"),
        (Sample("", columns={"test": "import unittest\nclass T(unittest.TestCase): pass"}), "import unittest\nclass T(unittest.TestCase): pass", "unittest"),
    ],
)  # fmt: skip
def test_test_code_is_read_in_the_shape_of_its_dataset(
    sample: Sample, code: str, style: str
) -> None:
    assert read_code(sample) == (code, style)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "no test code in the columns test, tests"),
        ({"tests": "assert f( =="}, "the test code is not Python"),
        ({"tests": 5}, "column 'tests': source code is wanted, not '5'"),
        ({"tests": [5]}, "column 'tests': source code is wanted, not '5'"),
        ({"tests": " "}, "the test code is empty"),
    ],
)
def test_test_code_that_cannot_be_read_says_why(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(BadTests, match=message):
        read_code(Sample("", columns=columns))
