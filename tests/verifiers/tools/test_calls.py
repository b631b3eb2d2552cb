"""Tool calls: many markups, one reading; a multiset; types that are not confused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample
from rewardkit_verifiers.tools.calls import calls
from rewardkit_verifiers.tools.lib.bfcl import bfcl_verdict
from rewardkit_verifiers.tools.lib.call import BadCall, Call, read_tools
from rewardkit_verifiers.tools.lib.comparing import same_value
from rewardkit_verifiers.tools.lib.pairing import best_pairs
from rewardkit_verifiers.tools.lib.pythonic import read_pythonic
from rewardkit_verifiers.tools.lib.reading import calls_of, text_calls
from rewardkit_verifiers.tools.lib.reference import expected_calls
from rewardkit_verifiers.tools.lib.typed_text import typed_text

ARGUMENTS = {"city": "Paris", "days": 2}
JSON = json.dumps(ARGUMENTS)
TOOLS = [
    {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        },
    }
]
MARKUPS = {
    "hermes": f'<tool_call>\n{{"name": "get_weather", "arguments": {JSON}}}\n</tool_call>',
    "hermes without an end": f'Sure.<tool_call>{{"name": "get_weather", "arguments": {JSON}}}',
    "hermes list": f'<tool_call>[{{"name": "get_weather", "arguments": {JSON}}}]</tool_call>',
    "hermes text": json.dumps({"name": "get_weather", "arguments": JSON}),
    "llama": f'<|python_tag|>{{"name": "get_weather", "parameters": {JSON}}}<|eom_id|>',
    "llama bare": f'{{"name": "get_weather", "parameters": {JSON}}}',
    "llama tag": f"<function=get_weather>{JSON}</function>",
    "llama 4": '<|python_start|>[get_weather(city="Paris", days=2)]<|python_end|>',
    "pythonic": "[get_weather(city='Paris', days=2)]",
    "pythonic in a fence": "```python\nget_weather(city='Paris', days=2)\n```",
    "mistral list": f'[TOOL_CALLS] [{{"name": "get_weather", "arguments": {JSON}}}]',
    "mistral names": f"[TOOL_CALLS]get_weather[CALL_ID]abc123def[ARGS]{JSON}",
    "qwen coder": "<tool_call>\n<function=get_weather>\n<parameter=city>\nParis\n</parameter>\n"
    "<parameter=days>\n2\n</parameter>\n</function>\n</tool_call>",
    "glm": "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris</arg_value>\n"
    "<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n</tool_call>",
    "deepseek v3": "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n"
    f"```json\n{JSON}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "deepseek v3.1": "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<｜tool▁sep｜>"
    f"{JSON}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
    "kimi": "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0"
    f"<|tool_call_argument_begin|>{JSON}<|tool_call_end|><|tool_calls_section_end|>",
    "granite": f'<|tool_call|>[{{"name": "get_weather", "arguments": {JSON}}}]',
    "phi": f'functools[{{"name": "get_weather", "arguments": {JSON}}}]',
    "cohere": '<|START_ACTION|>[{"tool_call_id": "0", "tool_name": "get_weather", '
    f'"parameters": {JSON}}}]<|END_ACTION|>',
    "gpt-oss": "<|channel|>analysis<|message|>Weather.<|end|><|start|>assistant<|channel|>"
    f"commentary to=functions.get_weather <|constrain|>json<|message|>{JSON}<|call|>",
    "openai object": json.dumps(
        {"tool_calls": [{"function": {"name": "get_weather", "arguments": JSON}}]}
    ),
    "after reasoning": "<think>[TOOL_CALLS]other{}</think>"
    f'<tool_call>{{"name": "get_weather", "arguments": {JSON}}}</tool_call>',
}


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_markup_holds_the_same_call(markup: str) -> None:
    tools = {tool.name: tool for tool in read_tools(TOOLS)}
    assert text_calls(MARKUPS[markup], tools) == [Call("get_weather", ARGUMENTS)]


FIELDS: list[dict[str, Any]] = [
    {"tool_calls": [{"type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}]},
    {"tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]},
    {"tool_calls": [{"name": "f", "arguments": {"a": 1}}], "content": None},
    {"function_call": {"name": "f", "arguments": '{"a": 1}'}},
    {"content": [{"type": "tool_use", "id": "x", "name": "f", "input": {"a": 1}}]},
    {"content": [{"type": "text", "text": '[TOOL_CALLS]f{"a": 1}'}]},
]


@pytest.mark.parametrize("fields", FIELDS)
def test_chat_fields_hold_calls(fields: dict[str, Any]) -> None:
    chat = [{"role": "assistant", **fields}, {"role": "tool", "content": "[g(b=2)]"}]
    assert calls_of(Sample(chat), {}) == [Call("f", {"a": 1})]


def test_a_call_in_a_chat_field_and_another_in_its_text_are_two() -> None:
    message = {"role": "assistant", "content": "[TOOL_CALLS]f{}", "tool_calls": [{"name": "g"}]}
    assert [call.name for call in calls_of(Sample([message]), {})] == ["g", "f"]


@pytest.mark.parametrize(
    "text",
    [
        "I would call get_weather(city='Paris').",
        "get_weather(city) is the tool I would use.",
        "[get_weather](https://example.org)",
        '{"city": "Paris"}',
        "Paris (the capital) has 2 million people.",
        "[1, 2, 3]",
    ],
)
def test_words_and_data_are_no_calls(text: str) -> None:
    assert text_calls(text, {tool.name: tool for tool in read_tools(TOOLS)}) == []


@pytest.mark.parametrize(
    "text",
    [
        "<tool_call>get the weather</tool_call>",
        '<tool_call>{"name": "f", "arguments": {"a": NaN}}</tool_call>',
        '<tool_call>{"name": "f", "arguments": [1]}</tool_call>',
        '<tool_call>{"city": "Paris"}</tool_call>',
        "[TOOL_CALLS]",
        "[f(1)]",
        "[f(a=1, a=2)]",
        "[f(a=g(1))]",
        "[f(a=1 + 1)]",
        "[f(a='x)]",
        "[f(a={1: 2})]",
        "[f(a=-)]",
        "[f(a=1e999)]",
        "[f(a=" + "[" * 500,
        "<function=f><parameter=a>1</function>",
        "<function=f>text</function>",
        "<function=>{}</function>",
        "<tool_call>f<arg_key>a</arg_key><arg_value>1</tool_call>",
        "<｜tool▁call▁begin｜>",
        "<|tool_call_begin|>f",
        "<|channel|>commentary to=functions.f<|message|>text<|call|>",
        '[{"name": "f", "arguments": {}}, 3]',
        '{"name": "f", "arguments": {',
        "[TOOL_CALLS]" + '{"a":' * 100_000,
        "<|python_tag|>[]" * 10_000,
        "[TOOL_CALLS]f{}" * 1_000,
        "f(a=1)\n" * 1_000,
    ],
)
def test_a_call_that_is_begun_and_cannot_be_read_is_unparsed(text: str) -> None:
    found = calls.score(completion=text, answer=[{"name": "f", "arguments": {"a": 1}}])
    assert (found.status, found.reason, found.value) == ("unparsed", "bad_call", 0.0)


@given(
    st.text(alphabet="[]{}()<>|=,:\"'\\ntTcCfa1.e_- ", max_size=60),
    st.sampled_from(["", "[f(a=", "<tool_call>"]),
)
def test_any_text_gets_a_score_and_no_exception(text: str, start: str) -> None:
    found = calls.score(completion=start + text, answer=[{"name": "g", "arguments": {}}])
    assert found.status in ("ok", "unparsed")


LITERALS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["a", "b", "c_d"]), LITERALS))
def test_python_literals_are_read_as_python_reads_them(arguments: dict[str, Any]) -> None:
    text = f"[f({', '.join(f'{name}={value!r}' for name, value in arguments.items())})]"
    assert read_pythonic(text) == [Call("f", arguments)]


@pytest.mark.parametrize("text", [r"[f(a='\x4')]", r"[f(a='\ud800')]", r"[f(a='\U99999999')]"])
def test_a_broken_escape_is_refused(text: str) -> None:
    with pytest.raises(BadCall, match="an escape is broken"):
        read_pythonic(text)


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_the_assignment_is_the_best_of_all(weights: list[list[float]]) -> None:
    from itertools import permutations

    rows, columns = len(weights), 3
    pairs = best_pairs(weights)
    best = max(
        sum(weights[row][column] for row, column in zip(order, range(columns), strict=False))
        if rows > columns
        else sum(weights[row][column] for row, column in zip(range(rows), order, strict=False))
        for order in permutations(range(max(rows, columns)))
    )
    assert sum(weights[row][column] for row, column in pairs) == pytest.approx(best)
    assert len(pairs) == min(rows, columns)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("wanted", "value", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (True, 1, False),
        (1, "1", False),
        (None, None, True),
        ("a b", " a b\n", True),
        ("é", "e\u0301", True),
        ("Paris", "paris", False),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ({"a": 1, "b": None}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": 1}, [1], False),
        (10**400, 1e300, False),
    ],
)
def test_values_are_equal_as_json_schema_has_it(wanted: Any, value: Any, same: bool) -> None:
    assert same_value(wanted, value, "exact") is same


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("2", {"type": "integer"}, 2),
        ("2", {"type": "string"}, "2"),
        ("2", {}, 2),
        ("2", {"enum": ["1", "2"]}, "2"),
        ("two", {"type": "integer"}, "two"),
        ("true", {"type": "integer"}, "true"),
        ("TRUE", {"type": "boolean"}, True),
        ("[1]", {"type": "array"}, [1]),
        ("[1]", {"type": "object"}, "[1]"),
        ("[" * 100 + "]" * 100, {"type": "array"}, "[" * 100 + "]" * 100),
    ],
)
def test_text_between_tags_is_typed_by_the_schema(
    text: str, schema: dict[str, Any], value: Any
) -> None:
    found = typed_text(text, schema)
    assert (found, type(found)) == (value, type(value))


def test_a_bfcl_object_has_alternatives_for_each_field() -> None:
    answer = [{"book": {"to": [{"city": ["NYC", "New York"], "zip": ["", 10001]}]}}]
    for place in ({"city": "NYC"}, {"city": "New York", "zip": 10001}):
        text = json.dumps({"name": "book", "arguments": {"to": place}})
        assert calls.score(completion=text, answer=answer).value == 1.0
    wrong: list[dict[str, Any]] = [
        {"zip": 10001},
        {"city": "NYC", "zip": 1},
        {"city": "NYC", "x": 1},
    ]
    for place in wrong:
        text = json.dumps({"name": "book", "arguments": {"to": place}})
        assert calls.score(completion=text, answer=answer).value == 0.0


@pytest.mark.parametrize(
    "answer",
    [3, [3], "no json", [{}], [{"f": {"a": 1}}], [{"name": ""}], [{"name": "f", "arguments": [1]}],
     '"[]"', [{"name": "f", "arguments": {}, "alternatives": [1]}],
     {"name": "f", "alternatives": {"a": 1}}],
)  # fmt: skip
def test_a_broken_reference_is_an_error(answer: Any) -> None:
    found = calls.score(completion="[f(a=1)]", answer=answer)
    assert (found.value, found.reason) == (None, "bad_answer")


@pytest.mark.parametrize("answer", ["[]", "none", "No call", [], '{"tool_calls": []}'])
def test_no_call_may_be_expected(answer: Any) -> None:
    assert calls.score(completion="It is noon.", answer=answer).value == 1.0
    assert calls.score(completion="[now()]", answer=answer).reason == "needless_call"


@pytest.mark.parametrize(
    "tools", [3, "no json", '"[]"', [{"parameters": {}}], [{"name": "f", "parameters": 3}]]
)
def test_broken_tools_are_an_error(tools: Any) -> None:
    found = calls.score(completion="[f(a=1)]", answer=[{"f": {"a": [1]}}], tools=tools)
    assert (found.value, found.reason) == (None, "bad_tools")


def test_columns_as_arrow_pads_them_are_read() -> None:
    answer = [{"name": "f", "arguments": {"a": 1, "b": None}}]
    tools = [{"name": "f", "parameters": {"properties": {"a": {"type": "integer"}, "b": None}}}]
    assert calls.score(completion="[f(a=1)]", answer=answer, tools=tools).value == 1.0
    both = [{"f": {"a": [1]}, "g": None}]
    assert calls.score(completion="[f(a=1)]", answer=both).value == 1.0


def test_order_counts_where_it_is_asked_for() -> None:
    answer: list[dict[str, Any]] = [{"f": {}}, {"g": {}}]
    assert calls.score(completion="[g(), f()]", answer=answer).value == 1.0
    assert calls(ordered=True).score(completion="[g(), f()]", answer=answer).reason == "wrong_tool"
    assert calls(ordered=True).score(completion="[f(), g()]", answer=answer).value == 1.0


def test_a_price_falls_to_minus_one_and_no_further() -> None:
    dear = calls(price=0.5)
    assert tuple(dear.range) == (-1.0, 1.0)
    assert dear.score(completion="[f(), f()]", answer=[]).value == -1.0
    assert dear.score(completion="[f(), f(), f(), f()]", answer=[{"f": {}}]).value == -1.0
    assert dear.score(completion="[f()]", answer=[{"f": {}}]).value == 1.0


@pytest.mark.parametrize("settings", [{"price": 2.0}, {"compat": "bfcl", "ordered": True}])
def test_settings_that_cannot_be_are_refused(settings: dict[str, Any]) -> None:
    from rewardkit.errors import DefinitionError

    with pytest.raises(DefinitionError):
        calls(**settings)


# --- BFCL ---------------------------------------------------------------------------------------
def verdict(kind: Any, possible: list[Any], value: Any, **more: Any) -> str:
    schema = {"type": kind, **more}
    tools = read_tools([{"name": "f", "parameters": {"properties": {"a": schema}}}])
    return bfcl_verdict(
        expected_calls([{"f": {"a": possible}}]), [Call("f", {"a": value})], tools, ""
    )


@pytest.mark.parametrize(
    ("kind", "possible", "value", "passes"),
    [
        ("integer", [2], 2, True),
        ("integer", [2], 2.0, False),
        ("integer", [1], True, False),
        ("float", [2.0], 2, True),
        ("float", [2.0], 10**400, False),
        ("boolean", [True], 1, False),
        ("string", ["New York"], "new-york", True),
        ("string", ["", None], None, True),
        ("integer", ["x_variable"], "x_variable", True),
        ("integer", ["x_variable"], "X_variable", False),
        ("any", ["a"], "A", True),
    ],
)
def test_the_bfcl_checker_compares_as_bfcl_does(
    kind: str, possible: list[Any], value: Any, passes: bool
) -> None:
    assert (verdict(kind, possible, value) == "") is passes


@pytest.mark.parametrize(
    ("items", "possible", "value", "passes"),
    [
        ("string", [["a b", "c"]], ["AB", "c"], True),
        ("string", [["a", "b"]], ["b", "a"], False),
        ("string", [["a"], ""], [], True),  # the empty optional value reads as an empty list
        ("integer", [[1]], ["1"], False),
        ("dict", [[{"k": [1, ""]}]], [{}], True),
        ("dict", [[{"k": [1]}]], [{"k": 2}], False),
        ("dict", [[{"k": [1]}]], [{"k": 1}, {"k": 1}], False),
    ],
)
def test_the_bfcl_checker_compares_lists_as_bfcl_does(
    items: str, possible: list[Any], value: Any, passes: bool
) -> None:
    assert (verdict("array", possible, value, items={"type": items}) == "") is passes


def test_the_bfcl_checker_pairs_parallel_calls_greedily() -> None:
    tools = read_tools([{"name": "f", "parameters": {"properties": {"a": {"type": "integer"}}}}])
    wanted = expected_calls([{"f": {"a": [1, 2]}}, {"f": {"a": [1]}}])
    made = [Call("f", {"a": 1}), Call("f", {"a": 2})]
    assert bfcl_verdict(wanted, made, tools, "parallel") == "wrong_arguments"
    assert bfcl_verdict(wanted, made[::-1], tools, "parallel") == ""


def test_a_type_that_bfcl_does_not_know_is_an_error() -> None:
    tools = [{"name": "f", "parameters": {"properties": {"a": {"type": "HashMap"}}}}]
    found = calls(compat="bfcl").score(
        completion="[f(a=1)]", answer=[{"f": {"a": [1]}}], tools=tools
    )
    assert (found.value, found.reason) == (None, "bad_tools")
