"""Faults that a review of the sandbox reported, A1 to A11: a right and a wrong program for each."""

# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from typing import Any

import pytest

from rewardkit import Sample, get

ROWS: list[tuple[str, str, dict[str, Any], str, str | None]] = []


def fault(
    name: str, verifier: str, columns: dict[str, Any], right: str, wrong: str | None = None
) -> None:
    """Add a row: its fault, what judges it, and programs that pass and fail it."""
    ROWS.append((name, verifier, columns, right, wrong))


def asserts(tests: str, **columns: str) -> dict[str, Any]:
    """The columns of a row whose tests are code."""
    return {"tests": tests, **columns}


ADD = "class Solution:\n    def add(self, a, b): return a + b"
CHECK = "def check(candidate):\n    assert candidate(a=2, b=5) == 7\n    assert candidate(a=0, b=0) == 0"
fault("A1", "asserts", asserts(CHECK, entry_point="Solution().add"), ADD, ADD.replace("+", "*"))
fault("A1", "function", {"tests": [["Solution().add(2, 5)", "7"]]}, ADD, ADD.replace("+", "-"))

BRANCHES = "for n in (3, 4):\n    r = half(n)\n    if r < 0:\n        assert n < 0\n    else:\n        assert r == n // 2"
fault("A2", "asserts", asserts(BRANCHES), "def half(n): return n // 2", "def half(n): return n")
fault("A2", "asserts", asserts("def test_half():\n    assert half(6) == 3"),
      "def half(n): return n // 2", "def half(n): return 2")  # fmt: skip

OWN = "class Late(ValueError):\n    def __init__(self, by): self.by = by\ndef go(n):\n    if n < 0: raise Late(-n)\n    return n"
RAISES = "try:\n    go(-2)\nexcept ValueError as error:\n    assert error.by == 2\nelse:\n    assert False\nassert go(1) == 1"
fault("A3", "asserts", asserts(RAISES), OWN, OWN.replace("-n)", "n)"))
fault("A3", "pytest", asserts("import pytest\nfrom solution import go, Late\ndef test_late():\n    with pytest.raises(Late):\n        go(-1)\n    assert go(5) == 5"),
      OWN, OWN.replace("raise Late", "raise KeyError"))  # fmt: skip
CARD = "from dataclasses import dataclass\n@dataclass\nclass Card:\n    n: int\n    kind = 'x'\n    @classmethod\n    def of(cls, text): return cls(int(text))\n    def __add__(self, o): return Card(self.n + o.n)"
OBJECTS = "c = Card.of('3')\nassert isinstance(c, Card) and Card.kind == 'x'\nassert (c + Card(4)) == Card(7)\nc.n = 9\nassert c.n == 9"
fault("A3", "asserts", asserts(OBJECTS), CARD, CARD.replace("self.n + o.n", "self.n"))
fault("A3", "asserts", asserts("from itertools import islice\nassert list(islice(odd(), 3)) == [1, 3, 5]"),
      "def odd():\n    n = 1\n    while True:\n        yield n\n        n += 2",
      "def odd():\n    while True:\n        yield 1")  # fmt: skip
fault("A3", "asserts", asserts("xs = [1, 1, 2]\nk = squeeze(xs)\nassert xs[:k] == [1, 2]"),
      "def squeeze(xs):\n    xs[:] = sorted(set(xs))\n    return len(xs)", "def squeeze(xs): return 2")  # fmt: skip
fault("A3", "asserts", asserts("import unittest\nclass T(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls): cls.n = 4\n    def test_n(self): self.assertEqual(half(self.n), 2)\nif __name__ == '__main__':\n    unittest.main()"),
      "def half(n): return n // 2", "def half(n): return n")  # fmt: skip

fault("A4", "asserts", asserts("assert top([], -inf) == -inf\nassert top([3], -inf) == 3"),
      "from math import inf\ndef top(xs, low): return max(xs, default=low)",
      "from math import inf\ndef top(xs, low): return low")  # fmt: skip

