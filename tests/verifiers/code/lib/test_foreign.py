"""Functions in JavaScript and C++: arguments by their types, answers by value."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from rewardkit import Sample
from rewardkit_verifiers.code.function import function

pytestmark = pytest.mark.slow
TOOLS = {"javascript": "node", "cpp": "g++"}
RIGHT: list[tuple[str, str, str, list[Any], Any]] = [
    ("javascript", "const add = (a, b) => a + b;", "add", [1, 2], 3),
    ("javascript", "function f(x) { console.log(x); return [x, {k: null}]; }", "f", ["é\n"],
     ["é\n", {"k": None}]),
    ("javascript", "class Solution { f(x) { return new Map([[x, new Set([1])]]); } }", "f", ["a"],
     {"a": {1}}),
    ("javascript", "async function f(n) { return n / 0; }", "f", [1], float("inf")),
    ("javascript", "var f = function (xs) { xs.sort((a, b) => a - b); };", "f", [[3, 1]], [1, 3]),
    ("javascript", "module.exports = { f: (n) => 2n ** BigInt(n) };", "f", [70], 2**70),
    ("javascript", "export const add = (a, b) => a + b;\nexport default add;", "add", [1, 2], 3),
    ("javascript", "function add(a, b) { return a + b; }\nexport { add };", "add", [1, 2], 3),
    ("cpp", "class Solution { public: int add(int a, int b) { return a + b; } };",
     "add", [1, 2], 3),
    ("cpp", "#include <vector>\nlong long f(const std::vector<int>& xs) "
     "{ long long s = 0; for (int x : xs) s += x; return s; }\nint main() { return 7; }",
     "f", [[2**31 - 1, 1]], 2**31),
    ("cpp", "vector<vector<string>> f(vector<string>& w) { cout << 1; return {w, {}}; }", "f",
     [["é\n\"", ""]], [["é\n\"", ""], []]),
    ("cpp", "map<string, double> f(unordered_map<string, int> m) "
     "{ map<string, double> r; for (auto& p : m) r[p.first] = p.second / 2.0; return r; }",
     "f", [{"a": 3}], {"a": 1.5}),
    ("cpp", "struct Solution { void f(vector<char>& s) { reverse(s.begin(), s.end()); } };", "f",
     [["a", "b"]], ["b", "a"]),
    ("cpp", "vector<bool> f(pair<int, string> p, bool b, char c) "
     "{ return {p.first == 1, b, p.second[0] == c}; }", "f", [[1, "x"], False, "x"],
     [True, False, True]),
]  # fmt: skip
WRONG = [
    ("javascript", "function f(x) { return x + 1; }", "wrong_answer"),
    ("javascript", "function f(x) { process.exit(0); }", "no_answer"),
    ("javascript", "function f(x) { throw new Error('no'); }", "runtime_error"),
    ("javascript", "const f = () => Symbol();", "runtime_error"),
    ("javascript", "const g = 1;", "runtime_error"),
    ("javascript", "function f(x) { let a = []; for (let i = 0; i < 999; i++) a = [a]; return a; }",
     "runtime_error"),
    ("javascript", "process.stdout.write('\\n\\u001e[' + '['.repeat(100000)); process.exit(0);"
     "function f() {}", "no_answer"),
    ("cpp", "int f(int x) { return x + 1; }", "wrong_answer"),
    ("cpp", "int f(int x) { exit(0); }", "no_answer"),
    ("cpp", "int f(string x) { return 1; }", "runtime_error"),
    ("cpp", "int g(int x) { return 1; }", "compile_error"),
    ("cpp", "struct N {}; N f(int x) { return {}; }", "compile_error"),
]  # fmt: skip


def judged(language: str, code: str, name: str, args: list[Any], expected: Any) -> Any:
    if shutil.which(TOOLS[language]) is None:
        pytest.skip(f"{TOOLS[language]} is not installed")
    tests = [{"args": args, "expected": expected}]
    sample = Sample(f"```{language}\n{code}\n```", columns={"tests": tests, "entry_point": name})
    return function(language=language, backend="local", time_s=10.0).score(sample)


@pytest.mark.parametrize(("language", "code", "name", "args", "expected"), RIGHT)
def test_a_right_answer_is_paid(
    language: str, code: str, name: str, args: list[Any], expected: Any
) -> None:
    found = judged(language, code, name, args, expected)
    assert (found.value, found.detail) == (1.0, "")


@pytest.mark.parametrize(("language", "code", "reason"), WRONG)
def test_anything_else_is_zero_and_says_why(language: str, code: str, reason: str) -> None:
    found = judged(language, code, "f", [1], 1)
    assert (found.status, found.value, found.reason) == ("ok", 0.0, reason), found.detail


def test_what_json_lacks_is_a_fault_of_the_tests() -> None:
    for test in ({"args": [1], "kwargs": {"a": 1}, "expected": 1}, {"args": [{1}], "expected": 1}):
        sample = Sample("```js\nlet f\n```", columns={"tests": [test], "entry_point": "f"})
        assert function(language="javascript").score(sample).reason == "bad_tests"


@pytest.mark.parametrize(("code", "value"), [("return undefined", 1.0), ("return 0", 0.0)])
def test_a_function_that_should_return_nothing_may(code: str, value: float) -> None:
    assert judged("javascript", f"function f(x) {{ {code}; }}", "f", [1], None).value == value
