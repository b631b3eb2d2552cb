"""Tests of programs, as data, and the shapes of dataset columns in which they come."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rewardkit import Sample
from rewardkit_verifiers.code.lib.livecodebench import read_private
from rewardkit_verifiers.code.lib.published import known_row

# Columns that may hold tests of inputs or calls, all of which count.
COLUMNS = (
    "tests", "hidden_tests", "test_cases", "public_tests", "private_tests", "generated_tests",
    "official_tests", "public_test_cases", "private_test_cases", "input_output",
    "verification_info", "reward_model", "ground_truth",
)  # fmt: skip
OWN = COLUMNS[:3]
_APART = ("inputs", "outputs")  # rStar-Coder has them in columns of their own
_LONGEST_PRINTED = 10_000_000
_STDIN, _STDOUT = ("stdin", "input", "inputs"), ("stdout", "output", "outputs", "expected_output")


class BadTests(ValueError):
    """A column of tests cannot be read; says which, and what is wrong."""


@dataclass(frozen=True, slots=True)
class OutputTest:
    """A standard input, and what the program should write."""

    stdin: str
    stdout: str


@dataclass(frozen=True, slots=True)
class CallTest:
    """A call, and what it should return.

    Attributes:
        either: More values that count as right: some datasets wrap every result in a list.
    """

    name: str
    args: tuple[Any, ...]
    expected: Any
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    either: tuple[Any, ...] = ()


Test = OutputTest | CallTest


def read_tests(sample: Sample, entry: str = "") -> list[Test]:
    """Return the tests of a sample, from every column that has some.

    Read are lists of `{"stdin", "stdout"}`, `{"input", "output"}`, `{"args", "expected"}` and
    `["f(1)", "2"]`; the `inputs` and `outputs` of APPS, TACO and verl, with `fn_name`; the
    public and private cases of LiveCodeBench; the test cases of open-r1; the columns of
    code_contests. Each may be data or JSON text, in a column or as the answer.

    Args:
        sample: The sample.
        entry: The function to call where the tests do not name one.

    Raises:
        BadTests: There are none, or a column has another shape.

    Example:
        >>> read_tests(Sample("", answer='{"inputs": ["1"], "outputs": ["2"]}'))
        [OutputTest(stdin='1', stdout='2')]
    """
    entry = entry or entry_point(sample)
    found: list[Test] = []
    for name in COLUMNS:
        if (data := sample.columns.get(name)) is not None:
            found += _read(name, data, entry)
    if not found and all(sample.columns.get(name) is not None for name in _APART):
        found += _read("inputs", {name: sample.columns[name] for name in _APART}, entry)
    if not found and sample.answer is not None:
        found += _read("answer", sample.answer, entry)
    if not found:
        raise BadTests(
            known_row(sample.columns)
            or f"no tests in the columns {', '.join(COLUMNS[:4])} ... or in the answer; "
            'give a column tests such as [{"stdin": "1 2", "stdout": "3"}]'
        )
    return found


def imports_of(sample: Sample) -> str:
    """Return the imports that a row has for its program and its tests, or "".

    Skywork-OR1 has them beside its tests, as `import_prefix`.
    """
    text = _ground_truth(sample).get("import_prefix")
    return text if isinstance(text, str) else ""


def _ground_truth(sample: Sample) -> Mapping[str, Any]:
    model = _loaded(sample.columns.get("reward_model"))
    own = sample.columns.get("ground_truth", sample.answer)
    inside = _loaded(model.get("ground_truth") if isinstance(model, Mapping) else own)
    return inside if isinstance(inside, Mapping) else {}


def entry_point(sample: Sample) -> str:
    """Return the name of the tested function that the sample gives, or ""."""
    for name in ("entry_point", "fn_name", "func_name", "function_name"):
        if isinstance(value := sample.columns.get(name), str) and value:
            return value
    metadata = _loaded(sample.columns.get("metadata"))
    if isinstance(metadata, Mapping):
        named = metadata.get("func_name") or metadata.get("fn_name")
        return named if isinstance(named, str) else ""
    named = _ground_truth(sample).get("entry_point")
    return named if isinstance(named, str) else ""


# --- one column ------------------------------------------------------------------------------
def _read(column: str, data: Any, entry: str) -> list[Test]:
    if column == "private_test_cases" and isinstance(data, str):
        try:
            data = read_private(data)
        except ValueError as error:
            raise BadTests(f"column {column!r}: {error}") from None
    data = _loaded(data)
    if column in OWN and isinstance(data, Mapping) and _is_pairs(data):
        data = [{"stdin": given, "stdout": wanted} for given, wanted in data.items()]
    try:
        return list(_tests(data, entry))
    except BadTests as error:
        raise BadTests(f"column {column!r}: {error}") from None


def _is_pairs(data: Mapping[Any, Any]) -> bool:
    """Whether an object maps each standard input to its output: {"1 2": "3"}."""
    texts = all(isinstance(one, str) for pair in data.items() for one in pair)
    named = any(str(key).isidentifier() or str(key).endswith(".py") for key in data)
    return bool(data) and texts and not named


def _loaded(data: Any) -> Any:
    """Return data whatever it was wrapped in: arrays, or JSON text (twice, in some datasets).

    Some data sets hold what Python prints of a dict in place of JSON.
    """
    for _ in range(2):
        if hasattr(data, "tolist"):
            data = data.tolist()
        if isinstance(data, str) and data.lstrip()[:1] in ("[", "{", '"'):
            try:
                data = json.loads(data)
            except (ValueError, RecursionError):
                return _printed(data)
    return data


def _printed(text: str) -> Any:
    """Return the data of a dict or list that Python printed; the text where it is none."""
    try:
        data = ast.literal_eval(text) if len(text) <= _LONGEST_PRINTED else text
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return text
    return data if isinstance(data, (dict, list)) else text


def _tests(data: Any, entry: str) -> Iterator[Test]:
    if isinstance(data, Mapping):
        yield from _from_mapping(data, entry)
    elif isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        for one in data:
            yield _test(_loaded(one), entry)
    else:
        raise BadTests(f"tests are a list or an object, not {str(data)[:60]!r}")


def _from_mapping(data: Mapping[str, Any], entry: str) -> Iterator[Test]:
    entry = str(data.get("fn_name") or data.get("entry_point") or entry)
    for key in ("ground_truth", "test_cases", "stdio", "function"):  # one layer around the tests
        if key in data:
            yield from _tests(_loaded(data[key]), entry)
            return
    inputs, outputs = _list(data, _STDIN), _list(data, _STDOUT)
    if inputs is outputs is None and _has(data, _STDIN) and _has(data, _STDOUT):
        yield _from_keys(data, entry)  # one test, not in a list
        return
    if inputs is None or outputs is None:
        raise BadTests(f"no inputs and outputs among the keys {', '.join(map(str, data))[:80]}")
    if len(inputs) != len(outputs):
        raise BadTests(f"{len(inputs)} inputs and {len(outputs)} outputs")
    for given, wanted in zip(inputs, outputs, strict=True):
        yield _apps_call(entry, given, wanted) if data.get("fn_name") else _output(given, wanted)


def _has(data: Mapping[str, Any], names: Iterable[str]) -> bool:
    return any(data.get(name) is not None for name in names)


def _list(data: Mapping[str, Any], names: Iterable[str]) -> list[Any] | None:
    for name in names:
        value = _loaded(data.get(name)) if data.get(name) is not None else None
        if isinstance(value, (list, tuple)):
            return list(value)
    return None


# --- one test ----------------------------------------------------------------------------------
def _test(one: Any, entry: str) -> Test:
    if isinstance(one, Mapping):
        return _from_keys(one, entry)
    if isinstance(one, (list, tuple)) and len(one) == 2 and all(isinstance(x, str) for x in one):
        return _written_call(one[0], one[1])
    raise BadTests(f"a test is an object or a pair of texts, not {str(one)[:60]!r}")


def _from_keys(one: Mapping[str, Any], entry: str) -> Test:
    name = str(one.get("fn_name") or entry)
    if "args" in one or "kwargs" in one:
        wanted = next((one[key] for key in ("expected", "output", "result") if key in one), None)
        if not any(key in one for key in ("expected", "output", "result")):
            raise BadTests(f"a call without 'expected': {str(dict(one))[:60]}")
        args, kwargs = one.get("args", []), one.get("kwargs") or {}
        if not isinstance(args, (list, tuple)) or not isinstance(kwargs, Mapping):
            raise BadTests(f"args must be a list and kwargs an object: {str(dict(one))[:60]}")
        return CallTest(_needed(name), tuple(args), wanted, dict(kwargs))
    given = next((one[key] for key in _STDIN if key in one), None)
    wanted = next((one[key] for key in _STDOUT if key in one), None)
    if given is None or wanted is None:
        raise BadTests(f"a test without input or output: {str(dict(one))[:60]}")
    kind = str(one.get("testtype") or one.get("type") or "")
    if kind == "functional" and isinstance(given, str):  # LiveCodeBench: one argument on each line
        args = tuple(_json(line) for line in given.split("\n") if line.strip())
        return CallTest(_needed(name), args, _json(wanted))
    if kind in ("functional", "function_call"):
        return _text_call(_needed(name), given, wanted)
    if not kind and name.startswith("Solution().") and isinstance(given, str):
        return _written_call(f"{_needed(name)}({given})", str(wanted))  # nums = [3], target = 6
    return _output(given, wanted)


def _needed(name: str) -> str:
    if not name:
        raise BadTests("calls need the name of a function; give a column 'entry_point'")
    return name.removeprefix("Solution().")


def _json(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise BadTests(f"not JSON: {text[:60]!r}") from None


def _output(given: Any, wanted: Any) -> OutputTest:
    return OutputTest(_lines(given), _lines(wanted))


def _lines(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):  # APPS has some as lists of lines
        return "\n".join(_lines(item) for item in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise BadTests(f"text is wanted, not {str(value)[:60]!r}")


def _text_call(name: str, given: Any, wanted: Any) -> CallTest:
    """Read a call whose arguments and result may be data or the JSON text of it."""
    call = _apps_call(name, _loaded(given), wanted)
    try:
        return replace(call, expected=json.loads(wanted), either=(wanted,))
    except (TypeError, ValueError, RecursionError):
        return call


def _apps_call(name: str, given: Any, wanted: Any) -> CallTest:
    if isinstance(given, str) and isinstance(wanted, str):
        try:  # PRIME and verl write one argument on each line, as LiveCodeBench does
            args = tuple(json.loads(line) for line in given.split("\n") if line.strip())
            return CallTest(_needed(name), args, json.loads(wanted), either=(wanted,))
        except (ValueError, RecursionError):
            pass
    args = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    # Whether [3] means 3 or [3], the dataset does not say; its own judge takes either.
    wrapped = isinstance(wanted, (list, tuple)) and len(wanted) == 1
    return CallTest(_needed(name), args, wanted, either=(wanted[0],) if wrapped else ())


# --- calls written as source ------------------------------------------------------------------
def _written_call(call: str, expected: str) -> CallTest:
    """Read `f(1, b=[2])` and `3`; only literals, nothing is evaluated."""
    try:
        node = ast.parse(call.strip(), mode="eval").body
        if not isinstance(node, ast.Call) or any(keyword.arg is None for keyword in node.keywords):
            raise BadTests(f"not a call: {call[:60]!r}")
        args = tuple(ast.literal_eval(arg) for arg in node.args)
        kwargs = {str(one.arg): ast.literal_eval(one.value) for one in node.keywords}
        return CallTest(ast.unparse(node.func), args, ast.literal_eval(expected.strip()), kwargs)
    except BadTests:
        raise
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise BadTests(f"only literals are read in {call[:60]!r} == {expected[:60]!r}") from None
