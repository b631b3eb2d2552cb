"""code/stdio and code/function: batches, forks, checkers, and what is nobody's verdict."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import asyncio
import os
import threading
from typing import Any

import pytest

from rewardkit import Sample, get, score
from rewardkit_sandbox import PooledSandbox, SandboxUnavailable
from rewardkit_verifiers.code.function import function
from rewardkit_verifiers.code.lib import sandboxes
from rewardkit_verifiers.code.stdio import stdio

TESTS = [{"stdin": f"{n} {n}", "stdout": f"{2 * n}"} for n in range(4)]
ADD = "a, b = map(int, input().split())\nprint(a + b)"
CALLS = [["add(1, 2)", "3"], ["add('a', 'b')", "'ab'"]]


def sample(code: str, tests: Any = TESTS, **columns: Any) -> Sample:
    return Sample(f"```python\n{code}\n```", columns={"tests": tests, **columns})


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every job that goes to a sandbox."""
    seen: list[Any] = []
    before = PooledSandbox._do

    def watched(self: PooledSandbox, job: Any, frame: bytes, goes_on: Any = None) -> Any:
        seen.append(job)
        return before(self, job, frame, goes_on)

    monkeypatch.setattr(PooledSandbox, "_do", watched)
    return seen


# --- batches --------------------------------------------------------------------------------
def test_a_batch_keeps_its_order_whatever_its_rows_are(backend: str) -> None:
    rows = [
        sample(ADD),
        Sample("No.", columns={"tests": TESTS}),
        sample("print(0)"),
        sample(ADD, tests="nonsense"),
        sample("1 / 0"),
        sample(ADD),
    ]
    found = stdio(backend=backend, score="fraction").score_many(rows)
    assert [one.value for one in found] == [1.0, 0.0, 0.25, None, 0.0, 1.0]
    assert [one.status for one in found] == ["ok", "unparsed", "ok", "error", "ok", "ok"]


def test_equal_programs_on_equal_tests_run_once(jobs: list[Any]) -> None:
    found = stdio(backend="local").score_many([sample(ADD)] * 20 + [sample("print(0)")] * 20)
    assert [one.value for one in found] == [1.0] * 20 + [0.0] * 20
    assert len(jobs) == 3  # the wrong one is looked at again in a process of its own


def test_nothing_that_is_expected_enters_the_sandbox(jobs: list[Any]) -> None:
    secret = "the-expected-answer"
    tests = [{"stdin": "x", "stdout": secret}]
    stdio(backend="local").score(sample("print(input())", tests))
    calls = [{"args": ["x"], "expected": secret}]
    function(backend="local").score(sample("def f(x): return x", calls, entry_point="f"))
    assert len(jobs) == 2
    assert secret not in repr(jobs)


def test_a_program_that_never_ends_is_waited_for_once(jobs: list[Any]) -> None:
    endless = stdio(backend="local", score="fraction", time_s=0.2)
    found = endless.score(sample("while True: pass"))
    assert (found.status, found.value, len(jobs)) == ("timeout", 0.0, 1)


def test_a_test_that_fails_does_not_cost_the_ones_after_it() -> None:
    code = "n = int(input().split()[0])\nassert n != 1\nprint(2 * n)"
    assert stdio(backend="local", score="fraction").score(sample(code)).value == 0.75


def test_what_a_program_leaves_behind_fails_none_of_its_later_tests(backend: str) -> None:
    code = (
        "import builtins, sys\n"
        "builtins.input = sys.stdin.readline\n"
        "a, b = map(int, input().split())\nprint(a + b)"
    )
    assert stdio(backend=backend).score(sample(code)).value == 1.0
    assert stdio(backend=backend, fork="test").score(sample(code)).value == 1.0


def test_a_program_cannot_see_the_next_input() -> None:
    code = "import sys\nfirst = sys.stdin.read()\nmore = sys.stdin.read()\nprint(len(more))"
    tests = [{"stdin": "a", "stdout": "0"}, {"stdin": "bb", "stdout": "0"}]
    assert stdio(backend="local").score(sample(code, tests)).value == 1.0


