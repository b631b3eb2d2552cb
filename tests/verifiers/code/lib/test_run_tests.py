"""Programs on their tests: what is run, what is told of it, and whose fault it is."""

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Sample
from rewardkit_verifiers.code.function import function
from rewardkit_verifiers.code.stdio import stdio

TESTS = [{"stdin": f"{n} {n}", "stdout": f"{2 * n}"} for n in range(4)]
ADD = "a, b = map(int, input().split())\nprint(a + b)"


def sample(code: str, tests: Any = TESTS, **columns: Any) -> Sample:
    return Sample(f"```\n{code}\n```", columns={"tests": tests, **columns})


def test_the_first_wrong_answer_is_the_last_that_is_waited_for(backend: str) -> None:
    slow = "import time\nn = int(input())\ntime.sleep(0 if n == 0 else 30)\nprint(n)"
    tests = [{"stdin": "0", "stdout": "1"}, *({"stdin": "1", "stdout": "1"} for _ in range(9))]
    found = stdio(backend=backend, fork="test").score(sample(slow, tests)).score
    assert (found.value, found.reason) == (0.0, "wrong_answer")
    assert found.extra["passed"] == [False, *[None] * 9]
    assert found.detail.startswith("0 of 1 tests that were run, of 10, passed; test 1: got '0")


def test_a_fraction_runs_them_all_and_says_what_came_of_each(backend: str) -> None:
    code = "n = int(input().split()[0])\nprint(2 * n if n != 1 else 1 / 0)"
    found = stdio(backend=backend, score="fraction").score(sample(code)).score
    assert found.value == 0.75
    assert found.extra["passed"] == [True, False, True, True]
    assert found.extra["outcomes"] == ["ok", "runtime_error", "ok", "ok"]
    assert len(found.extra["seconds"]) == len(found.extra["cpu_s"]) == 4
    assert found.extra["memory_mb"] > 1
    assert "ZeroDivisionError: division by zero" in found.detail


def test_all_tests_together_have_a_limit() -> None:
    code = "import time\ntime.sleep(0.4)\nprint(sum(map(int, input().split())))"
    tests = [{"stdin": "1 1", "stdout": "2"}] * 30
    limited = stdio(backend="local", score="fraction", sandbox={"total_s": 1})
    found = limited.score(sample(code, tests)).score
    assert found.value is not None
    assert 0 < found.value < 0.2
    assert found.reason == "time_limit"


@pytest.mark.parametrize(
    "value",
    [
        "10 ** 5000", "{10 ** 5000: [10 ** 5000]}", "iter([1, 2])", "{1: 2}.keys()",
        "__import__('decimal').Decimal('sNaN')", "__import__('collections').deque([1])",
        "[__import__('decimal').Decimal('sNaN'), __import__('collections').deque([1])]",
        "[[[]] * 300000]", "__import__('fractions').Fraction(1, 10 ** 5000)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("ordered", [True, False])
def test_no_wrong_answer_turns_itself_into_an_error(value: str, ordered: bool) -> None:
    code = f"def f(x): return {value}"
    judge = function(backend="local", ordered=ordered)
    found = judge.score(sample(code, [{"args": [1], "expected": [1, 2.5]}], entry_point="f"))
    assert (found.status, found.value) == ("ok", 0.0)


def test_a_checker_that_an_answer_breaks_has_met_a_wrong_answer() -> None:
    checker = "def check(given, expected, actual): return int(actual) == int(expected)"
    row = {"tests": [{"stdin": "1", "stdout": "1"}], "checker": checker}
    for printed, value in (("1", 1.0), ("one", 0.0), ("", 0.0), ("9" * 5000, 0.0)):
        found = stdio(backend="local").score(sample(f"print({printed!r})", **row))
        assert (found.status, found.value) == ("ok", value)
    broken = {**row, "checker": "def check(given, expected, actual): return int('x')"}
    assert stdio(backend="local").score(sample("print(1)", **broken)).reason == "bad_checker"


def test_bash_has_its_usual_tools(backend: str) -> None:
    code = "sort -n | awk '{s += $1} END {print s}' | sed 's/^/sum /' | tr a-z A-Z | head -n 1"
    reply = f"```bash\n{code}\n```"
    found = stdio(backend=backend, language="bash").score(
        completion=reply, tests=[{"stdin": "3\n1\n2\n", "stdout": "SUM 6"}]
    )
    assert (found.value, found.detail) == (1.0, "")


def test_a_missing_compiler_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = stdio(backend="local", language="cpp").score(
        completion="```cpp\nint main() {}\n```", tests=TESTS
    )
    assert (found.status, found.reason) == ("error", "no_toolchain")
    assert "cpp needs g++, which is not installed" in found.detail


def test_the_detail_names_the_missing_module_and_the_compilers_line() -> None:
    found = stdio(backend="local").score(sample("import nowhere"))
    assert "No module named 'nowhere'" in found.detail
    reply = "```cpp\n#include <iostream>\nint main() { retrun 0; }\n```"
    found = stdio(backend="local", language="cpp").score(completion=reply, tests=TESTS)
    assert found.reason == "compile_error"
    assert "main.cpp:2" in found.detail
    assert "retrun" in found.detail