for right, wrong, tests in [
    ("def srt(x): return sorted(x)", "def srt(x):\n    x.sort()\n    return x",
     "x = [4, 2, 3]\nassert srt(x) == [2, 3, 4]\nassert x == [4, 2, 3]"),
    ("def zeros(n): return [[0] * n for _ in range(n)]", "def zeros(n): return [[0] * n] * n",
     "g = zeros(2)\ng[0][0] = 5\nassert g == [[5, 0], [0, 0]]"),
    ("def tally(x): return {c: x.count(c) for c in x}",
     "from collections import Counter\ndef tally(x): return Counter(x)",
     "assert type(tally('aab')) is dict\nassert tally('aab') == {'a': 2, 'b': 1}"),
    ("def inv(x):\n    if x == 0: raise ValueError\n    return 1 / x",
     "class ValueError(Exception): pass\ndef inv(x):\n    if x == 0: raise ValueError\n    return 1 / x",
     "import builtins\ntry:\n    inv(0)\nexcept builtins.ValueError:\n    pass\nelse:\n    assert False\nassert inv(2) == 0.5"),
    ("def raw(s): return s.encode()", "def raw(s): return bytearray(s.encode())",
     "assert isinstance(raw('a'), bytes)\nassert raw('ab') == b'ab'"),
]:  # fmt: skip
    fault("A5", "asserts", asserts(tests), right, wrong)

for printed, near in [("00000110", "110"), ("0071", "71"), ("2025 03 09", "2025 3 9"),
                      ("4.20", "4.2"), ("1 2\n3 4", "1 2 3 4")]:  # fmt: skip
    fault("A6", "stdio", {"tests": [{"stdin": "", "stdout": printed}]},
          f"print({printed!r})", f"print({near!r})")  # fmt: skip
fault("A6", "function", {"tests": [["f()", "{2: 'b'}"]]},
      "def f(): return {2: 'b'}", "def f(): return {'2': 'b'}")  # fmt: skip

fault(
    "A7", "function", {"tests": [["f(1)", "7"]]}, "def f(n): return 7", "def f(n): return 9**6000"
)
fault("A7", "stdio", {"tests": [{"stdin": "", "stdout": "7"}],
                      "checker": "def check(i, e, a): return int(a) == int(e)"},
      "print(7)", "print('seven')")  # fmt: skip

POOL = "from concurrent.futures import ThreadPoolExecutor\ndef f(xs):\n    with ThreadPoolExecutor(2) as pool:\n        return list(pool.map(abs, xs))"
fault("A8", "function", {"tests": [["f([-3, 2])", "[3, 2]"]]}, POOL, POOL.replace("abs", "int"))
fault("A8", "asserts", asserts("assert f([-3, 2]) == [3, 2]"), POOL, POOL.replace("abs", "int"))

LATE = "n = input()\nout = open(1, 'w', closefd=False)\nout.write(n)"
fault("A9", "stdio", {"tests": [{"stdin": str(n), "stdout": str(n)} for n in (4, 8, 6)]},
      LATE, LATE.replace("write(n)", "write('4')"))  # fmt: skip

fault("A11", "function", {"tests": [["merge([1], [2])", "[1, 2]"]], "entry_point": "merge"},
      "from heapq import *\nclass Solution:\n    def merge(self, a, b): return a + b",
      "from heapq import *\nclass Solution:\n    def merge(self, a, b): return b + a")  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row[0]}-{at}" for at, row in enumerate(ROWS)])  # fmt: skip
def test_the_right_program_is_paid_and_the_wrong_one_is_a_zero(number: int, backend: str) -> None:
    _, verifier, columns, right, wrong = ROWS[number]
    codes = [right] if wrong is None else [right, wrong]
    reward = get(f"code/{verifier}", backend=backend)
    found = reward.score_many(
        [Sample(f"```python\n{code}\n```", columns=columns) for code in codes]
    )
    told = [(one.value, one.status, one.score.detail) for one in found]
    assert [one.value for one in found] == [1.0, 0.0][: len(codes)], told


@pytest.mark.slow
def test_bash_programs_have_the_usual_tools_a10(backend: str) -> None:
    program = (
        "sort | uniq -c | awk '{print $2 \"=\" $1}' | tr a-z A-Z | sed s/=/:/ | head -2 | wc -l"
    )
    tests = [{"stdin": "b\na\nb\n", "stdout": "2"}]
    reward = get("code/stdio", language="bash", backend=backend)
    found = reward.score_many(
        [Sample(f"```bash\n{code}\n```", columns={"tests": tests}) for code in (program, "echo 3")]
    )
    assert [one.value for one in found] == [1.0, 0.0], found[0].score.detail
