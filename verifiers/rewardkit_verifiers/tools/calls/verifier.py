"""Tool calls held against the expected ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from rewardkit import Sample, Score, reward
from rewardkit.reading.reasoning import Unfinished
from rewardkit.reading.reply import trimmed
from rewardkit_verifiers.tools.lib.bfcl import bfcl_verdict
from rewardkit_verifiers.tools.lib.call import BadCall, Call, Tool, read_tools, same_name
from rewardkit_verifiers.tools.lib.comparing import Likeness, Text, likeness
from rewardkit_verifiers.tools.lib.pairing import best_pairs
from rewardkit_verifiers.tools.lib.reading import calls_of
from rewardkit_verifiers.tools.lib.reference import Expected, expected_calls


def _range(settings: Mapping[str, Any]) -> tuple[float, float]:
    return (-1.0 if settings["price"] else 0.0, 1.0)


def _check(settings: Mapping[str, Any]) -> None:
    if not 0 <= settings["price"] <= 1:
        raise ValueError(f"price={settings['price']} must lie in [0, 1]")
    if settings["compat"] and (settings["credit"] != "exact" or settings["ordered"]):
        raise ValueError("compat='bfcl' knows neither partial credit nor order; drop one of them")


@reward(range=_range, check=_check)
def calls(
    sample: Sample,
    answer: Any,
    tools: Any = None,
    category: str = "",
    *,
    credit: Literal["exact", "partial"] = "exact",
    price: float = 0.0,
    ordered: bool = False,
    text: Text = "exact",
    compat: Literal["", "bfcl"] = "",
) -> Score:
    """Pay the tool calls that a task needs: the right functions with the right arguments.

    Calls are read from chat fields (`tool_calls`, `function_call`, blocks `tool_use`), from the
    markup of Hermes, Qwen, Llama, Mistral, DeepSeek, Kimi, GLM, Cohere, gpt-oss, Anthropic,
    MiniMax, InternLM, OLMo, LFM2, Nemotron, Apertus, FunctionGemma and ReAct, and from a reply
    that is JSON of calls or Python calls as a whole, or ends with calls of declared tools. They
    are a multiset: order does not count unless `ordered`, a doubled call does. What stands in the
    reasoning counts not.

    Args:
        sample: The completion.
        answer: The expected calls: a list of `{"name": ..., "arguments": {...}}`, in which
            `optional` may name arguments and `alternatives` list further values, or of BFCL's
            `{name: {argument: [values]}}`. An empty list expects no call, and then a reply in
            words is paid.
        tools: The column of declared tools. Their defaults make a left-out argument equal to
            the default, their types read arguments that stand between tags, and their order names
            arguments of Python calls that stand without a name.
        category: BFCL's test category; read under `compat` only.
        credit: `exact` for all or nothing, or `partial`: twice the likeness of the best pairs
            over the number of expected and made calls, so that 1 is what `exact` pays.
        price: The cost of each call beyond the number expected, until the value is -1.
        ordered: Whether calls must come in the order of the reference.
        text: Whether text must be `exact` but for blanks at its ends, or is `folded`: case, blanks
            and `,./-_*^` dropped, as BFCL does.
        compat: `bfcl` for the verdicts of BFCL's AST checker on Python tools.

    Returns:
        1 for the expected calls, 0 or a share for others, less the price. A call that is begun and
        cannot be read is unparsed.

    Raises:
        DefinitionError: `price` is out of bounds, or `compat` is combined with what it lacks.

    Example:
        >>> wanted = [{"name": "add", "arguments": {"a": 1, "b": 2}}]
        >>> calls.score(completion="[add(b=2, a=1)]", answer=wanted).value
        1.0
        >>> calls.score(completion="[add(b=2, a=True)]", answer=wanted).reason
        'wrong_arguments'
    """
    try:
        wanted = expected_calls(answer)
    except (ValueError, TypeError) as error:
        return Score.error("bad_answer", str(error))
    try:
        declared = read_tools(tools)
    except (ValueError, TypeError) as error:
        return Score.error("bad_tools", str(error))
    try:
        # BFCL reads no argument without a name.
        known = [replace(tool, order=()) if compat else tool for tool in declared]
        made = calls_of(sample, {tool.name: tool for tool in known})
    except Unfinished as why:
        return Score.unparsed("unfinished_reasoning", str(why))
    except BadCall as why:  # BFCL takes what it cannot decode for no call
        unread = Score.unparsed("bad_call", str(why))
        return Score.ok(1.0) if compat and not wanted else unread
    if not made and not trimmed(sample.text):
        return Score.unparsed("empty", "nothing in the reply shows")
    extra = max(0, len(made) - len(wanted)) * price
    if compat:
        try:
            fault = bfcl_verdict(wanted, made, declared, category)
        except (ValueError, TypeError, KeyError) as error:
            return Score.error("bad_tools", str(error))
        return Score.ok(max(-1.0, (not fault) - extra), fault)
    return _verdict(wanted, made, declared, (credit, ordered, text), extra)


def _verdict(
    wanted: Sequence[Expected],
    made: Sequence[Call],
    declared: Sequence[Tool],
    how: tuple[str, bool, Text],
    extra: float,
) -> Score:
    credit, ordered, text = how
    if not wanted:
        if not made:
            return Score.ok(1.0)
        return Score.ok(max(-1.0, -extra), "needless_call", f"{made[0].name[:60]!r} is called")
    if not made:
        return Score.ok(0.0, "no_call")
    table = [
        [likeness(one, call, _tool_of(one, declared), text) for call in made] for one in wanted
    ]
    if ordered:
        pairs = [(place, place) for place in range(min(len(wanted), len(made)))]
    else:
        pairs = best_pairs([[one.share for one in row] for row in table])
    paired = [table[row][column] for row, column in pairs]
    right = len(made) == len(wanted) and all(one.exact for one in paired)
    value = float(right)
    if credit == "partial" and not right:
        value = 2 * sum(one.share for one in paired) / (len(wanted) + len(made))
    return Score.ok(max(-1.0, value - extra), _fault(wanted, made, paired))


def _tool_of(wanted: Expected, declared: Sequence[Tool]) -> Tool | None:
    return next((tool for tool in declared if same_name(tool.name, wanted.name)), None)


def _fault(wanted: Sequence[Expected], made: Sequence[Call], paired: Sequence[Likeness]) -> str:
    if not all(one.named for one in paired):
        return "wrong_tool"
    if not all(one.exact for one in paired):
        return "wrong_arguments"
    if len(made) > len(wanted):
        return "extra_call"
    return "too_few_calls" if len(made) < len(wanted) else ""
