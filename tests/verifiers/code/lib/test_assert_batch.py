"""Batches of asserts: Python beside the program, JavaScript as calls that Node.js answers."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from rewardkit import Sample, get

MULTIPL_E = """const assert = require('node:assert');


function test() {
  let candidate = add;
  assert.deepEqual(candidate(1, 2),3);
  assert.deepEqual(candidate([]),undefined);
}

test();"""
HUMANEVAL_X = "const testAdd = () => {\n  console.assert(add(1, 2) === 3)\n}\n\ntestAdd()\n"
ROW = {"language": "js", "tests": MULTIPL_E}
PYTHON = {"tests": "assert add(1, 2) == 3"}
ADD = "function add(a, b) { return b === undefined ? b : a + b; }"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def sample(code: str, **columns: Any) -> Sample:
    return Sample(f"```javascript\n{code}\n```", columns=columns)


@needs_node
@pytest.mark.slow
@pytest.mark.parametrize("columns", [ROW, {"tests": MULTIPL_E}, {"test": HUMANEVAL_X}])
@pytest.mark.parametrize("name", ["code/asserts", "code/dataset"])
def test_a_right_program_in_javascript_is_paid_and_others_are_not(
    name: str, columns: dict[str, Any], backend: str
) -> None:
    codes = [
        ADD,
        "const add = (a, b) => a - b;",
        "process.exit(0);",
        "require('assert').deepEqual = () => {}; console.assert = () => {}; function add() {}",
        "const add = () => ({valueOf: () => 3, toJSON: () => 3});",
    ]
    found = get(name, backend=backend).score_many([sample(code, **columns) for code in codes])
    assert [one.value for one in found] == [1.0, 0.0, 0.0, 0.0, 0.0]


@needs_node
@pytest.mark.slow
def test_both_languages_may_stand_in_one_batch() -> None:
    rows = [
        Sample("```python\ndef add(a, b): return a + b\n```", columns=PYTHON),
        sample(ADD, **ROW),
        Sample("No.", columns=PYTHON),
        sample(ADD, language="js", tests="assert.throws(() => add());"),
    ]  # fmt: skip
    found = get("code/asserts", backend="local").score_many(rows)
    assert [(one.value, one.reason) for one in found] == [
        (1.0, ""), (1.0, ""), (0.0, "no_code"), (None, "bad_tests"),
    ]  # fmt: skip


@needs_node
@pytest.mark.slow
def test_the_block_that_defines_the_function_counts_not_its_use() -> None:
    reply = f"```js\n{ADD}\n```\nUse it so:\n```js\nconsole.log(add(1, 2));\n```"
    found = get("code/asserts", backend="local").score(Sample(reply, columns=ROW))
    assert found.value == 1.0


@needs_node
@pytest.mark.slow
def test_a_reply_may_continue_the_prompt() -> None:
    prompt = "//Adds.\nfunction add(a, b){\n"
    row = Sample("    return b === undefined ? b : a + b;\n}", prompt, columns=ROW)
    assert get("code/asserts", backend="local", continues=True).score(row).value == 1.0
