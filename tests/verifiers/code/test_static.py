"""code/static: what a program says, whatever else it says. Its cases are beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.code.static import instruction, read_source, static
from rewardkit_verifiers.code.static.source import CONSTRUCTS

SAMPLES = {
    "for": "for x in y: pass",
    "while": "while 1: pass",
    "loop": "while 1: pass",
    "comprehension": "[x for x in y]",
    "lambda": "lambda: 0",
    "class": "class A: pass",
    "try": "try: pass\nexcept E: pass",
    "with": "with x: pass",
    "assert": "assert x",
    "global": "def f():\n    global x",
    "delete": "del x",
    "yield": "def f():\n    yield",
    "async": "async def f(): pass",
    "decorator": "@x\ndef f(): pass",
    "recursion": "def f(): return f()",
    "import": "import x",
    "if": "1 if x else 2",
    "match": "match x:\n    case 1: pass",
    "fstring": "f'{x}'",
    "walrus": "(x := 1)",
}


@pytest.mark.parametrize("word", CONSTRUCTS)
def test_every_construct_is_seen_where_it_is_and_not_where_it_is_not(word: str) -> None:
    assert word in read_source(SAMPLES[word]).constructs
    assert word not in read_source("x = 1\ndef f(): return g()").constructs


def test_a_method_that_calls_itself_is_recursion() -> None:
    assert "recursion" in read_source("class A:\n    def f(self): return self.f()").constructs


@pytest.mark.parametrize(
    ("source", "calls"),
    [
        ("import numpy as np\nnp.linalg.norm(x)", "numpy.linalg.norm"),
        ("from numpy.linalg import norm as n\nn(x)", "numpy.linalg.norm"),
        ("import os.path\nos.path.join(a)", "os.path.join"),
        ("sorted(x)", "sorted"),
        ("import builtins\nbuiltins.eval(x)", "eval"),
        ("x.sort()", ".sort"),
        ("f(x).sort()", ".sort"),
        ("def sorted(x): return x\nsorted(y)", "own sorted"),
    ],
)
def test_a_call_goes_by_its_full_name(source: str, calls: str) -> None:
    assert calls in read_source(source).calls


def test_a_function_of_the_programs_own_is_not_the_builtin_of_that_name() -> None:
    assert "sorted" not in read_source("def sorted(x): return x\nsorted(y)").calls


@pytest.mark.parametrize(
    ("source", "bounds"),
    [
        ("def f(a, b=1): return a", (1, 2)),
        ("def f(*a): return a", (0, None)),
        ("def f(a, /, b, *, c=1): return a", (2, 2)),
        ("f = lambda a: a", (1, 1)),
        ("async def f(): return 1", (0, 0)),
    ],
)
def test_parameters_are_counted(source: str, bounds: tuple[int, int | None]) -> None:
    assert read_source(source).functions["f"] == bounds


def test_methods_go_without_self() -> None:
    source = "class A:\n    def f(self, a): return a\n    @staticmethod\n    def g(a): return a"
    assert read_source(source).functions == {"A.f": (1, 1), "A.g": (1, 1)}


@pytest.mark.parametrize(
    "body", ["pass", "...", "'Adds.'", "'Adds.'\n    raise NotImplementedError"]
)
def test_a_function_that_does_nothing_is_a_stub(body: str) -> None:
    assert read_source(f"def f():\n    {body}").stubs == {"f"}


@given(st.text(max_size=80))
def test_any_program_at_all_is_read_or_refused(source: str) -> None:
    try:
        read = read_source(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    assert read == read_source(source)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 90000,
        "x = " + "-" * 90000 + "1",
        "x = 1" + "+1" * 45000,
        "x = a" + ".b" * 45000,
        "x = " + "lambda:" * 12000 + "1",
        "".join(" " * n + "if x:\n" for n in range(300)),
        "x = " + "[" * 150 + "]" * 150,
    ],
    ids=range(7),
)
def test_a_program_that_no_parser_likes_is_judged_and_not_an_error(text: str) -> None:
    score = static.score(completion=f"```python\n{text}\n```")
    assert score.status == "ok", score


def test_nothing_of_a_program_is_run(tmp_path: object) -> None:
    score = static.score(completion=f"```python\nopen({str(tmp_path)!r} + '/x', 'w')\n```")
    assert score.value == 1.0
    assert list(__import__("pathlib").Path(str(tmp_path)).iterdir()) == []


def test_only_the_imports_that_are_allowed() -> None:
    only = static(allow_imports=("math",))
    assert only.score(completion="import math\nprint(math.pi)").value == 1.0
    found = only.score(completion="import math, sys\nprint(math.pi)")
    assert (found.value, found.reason) == (0.0, "forbidden_import")
    assert found.detail == "something other than math is imported"


def test_an_unknown_construct_names_the_closest_one() -> None:
    with pytest.raises(DefinitionError, match="no construct 'fro'. Did you mean 'for'"):
        static(forbid_constructs=("fro",))


def test_parameters_need_a_function() -> None:
    with pytest.raises(DefinitionError, match="needs the name of the function"):
        static(parameters=2)


def test_the_instruction_says_every_setting() -> None:
    said = instruction(
        static(
            function="f",
            parameters=2,
            need_imports=("math",),
            need_calls=("math.sqrt",),
            need_names=("math.pi",),
            need_constructs=("recursion",),
            forbid_imports=("os",),
            forbid_names=("exec",),
            forbid_constructs=("while",),
            allow_imports=("math",),
        ).settings
    )
    words = (
        "f that can be called with 2",
        "math.sqrt",
        "math.pi",
        "recursion",
        "os",
        "exec",
        "while",
    )
    assert [word for word in (*words, "Import nothing but math") if word not in said] == []
