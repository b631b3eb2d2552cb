"""From a reply to its program: blocks, labels, policies, replies without fences, hostile sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.extract import MAX_CHARS, Code, NoCode, extract_code
from rewardkit_verifiers.code.lib.fences import MOST_BLOCKS, fenced_blocks

ADD = "def add(a, b):\n    return a + b\n"
PIECES = [
    *("```", "~~~", "````", "```python", "```py\n", "``` ", "\n", "    ", "> ", "- ", "1. ", "`"),
    *("<think>", "</think>", "<answer>", "</answer>", "print(1)", "def add(a):", "text", "\r\n"),
]
soup = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
program = st.text(st.characters(exclude_characters="`~\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))


def code(text: str, **settings: object) -> str:
    found = extract_code(text, **settings)  # type: ignore[arg-type]
    assert isinstance(found, Code), found
    return found.text


def reason(text: str, **settings: object) -> str:
    found = extract_code(text, **settings)  # type: ignore[arg-type]
    assert isinstance(found, NoCode), found
    return found.reason


# --- laws -----------------------------------------------------------------------------------
@given(soup, st.sampled_from(["last", "first", "longest", "all", "only"]), st.booleans())
def test_any_text_at_all_gives_code_or_a_reason(text: str, policy: str, strict: bool) -> None:
    found = extract_code(text, policy=policy, strict=strict)  # type: ignore[arg-type]
    assert (found.text if isinstance(found, Code) else found.reason) != ""


@given(soup)
def test_a_strict_reader_reads_no_more_than_a_lenient_one(text: str) -> None:
    if isinstance(extract_code(text, strict=True), Code):
        assert isinstance(extract_code(text), Code)


@given(program)
def test_a_fenced_program_comes_back_as_it_was(text: str) -> None:
    inside = text.strip("\n") + "\n"
    assert [block.code for block in fenced_blocks(f"So:\n```python\n{inside}```\nDone.")] == [
        inside
    ]


# --- fences ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        f"```python\n{ADD}```",
        f"```py\n{ADD}```",
        f"```Python3\n{ADD}```",
        f"```\n{ADD}```",
        f"~~~python\n{ADD}~~~",
        f"````python\n{ADD}````",
        f"```{{python}}\n{ADD}```",
        f'```python title="a.py"\n{ADD}```',
        f"```python:main.py\n{ADD}```",
        f"Here it is: ```python\n{ADD}```",
        f"<answer>```python\n{ADD}```</answer>",
        f"**Answer**\n> ```python\n{ADD}> ```",
        f"```python\n{ADD}```\n```text\n3\n```",
        f"```bash\npython add.py\n```\n```python\n{ADD}```",
        f"```\n1 2\n```\n```python\n{ADD}```",
        f"<think>```python\nprint(0)\n```</think>\n```python\n{ADD}```",
        f"Thinking...</think>```python\n{ADD}```<|im_end|>",
        ADD,
        f"Sure:\n{ADD}\nThis adds the two numbers (a and b).",
    ],
)
def test_a_program_is_found_however_it_is_presented(text: str) -> None:
    assert code(text) == ADD


def test_a_block_in_a_list_loses_the_indentation_of_the_list() -> None:
    text = "1. So:\n   ```python\n   def add(a, b):\n       return a + b\n   ```\n"
    assert code(text) == ADD


def test_a_fence_at_the_end_of_a_line_of_code_closes_the_block() -> None:
    assert code("```python\nx = 1\nprint(x)```\nIt prints 1.") == "x = 1\nprint(x)\n"
    assert code("```python\nprint(1)```\n```python\nprint(2)```") == "print(2)\n"


def test_fences_inside_a_docstring_are_text() -> None:
    inner = "def f():\n    '''\n    ```python\n    f()\n    ```\n    '''\n    return 1\n"
    assert code(f"```python\n{inner}```") == inner


def test_a_block_on_one_line_is_read_where_its_language_is_named() -> None:
    assert code("```python print(1)```") == "print(1)\n"
    assert reason("```print``` is a word") == "no_code"


def test_an_unclosed_block_is_read_to_the_end_unless_strict() -> None:
    assert code("```python\nprint(1)") == "print(1)"
    assert reason("```python\nprint(1)", strict=True) == "unclosed_block"


def test_only_the_first_blocks_of_a_flood_are_read() -> None:
    assert len(fenced_blocks("```\nx\n```\n" * 1000)) == MOST_BLOCKS


# --- which block ----------------------------------------------------------------------------
TWO = "```python\nprint(1)\nprint(11)\n```\n```python\nprint(2)\n```"


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ("last", "print(2)\n"),
        ("first", "print(1)\nprint(11)\n"),
        ("longest", "print(1)\nprint(11)\n"),
        ("all", "print(1)\nprint(11)\n\nprint(2)\n"),
    ],
)
def test_the_policy_chooses_among_several_blocks(policy: str, found: str) -> None:
    assert code(TWO, policy=policy) == found


def test_only_refuses_several_different_blocks_and_takes_equal_ones() -> None:
    assert reason(TWO, policy="only") == reason(TWO, strict=True) == "several_blocks"
    assert code("```python\nprint(2)\n```\n" * 2, policy="only") == "print(2)\n"


def test_a_block_that_defines_what_is_asked_for_goes_before_one_that_uses_it() -> None:
    text = f"```python\n{ADD}```\nFor example:\n```python\nprint(add(1, 2))\n```"
    assert code(text, defines=["add"]) == ADD
    assert code(text, defines=["add"], strict=True) == ADD
    assert code(text) == ADD  # alone, the other one could not even run
    assert code(text.replace("print(add(1, 2))", "print(3)")) == "print(3)\n"


def test_a_method_of_a_class_counts_as_a_definition() -> None:
    text = f"```python\nclass Solution:\n    def add(self): ...\n```\n{TWO}"
    assert "Solution" in code(text, defines=["add"])


# --- none -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n\u200b", "empty"),
        ("I do not know.", "no_code"),
        ("If you add them, you get this:\nthe sum.", "no_code"),
        ("```\n```", "empty_block"),
        ("```java\nclass A {}\n```", "no_code"),
        ("<think>```python\nprint(1)\n```", "unfinished_thought"),
        ("<think>x</think>", "empty"),
        ("x" * (MAX_CHARS + 1), "too_long"),
    ],
)
def test_a_reply_without_a_program_says_why(text: str, why: str) -> None:
    assert reason(text) == why


def test_a_strict_reader_takes_a_bare_reply_only_when_all_of_it_is_program() -> None:
    assert code(ADD, strict=True) == ADD
    assert reason(f"Sure:\n{ADD}", strict=True) == "no_block"


def test_a_long_thought_does_not_make_a_reply_too_long() -> None:
    assert code("<think>" + "x" * MAX_CHARS + f"</think>\n```python\n{ADD}```") == ADD


# --- hostile sizes: these end, or the time limit of the suite ends them ----------------------
@pytest.mark.parametrize(
    "text",
    [
        "```foo\nx```\n" * 15000,
        "````\n```\n" * 20000,
        "```python\n" * 19000,
        "`" * 199000,
        "a" + " " * 199000 + "b",
        "import a" + " " * 190000 + "x",
        "> " * 90000 + "```python",
        "f(" + ")" * 190000 + "x",
        "<a" * 90000,
        "x = " * 49000,
        "def a():\n" + "A a\n" * 40000,
    ],
    ids=range(11),
)
def test_time_is_linear_in_what_a_reply_can_be(text: str) -> None:
    found = extract_code(text, defines=["add"])
    assert isinstance(found, (Code, NoCode))
