"""The columns in which published data sets of programs hold their tests, and how each is run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from rewardkit import Sample
from rewardkit_verifiers.code.lib.columns import BadTests, CallTest, OutputTest, read_tests

LayoutName = Literal[
    "auto", "apps", "code_contests", "humaneval", "kodcode", "leetcode", "livecodebench", "mbpp",
    "taco",
]  # fmt: skip
Kind = Literal["stdio", "function", "asserts", "pytest"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# Columns that say something about the tests of any layout.
_BESIDE = (
    "entry_point", "fn_name", "func_name", "function_name", "metadata", "starter_code", "checker",
    "generated_checker",
)  # fmt: skip
_SOURCES = ("test_list", "test", "assert_case", "tests", "hidden_tests", "test_cases")
# Keys under which data sets wrap source text of tests.
WRAPPERS = (
    "ground_truth", "assert", "asserts", "assert_case", "unittest", "functional", "test_code",
    "test_list", "test",
)  # fmt: skip
_TEST = re.compile(r"^\s*(?:async\s+)?def\s+test|^class\s+Test", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one data set.

    Attributes:
        columns: Those that hold tests, of which at least one must be there.
        kind: How its tests are run; None where each row says so itself.
    """

    columns: tuple[str, ...]
    kind: Kind | None = None


LAYOUTS: dict[str, Layout] = {
    "apps": Layout(("input_output",)),
    "taco": Layout(("input_output",)),
    "code_contests": Layout(("public_tests", "private_tests", "generated_tests"), "stdio"),
    "livecodebench": Layout(("public_test_cases", "private_test_cases")),
    "humaneval": Layout(("test",), "asserts"),
    "mbpp": Layout(
        ("test_imports", "test_setup_code", "test_list", "challenge_test_list"), "asserts"
    ),
    "leetcode": Layout(("test",), "asserts"),
    "kodcode": Layout(("test",), "pytest"),
}


def selected(sample: Sample, layout: str) -> Sample:
    """Return a sample with only those columns that a layout reads.

    Args:
        sample: The sample.
        layout: A key of `LAYOUTS`, or `auto` for the sample as it is.

    Raises:
        BadTests: It has none of the columns of the layout.

    Example:
        >>> row = Sample("", columns={"test_list": ["assert f(1)"], "tests": "x"})
        >>> list(selected(row, "mbpp").columns)
        ['test_list']
    """
    if layout == "auto":
        return sample
    wanted = LAYOUTS[layout].columns
    if all(sample.columns.get(name) is None for name in wanted):
        raise BadTests(f"layout {layout!r} reads {', '.join(wanted)}, and the row has none of them")
    kept = {
        name: value for name, value in sample.columns.items() if name in wanted or name in _BESIDE
    }
    return replace(sample, columns=kept, answer=None)


def kind_of(sample: Sample, layout: str, module: str) -> Kind:
    """Return how the tests of a row are run: by the layout, or by what its columns hold.

    Args:
        sample: The sample, with the columns of its layout.
        layout: A key of `LAYOUTS`, or `auto`.
        module: The name by which files of pytest import the submission.

    Raises:
        BadTests: It has no tests, or they are of two kinds.

    Example:
        >>> kind_of(Sample("", columns={"tests": [{"stdin": "1", "stdout": "2"}]}), "auto", "s")
        'stdio'
    """
    if layout != "auto" and (kind := LAYOUTS[layout].kind) is not None:
        return kind
    columns = sample.columns
    if isinstance(columns.get("test_files"), Mapping):
        return "pytest"
    for name in _SOURCES:
        if (data := columns.get(name)) is not None and (text := source_in(data)) is not None:
            imports = re.search(rf"^\s*(?:from|import)\s+{re.escape(module)}\b", text, re.MULTILINE)
            return "pytest" if imports and _TEST.search(text) else "asserts"
    for data in (columns.get("reward_model"), columns.get("ground_truth"), sample.answer):
        text = source_in(data)
        if text is not None and ("assert" in text or "def check" in text):
            return "asserts"
    return _kind_of_tests(sample)


def _kind_of_tests(sample: Sample) -> Kind:
    found = {type(one) for one in read_tests(sample)}
    if found == {OutputTest}:
        return "stdio"
    if found == {CallTest}:
        return "function"
    raise BadTests("some tests are standard inputs and others calls; give them in two rows")


def source_in(data: Any) -> str | None:
    """Return the source text of tests, whatever it is wrapped in; None where tests are data.

    Code-R1 and Skywork-OR1 have it within JSON, beside its imports.

    Example:
        >>> source_in('["assert f(1) == 2"]'), source_in('{"functional": "check(f)"}')
        ('assert f(1) == 2', 'check(f)')
        >>> source_in('{"inputs": ["1"], "outputs": ["2"]}') is None
        True
    """
    wrapped = isinstance(data, str) and data.lstrip()[:1] in ("[", "{")
    if wrapped:
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            return None
    if hasattr(data, "tolist"):
        data = data.tolist()
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping):
        key = next((key for key in WRAPPERS if key in data), None)
        return None if key is None else source_in(data[key])
    if isinstance(data, (list, tuple)) and data and all(isinstance(one, str) for one in data):
        if wrapped and not all(one.lstrip().startswith("assert") for one in data):
            return None
        return "\n".join(data)
    return None