# --- threads, loops, forks -------------------------------------------------------------------
def test_threads_and_event_loops_share_one_sandbox(jobs: list[Any]) -> None:
    reward = stdio(backend="local")
    values: list[float | None] = []

    def one(n: int) -> None:
        values.append(reward.score(sample(f"{ADD}  # {n}")).value)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    async def many() -> list[float | None]:
        found = await asyncio.gather(*(reward.ascore(sample(f"{ADD} # {n}")) for n in range(6)))
        return [breakdown.value for breakdown in found]

    assert values == asyncio.run(many()) == [1.0] * 6
    assert len({id(sandbox) for sandbox in sandboxes._open.values()}) == len(sandboxes._open)


def test_an_agent_outlives_the_thread_that_first_asked_for_it() -> None:
    reward = get("code/asserts", backend="local", packages=())
    row = {"completion": "def f(): return 1", "tests": "assert f() == 1"}
    values: list[float | None] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: values.append(reward.score(**row).value))
        thread.start()
        thread.join()
    assert values == [1.0] * 3


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_opens_a_sandbox_of_its_own() -> None:
    reward = stdio(backend="local")
    assert reward.score(sample(ADD)).value == 1.0
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if reward.score(sample(ADD)).value == 1.0 else 2
            for sandbox in sandboxes._open.values():
                sandbox.close()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert reward.score(sample(ADD)).value == 1.0


# --- nobody's verdict --------------------------------------------------------------------------
def test_where_there_is_no_sandbox_every_program_is_an_error_and_never_a_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*words: Any, **settings: Any) -> Any:
        raise SandboxUnavailable("no engine answers; install Docker")

    monkeypatch.setattr("rewardkit_sandbox.open_sandbox", refuse)
    monkeypatch.setattr(sandboxes, "_open", {})
    rows = [sample(ADD), Sample("No.", columns={"tests": TESTS})]
    found = score(stdio(backend="local"), rows)
    assert [one.status for one in found] == ["error", "unparsed"]
    assert (found[0].value, found[0].reason) == (None, "sandbox_error")
    assert found[0].detail == "no engine answers; install Docker"
    asked = get("code/asserts").score(completion="def f(): return 1", tests="assert f() == 1")
    assert (asked.value, asked.reason) == (None, "sandbox_error")
    for name, columns in (
        ("regex", {"completion": "`a`", "matches": ["a"]}),
        ("sql", {"completion": "select 1", "database": "select 1;", "answer": "select 1"}),
    ):
        assert get(f"code/{name}").score(**columns).reason == "sandbox_error"


def test_a_package_that_is_not_installed_is_an_error_that_names_it() -> None:
    found = stdio(backend="local", packages=("no-such-package",)).score(sample(ADD))
    assert (found.status, found.reason) == ("error", "sandbox_error")
    assert "no-such-package" in found.detail


def test_a_call_that_cannot_be_sent_costs_its_own_row_only() -> None:
    deep: list[Any] = []
    for _ in range(300):
        deep = [deep]
    rows = [
        sample("def f(x): return x", [{"args": [deep], "expected": 1}], entry_point="f"),
        sample("def f(x): return x", [{"args": [1], "expected": 1}], entry_point="f"),
    ]
    found = function(backend="local").score_many(rows)
    assert [one.value for one in found] == [None, 1.0]
    assert found[0].reason == "bad_tests"


# --- checkers ----------------------------------------------------------------------------------
CHECKER = "def check(stdin, expected, actual):\n    return int(actual) % int(stdin) == 0"


def test_a_checker_decides_in_a_sandbox_that_no_program_enters(jobs: list[Any]) -> None:
    tests = [{"stdin": "3", "stdout": "3"}, {"stdin": "5", "stdout": "5"}]
    reward = stdio(backend="local", score="fraction")
    assert reward.score(sample("print(6)", tests, checker=CHECKER)).value == 0.5
    assert [bool(job.calls) for job in jobs] == [False, True]
    assert "print(6)" not in str(jobs[1].program.source)


def test_a_program_that_crashes_is_not_checked_at_all() -> None:
    tests = [{"stdin": "3", "stdout": "3"}]
    code = "print(3)\nraise SystemExit(1)"
    assert stdio(backend="local").score(sample(code, tests, checker=CHECKER)).value == 0.0


@pytest.mark.parametrize(
    ("checker", "reason"),
    [("def check(*a): return 'yes'", "bad_checker"), ("x = 1", "bad_checker"), (5, "bad_tests")],
)
def test_a_checker_that_says_neither_true_nor_false_is_our_error(checker: Any, reason: str) -> None:
    found = stdio(backend="local").score(sample("print(1)", TESTS[:1], checker=checker))
    assert (found.value, found.reason) == (None, reason)


