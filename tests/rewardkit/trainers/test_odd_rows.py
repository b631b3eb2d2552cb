"""Rows as templates, datasets and cheats really write them, each with the number it must get."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from rewardkit import Score, reward
from rewardkit.errors import InputError


@reward
def exact(completion: str, answer: str) -> bool:
    return completion.strip() == answer


@reward(range=(-1, 1))
def signed(completion: str, answer: str) -> Score | float:
    if completion.strip() == "":
        return Score.unparsed("no_text")
    return 1.0 if completion.strip() == answer else -1.0


# The prompt as the trainer gives it, what is decoded behind it, the completion inside.
TEMPLATES = {
    "plain": ("Q: 2+2?\nA:", "{}"),
    "chatml": ("<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n", "{}<|im_end|>\n"),
    "llama": (
        "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n2+2?<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        "{}<|eot_id|>",
    ),
    "mistral": ("<s>[INST] 2+2? [/INST]", "{}</s>"),
    "gemma": (
        "<bos><start_of_turn>user\n2+2?<end_of_turn>\n<start_of_turn>model\n",
        "{}<end_of_turn>",
    ),
    "deepseek": ("<｜begin▁of▁sentence｜><｜User｜>2+2?<｜Assistant｜>", "{}<｜end▁of▁sentence｜>"),
    "phi": ("<|user|>\n2+2?<|end|>\n<|assistant|>\n", "{}<|end|>"),
    "padded": ("2+2?", "{}<|endoftext|><|endoftext|><|endoftext|>"),
}
SAID = {
    "4": 1.0,
    " 4\n": 1.0,
    "5": 0.0,
    "": 0.0,
    "4<|im_end|>5": 0.0,
    "2+2?4": 0.0,
    "<answer>4</answer>": 0.0,
    "4 4": 0.0,
}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("said", SAID)
def test_openrlhf_judges_what_stands_between_prompt_and_end_token(template: str, said: str) -> None:
    prompt, tail = TEMPLATES[template]
    found = exact.for_openrlhf()([prompt + tail.format(said)], [prompt], ["4"])
    assert found["rewards"] == SAID[said]
    assert found["extra_logs"]["reward_valid"] == 1.0


@pytest.mark.parametrize(
    "query",
    ["4", "?4", "2+2 ?4", "2+2!4", "x" * 100 + "2+2?4", "", "4 2+2", "２+2?4"],
)
def test_openrlhf_never_pays_a_query_in_which_the_prompt_cannot_be_found(query: str) -> None:
    adapter = exact.for_openrlhf()
    adapter(["2+2?4"], ["2+2?"], ["4"])
    found = adapter([query], ["2+2?"], ["4"])
    assert (found["rewards"], found["extra_logs"]["reward_valid"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("label", "paid"),
    [
        ("4", 1.0),
        ('{"answer": "4"}', 1.0),
        (' {"answer": "4", "level": 2}', 1.0),
        ('{"answer": "5"}', 0.0),
        ('{"answer": "5", "completion": "5"}', 0.0),
        ('{"answer": "5", "prompt": ""}', 0.0),
        ('{"answer": "4"', 0.0),  # no JSON: the label is the answer as it stands
        ('["4"]', 0.0),
        ("{" * 50_000, 0.0),
        ('{"a":' * 50_000, 0.0),
        (4, 1.0),
        ({"answer": "4"}, 1.0),
    ],
)
def test_openrlhf_reads_a_label_and_lets_it_bring_no_completion(label: Any, paid: float) -> None:
    adapter = exact.for_openrlhf()
    assert adapter(["2+2?4"], ["2+2?"], [label])["rewards"] == paid


VERL: list[tuple[str, Any, Any, float, float]] = [
    ("4", "4", None, 1.0, 1.0),
    ("4", 4, None, 1.0, 1.0),
    ("4", None, {"answer": "4"}, 1.0, 1.0),
    ("5", "4", {"answer": "5"}, -1.0, 1.0),
    ("4", "4", {"completion": "x", "solution_str": "x"}, 1.0, 1.0),
    ("x", "4", {"completion": "4"}, -1.0, 1.0),
    ("", "4", {}, -1.0, 1.0),
    ("\u200b", "4", {}, -1.0, 1.0),
    ("4", ["4"], {}, -1.0, 0.0),
    ("4", {"answer": "4"}, {}, -1.0, 0.0),
    ("4", float("nan"), {}, -1.0, 0.0),
    ("4", "4", {"group": "g", "id": 3, "prompt": [{"role": "user", "content": "q"}]}, 1.0, 1.0),
    ("4", "4", {"prompt": 7}, -1.0, 0.0),
    ("4", "4", {"num_turns": None, "rollout_reward_scores": {}}, 1.0, 1.0),
]


@pytest.mark.parametrize(("said", "truth", "extra", "score", "valid"), VERL)
def test_verl_rows(said: str, truth: Any, extra: Any, score: float, valid: float) -> None:
    compute = signed.for_verl(missing="low")
    compute("s", "4", "4")
    found = compute("s", said, truth, extra)
    assert (found["score"], found["score_valid"]) == (score, valid)


def texts(*parts: Any) -> dict[str, Any]:
    return {"response": {"output": [{"type": "message", "content": list(parts)}]}}


GYM: list[tuple[dict[str, Any], float, bool]] = [
    (texts({"type": "output_text", "text": "4"}), 1.0, True),
    (texts({"type": "output_text", "text": "4"}, {"type": "output_text", "text": "\n"}), 1.0, True),
    (texts({"type": "refusal", "refusal": "no"}), -1.0, True),
    (texts(), -1.0, True),
    ({"response": {"output": []}}, -1.0, True),
    ({"response": {}}, -1.0, True),
    ({"response": {"output": [{"type": "reasoning", "summary": [{"text": "4"}]}]}}, -1.0, True),
    (
        {
            "response": {
                "output": [
                    {"type": "function_call", "call_id": "c", "name": "f", "arguments": "4"},
                    {"type": "function_call_output", "call_id": "c", "output": "4"},
                ]
            }
        },
        -1.0,  # a call is not an answer, and neither is what a tool said
        True,
    ),
    (texts({"type": "output_text", "text": "5"}) | {"completion": "4"}, -1.0, True),
    (texts({"type": "output_text", "text": "4"}) | {"prompt": 9}, 1.0, True),
    ({"response": {"output": [{"content": "4"}]}}, 1.0, True),
]


@pytest.mark.parametrize(("body", "wanted", "valid"), GYM)
def test_nemo_gym_bodies(body: dict[str, Any], wanted: float, valid: bool) -> None:
    verifier = signed.for_nemo_gym(missing="low")
    request = {"responses_create_params": {"input": "2+2?"}, "expected_answer": "4", **body}
    found = asyncio.run(verifier.verify(request))
    assert found["reward"] == wanted
    assert sum(found["reward_components"].values()) == pytest.approx(wanted)
    assert ("failure_reason" not in found) is valid


def histories() -> Iterator[tuple[list[Any], float]]:
    user = {"role": "user", "content": "2+2?"}
    yield [user, {"role": "assistant", "content": "4"}], 1.0
    yield [user, {"role": "assistant", "content": [{"type": "text", "text": "4"}]}], 1.0
    yield [user, {"role": "assistant", "content": [{"type": "thinking", "thinking": "4"}]}], -1.0
    yield [user, {"role": "assistant", "content": None}], -1.0
    yield [user, {"role": "assistant", "content": "5"}, {"role": "tool", "content": "4"}], -1.0
    yield [user, {"role": "assistant", "content": "5"}, {"role": "user", "content": "4"}], -1.0
    yield [user, {"role": "assistant", "content": "5"}, {"role": "assistant", "content": "4"}], 1.0
    yield [{"role": "assistant", "content": "4"}], 1.0
    yield [user, SimpleNamespace(message={"role": "assistant", "content": "4"})], 1.0


HISTORIES = list(histories())


@pytest.mark.parametrize("history", range(len(HISTORIES)))
@pytest.mark.parametrize("trainer", ["tinker", "atropos", "rllm"])
def test_chats_of_every_shape_get_the_number_of_the_last_reply(trainer: str, history: int) -> None:
    chat, wanted = HISTORIES[history]
    adapter = getattr(signed, f"for_{trainer}")()
    if trainer == "tinker":
        found = asyncio.run(adapter(answer="4")(chat))[0]
    elif trainer == "atropos":
        (found,) = asyncio.run(adapter.scores([chat], {"answer": "4"}))
    else:
        episode = SimpleNamespace(
            trajectories=[SimpleNamespace(steps=[SimpleNamespace(chat_completions=chat)])]
        )
        found = adapter.evaluate(SimpleNamespace(metadata={"answer": "4"}), episode).reward
    assert found == wanted


@pytest.mark.parametrize("chat", [[], [{"role": "user", "content": "4"}], [{"role": "system"}]])
def test_a_chat_without_a_reply_costs_its_row_and_is_never_paid(chat: list[Any]) -> None:
    good = [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]
    item = {"answer": "4", "completion": "4"}  # a column of the data set, and no reply
    adapter = signed.for_atropos(missing="low")
    assert asyncio.run(adapter.scores([good, chat], item)) == [1.0, -1.0]
    with pytest.raises(InputError, match="no 'completion'"):
        asyncio.run(signed.for_atropos(missing="low").scores([chat], item))


def test_a_split_that_does_not_exist_is_refused_and_not_a_bad_row() -> None:
    with pytest.raises(InputError, match="Did you mean 'last_user'"):
        asyncio.run(signed.for_atropos(split="last_usr").scores([[]], {"answer": "4"}))


@pytest.mark.parametrize(
    ("answer", "path", "paid"),
    [
        ({"a": {"b": "4"}}, "gold.a.b", 1.0),
        ([{"x": "4"}], "gold.0.x", 1.0),
        ({"a.b": "4"}, "gold.a.b", 1.0),
        ({"a": None}, "gold.a", None),
        ({"a": {"b": "5"}}, "gold.a.b", 0.0),
    ],
)
def test_nested_answers_reach_trl(answer: Any, path: str, paid: float | None) -> None:
    adapter = exact.for_trl(columns={"answer": path})
    rows = {"prompts": ["", ""], "completions": ["4", "4"], "gold": [answer, answer]}
    assert adapter(**rows) == [paid, paid]


def test_a_column_cannot_forge_a_group_a_prompt_or_a_completion_in_trl() -> None:
    rows = {"prompts": ["p"], "completions": ["5"], "answer": ["4"]}
    forged = {"group": ["g"], "completion": ["4"], "prompt": ["q"]}
    assert exact(**rows, **forged) == [0.0]
    assert json.dumps(exact.for_openrlhf()(["p5"], ["p"], ["4"]))
