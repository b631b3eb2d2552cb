"""Asserts of JavaScript tests: each a call with what it should return, or the suite is refused."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.columns import BadTests, CallTest
from rewardkit_verifiers.code.lib.js_asserts import read_asserts

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(JSON, max_size=3), JSON)
def test_literals_mean_what_json_means(args: list[Any], expected: Any) -> None:
    source = f"assert.deepEqual(f({json.dumps(args)[1:-1]}), {json.dumps(expected)});"
    assert read_asserts(source) == [CallTest("f", tuple(args), expected)]


@pytest.mark.parametrize(
    "source",
    [
        "const assert = require('node:assert');\nfunction test() {\n  let candidate = f;\n"
        "  assert.deepEqual(candidate(1, 2), 3);\n}\ntest();",
        "const testF = () => { console.assert(f(1, 2) === 3) }\ntestF()",
        "console.assert(JSON.stringify(f(1, 2)) === JSON.stringify(3), 'three');",
        "import { f } from './f';\ndescribe('f', () => {\n"
        "  xtest('adds', async () => { expect(await f(1, 2)).toEqual(3); });\n});",
        "const { f, g } = require('./f'); const three = 0x3; assert.strictEqual(f(1., +2), three)",
        "assert(f(1, 2) == 3); // the only one",
        "const m = require('./m'); assert.equal(m.f(1e0, 0b1_0 /* two */, ), 3.0)",
    ],
)
def test_the_frames_of_many_suites_are_read(source: str) -> None:
    assert read_asserts(source) == [CallTest("f", (1, 2), 3)]


def test_truths_need_no_literal() -> None:
    found = read_asserts("assert(f(1)); assert.ok(!f(2)); console.assert(f(3), 'three');")
    assert [(one.args, one.expected) for one in found] == [
        ((1,), True),
        ((2,), False),
        ((3,), True),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "f(1);",
        "assert.notEqual(f(1), 2);",
        "assert.throws(() => f(1));",
        "assert.deepEqual(f(1), g(2));",
        "assert.deepEqual(f(x), 2);",
        "assert.deepEqual(f(1) + 1, 2);",
        "for (let i = 0; i < 3; i++) assert(f(i));",
        "if (false) { assert(f(1)); }",
        "expect(f(1)).not.toEqual(2);",
        "expect(f(1)).toBeCloseTo(2);",
        "assert.deepEqual(f(...[1]), 2);",
        "assert.deepEqual(new F(1).x(), 2);",
        "function test() { assert(f(1));",
        "assert(f(1)); }",
        "assert.deepEqual(f(1), " + "[" * 5000,
    ],
)
def test_a_suite_with_anything_else_is_refused_whole(source: str) -> None:
    with pytest.raises(BadTests):
        read_asserts("assert.equal(f(0), 0);\n" + source if source else source)


@given(st.text(alphabet="assert.equl(f)=[]{}'1,;>! \n", max_size=80))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(BadTests):
        read_asserts(source)