# --- languages ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("bash", "read a b; echo $((a + b))"),
        ("javascript", "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ');\nconsole.log(+a + +b);"),
        ("cpp", "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }"),
    ],
)  # fmt: skip
def test_programs_of_other_languages_are_run(language: Any, code: str) -> None:
    reward = stdio(backend="local", language=language, time_s=8.0)
    row = Sample(f"```{language}\n{code}\n```", columns={"tests": TESTS})
    found = reward.score(row)
    if found.reason == "sandbox_error" and "not installed" in found.detail:
        pytest.skip(found.detail)
    assert found.value == 1.0, found


# --- functions as data sets mean them -------------------------------------------------------------
def called(code: str, *tests: Any, entry: str = "f", **settings: Any) -> Any:
    return function(**settings).score_many([sample(code, list(tests), entry_point=entry)])[0]


STACK = "class S:\n    def __init__(self): self.s = []\n    def add(self, x): self.s.append(x)\n"
SOLUTION = "class Solution:\n    def f(self, {0}):\n        {1}\n"


@pytest.mark.parametrize(
    ("code", "given", "expected"),
    [
        ("async def f(x):\n    return x + 1", [1], 2),
        (
            "import asyncio\nasync def f(x):\n    await asyncio.sleep(0)\n    x.sort()",
            [[2, 1]],
            [1, 2],
        ),
        ("async def f(n):\n    for i in range(n):\n        yield i", [2], [0, 1]),
        (SOLUTION.format("x", "return x").replace("def f", "async def f"), [5], 5),
        (
            STACK + "    async def top(self): return self.s[-1]",
            [["S", "add", "top"], [[], [3], []]],
            3,
        ),
        ("def f(x, k):\n    x[:] = x[-k:] + x[:-k]", [[1, 2, 3], 1], [3, 1, 2]),
        ("def f(x) -> None:\n    return x.sort()", [[2, 1]], [1, 2]),
        (STACK + "    def top(self): return self.s[-1]", [["S", "add", "top"], [[], [3], []]], 3),
        (SOLUTION.format("x: List[int]", "return len(x)"), [[1, 2]], 2),
        (SOLUTION.format("head: Optional[ListNode]", "return head.next"), [[1, 2]], [2]),
        (
            SOLUTION.format("root", "root.left, root.right = root.right, root.left"),
            [[1, 2, 3]],
            [1, 3, 2],
        ),
    ],
)
def test_a_function_is_judged_as_its_data_set_means_it(
    code: str, given: Any, expected: Any, backend: str
) -> None:
    entry = "S" if code.startswith(STACK) else "f"
    wanted = [None, None, expected] if entry == "S" else expected
    test = {"args": given, "expected": wanted}
    assert called(code, test, entry=entry, backend=backend).value == 1.0


@pytest.mark.parametrize(
    ("code", "given", "expected"),
    [
        ("def f(x):\n    return x.sort()", [2, 1], [1, 2]),
        ("def f(x) -> list:\n    x.sort()", [2, 1], [1, 2]),
        ("def f(x):\n    pass", [1, 2], [1, 2]),
        ("def f(x) -> None:\n    pass", [1, 2], [1, 2]),
        ("def f(x):\n    x.reverse()", [3, 1, 2], [1, 2, 3]),
        ("def f(x):\n    async def g():\n        return 1\n    return g", [1], 1),
        ("def f(x):\n    return {1: 2}.keys()", [1], [1]),
        (SOLUTION.format("head: ListNode", "return head"), [1, 2], [2, 1]),
    ],
)
def test_a_function_that_only_failed_to_return_is_wrong(
    code: str, given: Any, expected: Any, backend: str
) -> None:
    found = called(code, {"args": [given], "expected": expected}, backend=backend, score="fraction")
    assert (found.value, found.status) == (0.0, "ok")


def test_what_an_async_function_made_once_serves_all_of_its_calls(backend: str) -> None:
    code = "import asyncio\nlock = asyncio.Lock()\nasync def f(x):\n    async with lock:\n        return x"
    tests = [{"args": [n], "expected": n} for n in range(3)]
    assert called(code, *tests, backend=backend).value == 1.0


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("async def f(x):\n    while True: pass", "time_limit"),
        ("import asyncio\nasync def f(x):\n    await asyncio.sleep(60)", "time_limit"),
        ("async def f(x):\n    while True: yield 1", "no_answer"),
        ("async def f(x):\n    raise SystemExit(0)", "runtime_error"),
        ("async def f(x):\n    return f(x)", "no_answer"),
        ("async def f(x):\n    return x", "wrong_answer"),
    ],
)
def test_a_wrong_async_function_earns_nothing(code: str, reason: str, backend: str) -> None:
    found = called(code, {"args": [1], "expected": 2}, backend=backend, time_s=0.5)
    assert (found.value, found.reason) == (0.0, reason)


GROUPS = {"args": [], "expected": [[1, 2], [3]]}


@pytest.mark.parametrize(
    ("answers", "tests", "reason"),
    [
        (["[[3], [2, 1]]"], [GROUPS], "inner_order"),
        (["[[3], [2, 1]]", "[[3], [1, 2]]"], [GROUPS, GROUPS], "inner_order"),
        (["[[3], [2, 1]]", "[[3], [2, 2]]"], [GROUPS, GROUPS], "wrong_answer"),
        (["[[3], [2, 2]]", "[[3], [2, 1]]"], [GROUPS, GROUPS], "wrong_answer"),
        (["[[1, 2], [1, 2]]"], [{"args": [], "expected": [[1, 2], [2, 1]]}], "wrong_answer"),
        (["[[3, 1], [2]]"], [GROUPS], "wrong_answer"),
    ],
)
def test_an_order_that_the_task_leaves_open_is_no_zero_and_hides_no_wrong_answer(
    answers: list[str], tests: list[Any], reason: str, backend: str
) -> None:
    code = f"left = [{', '.join(answers)}]\ndef f(): return left.pop(0)"
    for mode in ("all", "fraction"):
        found = called(code, *tests, backend=backend, ordered=False, score=mode)
        assert (found.status, found.reason) == (
            "error" if reason == "inner_order" else "ok",
            reason,
        )


@pytest.mark.parametrize(("inner", "value"), [(True, 0.0), (False, 1.0)])
def test_the_order_of_inner_lists_counts_as_it_is_said_to(inner: bool, value: float) -> None:
    code = "def f(): return [[3], (2, 1)]"
    found = called(code, GROUPS, backend="local", ordered=False, inner_ordered=inner)
    assert found.value == value
    with pytest.raises(ValueError, match="ordered=False"):
        function(inner_ordered=False)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import nowhere_to_be_found", "not_in_sandbox"),
        ("import subprocess\nsubprocess.run(['nowhere-to-be-found'])", "not_in_sandbox"),
        ("import socket\nsocket.socket()", "not_in_sandbox"),
        ("import urllib.request\nurllib.request.urlopen('http://example.org')", "not_in_sandbox"),
        ("open('nowhere')", "runtime_error"),
        ("open('/etc/passwd', 'w')", "runtime_error"),
        ("raise PermissionError(13, 'Permission denied', 'a')", "runtime_error"),
    ],
)
def test_what_the_sandbox_lacks_is_a_zero_that_says_so(
    code: str, reason: str, backend: str
) -> None:
    found = stdio(backend=backend).score(sample(code, TESTS[:1]))
    assert (found.value, found.status, found.reason) == (0.0, "ok", reason)


def test_a_python_program_finds_a_shell_and_its_tools(backend: str) -> None:
    code = (
        "import subprocess\nn = input()\n"
        "print(subprocess.check_output(f'echo {n} | tr a-z A-Z | sort', shell=True, text=True))"
    )
    found = stdio(backend=backend).score(sample(code, [{"stdin": "ab", "stdout": "AB"}]))
    assert found.value == 1.0


def test_none_is_still_an_answer_where_it_is_expected(backend: str) -> None:
    found = called("def f(x):\n    x.sort()", {"args": [[2, 1]], "expected": None}, backend=backend)
    assert found.value == 1.0


def test_an_argument_may_stay_as_it_is_in_one_test_where_another_changes_it(backend: str) -> None:
    same, other = ({"args": [x], "expected": [1, 2]} for x in ([1, 2], [2, 1]))
    assert called("def f(x):\n    x.sort()", same, other, backend=backend).value == 1.0
