"""The protocols of trainers, each by the requests that its trainer sends."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.rewardkit.server.conftest import Server, start

Serve = Any
TASKS = [
    {"prompt": "2+2?", "answer": "4"},
    {"prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "3+3?"}],
     "answer": "6"},
    {"prompt": "9-9?", "answer": "0", "note": "\u2028 😀"},
]  # fmt: skip


@pytest.fixture(scope="module")
def low(folder: Path) -> Any:
    """A server that pays the low end for what has no number."""
    (folder / "tasks.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in TASKS))
    server = start(
        folder, "served_rewards:both", "--unknown", "low", "--tasks", "tasks.jsonl",
        "--column", "answer=label.gold", "--column", "level=label.level",
    )  # fmt: skip
    yield server
    server.stop()


# --- OpenRLHF -----------------------------------------------------------------------------
def rlhf(query: list[str], prompts: list[str], labels: list[Any]) -> dict[str, Any]:
    return {"query": query, "prompts": prompts, "labels": labels}


def test_openrlhf_gets_a_number_for_one_row_and_a_list_for_several(both: Server) -> None:
    code, one = both.ask("POST", "/openrlhf", rlhf(["2+2? 4"], ["2+2? "], ["4"]))
    assert code == 200
    assert one["rewards"] == one["scores"] == 0.7
    assert one["extra_logs"] == {
        "right": 1.0, "right_valid": 1.0, "steady": -1.0, "steady_valid": 1.0
    }  # fmt: skip
    two = both.ask("POST", "/openrlhf", rlhf(["a 4", "a good"], ["a ", "a "], ["4", "4"]))[1]
    assert two["rewards"] == [0.7, 0.3]
    assert two["extra_logs"]["right"] == [1.0, 0.0]


def test_openrlhf_reads_no_answer_out_of_the_prompt(low: Server) -> None:
    long = "The question is long, and was cut from the left by the trainer. What is 2+2? "
    cut = low.ask("POST", "/openrlhf", rlhf([long[9:] + "4"], [long], [{"gold": "4"}]))[1]
    assert cut["extra_logs"]["right"] == 1.0
    lost = low.ask("POST", "/openrlhf", rlhf(["4", "x"], ["4 is it not?", ""], ["4", "x"]))[1]
    assert lost["extra_logs"]["right_valid"] == [0.0, 1.0]


def test_openrlhf_is_told_that_a_row_has_no_number(both: Server, low: Server) -> None:
    body = rlhf(["outage"], [""], ["4"])
    code, answer = both.ask("POST", "/openrlhf", body)
    assert (code, answer["error"]["code"]) == (424, "no_number")
    assert "outage" in answer["error"]["message"]
    code, answer = low.ask("POST", "/openrlhf", {**body, "labels": ['{"gold": "outage"}']})
    assert (code, answer["rewards"]) == (200, 0.0)
    assert answer["extra_logs"]["steady_valid"] == 0.0


@pytest.mark.parametrize("body", [rlhf(["a"], [], ["4"]), rlhf(["a"], ["a"], ["4", "5"]), {}])
def test_openrlhf_lists_of_other_lengths_are_refused(both: Server, body: Any) -> None:
    assert both.ask("POST", "/openrlhf", body)[0] == 422


# --- slime --------------------------------------------------------------------------------
def test_slime_gets_the_number_itself(both: Server, low: Server) -> None:
    chat = [{"role": "user", "content": "2+2?"}]
    body = {"prompt": chat, "response": "4 ", "label": "4"}
    assert both.ask("POST", "/slime", body) == (200, 0.7)
    assert both.ask("POST", "/slime", {**body, "response": "outage"})[0] == 424
    whole = {**body, "label": json.dumps({"gold": "4", "level": 2})}
    assert low.ask("POST", "/slime", whole) == (200, 0.7)
    assert low.ask("POST", "/slime", {**whole, "response": "outage"}) == (200, 0.0)


# --- NeMo-Gym -----------------------------------------------------------------------------
def gym(*output: dict[str, Any], **row: Any) -> dict[str, Any]:
    create = {"input": [{"role": "user", "content": "2+2?"}], "instructions": "Be brief."}
    return {
        "responses_create_params": create,
        "response": {"id": "r", "output": list(output)},
        **row,
    }


def said(text: str) -> dict[str, Any]:
    return {
        "type": "message",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
    }


def test_nemo_gym_gets_its_request_back_with_the_reward(both: Server) -> None:
    body = gym(
        {"type": "reasoning", "summary": []},
        {"type": "function_call", "name": "add", "arguments": "{}", "call_id": "c"},
        {"type": "function_call_output", "call_id": "c", "output": "4"},
        said("4"),
        answer="4",
        task_index=7,
    )
    code, found = both.ask("POST", "/verify", body)
    assert code == 200
    assert (found["reward"], found["mask_sample"], found["failure_reason"]) == (0.7, False, None)
    assert sum(found["reward_components"].values()) == found["reward"]
    assert (found["task_index"], found["response"]) == (7, body["response"])
    assert both.ask("POST", "/seed_session", {}) == (200, {})


def test_nemo_gym_masks_a_sample_without_a_number(both: Server, low: Server) -> None:
    found = both.ask("POST", "/verify", gym(said("outage"), answer="4"))[1]
    assert (found["reward"], found["mask_sample"]) == (0.0, True)
    assert found["failure_reason"] == "error: outage"
    assert found["components"] == {"right": 0.0, "steady": None}
    assert found["reward_components"] == {"right": 0.0, "steady": 0.0}
    nested = gym(said("4"), label={"gold": "4", "level": 1})
    assert low.ask("POST", "/verify", nested)[1]["reward"] == 0.7


def test_nemo_gym_reads_a_turn_that_ends_in_a_tool_call_as_no_text(both: Server) -> None:
    call = {"type": "function_call", "name": "f", "arguments": "4", "call_id": "c"}
    found = both.ask("POST", "/verify", gym(call, answer="4"))[1]
    assert found["components"]["right"] == 0.0


@pytest.mark.parametrize("output", [None, {}, [3], "4"])
def test_nemo_gym_responses_of_another_form_are_refused(both: Server, output: Any) -> None:
    body = {"response": {"output": output}, "answer": "4"}
    assert both.ask("POST", "/verify", body)[0] == 422


def test_a_nan_that_a_client_sends_comes_back_as_null(both: Server) -> None:
    body = json.dumps(gym(said("4"), answer="4", extra=float("nan"))).encode()
    code, found = both.ask("POST", "/verify", body)
    assert (code, found["extra"]) == (200, None)


# --- Open Reward Standard -----------------------------------------------------------------
def events(text: str) -> list[tuple[str, str]]:
    blocks = [
        dict(line.split(": ", 1) for line in one.splitlines())
        for one in text.split("\r\n\r\n")
        if one
    ]
    return [(one["event"], one.get("data", "")) for one in blocks]


def test_open_reward_runs_an_episode_of_one_submission(low: Server) -> None:
    assert low.ask("GET", "/list_environments") == (200, ["rewardkit"])
    assert low.ask("POST", "/rewardkit/num_tasks", {"split": "train"})[1] == {"num_tasks": 3}
    assert low.ask("POST", "/rewardkit/task", {"split": "train", "index": 2})[1]["task"] == TASKS[2]
    name, _ = events(low.ask("POST", "/create_session")[1].replace("data: \r", "data:  \r"))
    head = {"X-Session-ID": name[1]}
    begin = {"split": "train", "index": 1}
    assert low.ask("POST", "/create", begin, head)[1] == {"sid": name[1]}
    assert low.ask("POST", "/create", begin, head)[0] == 400
    prompt = low.ask("GET", "/rewardkit/prompt", headers=head)[1]
    assert prompt == [{"text": "Be brief.\n3+3?", "detail": None, "type": "text"}]
    call = {"name": "submit", "input": {"completion": "6"}}
    last = events(low.ask("POST", "/rewardkit/call", call, head)[1])[-1]
    output = json.loads(last[1])["output"]
    assert (last[0], output["reward"], output["finished"]) == ("end", 0.7, True)
    call["input"] = {"completion": "outage"}
    output = json.loads(events(low.ask("POST", "/rewardkit/call", call, head)[1])[-1][1])["output"]
    assert (output["reward"], output["metadata"]["reason"]) == (None, "outage")
    assert low.ask("POST", "/delete", {}, head)[0] == 200
    assert low.ask("POST", "/rewardkit/call", call, head)[0] == 404


def test_open_reward_says_what_is_wrong(low: Server) -> None:
    assert low.ask("POST", "/create", {"split": "train", "index": 0})[0] == 400
    head = {"X-Session-ID": "mine"}
    for begin in (
        {},
        {"split": "train"},
        {"split": "test", "index": 0},
        {"split": "train", "index": 9},
    ):
        assert low.ask("POST", "/create", begin, head)[0] == 400
    assert low.ask("POST", "/create", {"task_spec": {"prompt": "?"}}, head)[0] == 200
    for call in ({"name": "rm"}, {"name": "submit", "input": {"completion": 4}},
                 {"name": "submit", "input": {"completion": "4"}}):  # fmt: skip
        last = events(low.ask("POST", "/rewardkit/call", call, head)[1])[-1]
        assert json.loads(last[1])["ok"] is False


# --- OpenEnv ------------------------------------------------------------------------------
def test_openenv_resets_and_steps_over_http(low: Server) -> None:
    code, first = low.ask("POST", "/openenv/reset", {"seed": 3})
    assert (code, first["observation"]["prompt"], first["done"]) == (200, "2+2?", False)
    name = first["observation"]["metadata"]["episode_id"]
    found = low.ask("POST", "/openenv/step", {"action": {"completion": "4"}, "episode_id": name})[1]
    assert (found["reward"], found["done"]) == (0.7, True)
    assert low.ask("GET", f"/openenv/state?episode_id={name}")[1]["step_count"] == 1
    assert low.ask("POST", "/openenv/step", {"action": {"completion": "4"}})[0] == 422
    assert low.ask("POST", "/openenv/reset", {"index": 3})[0] == 422
    own = low.ask("POST", "/openenv/reset", {"task": {"prompt": "?", "answer": "x"}})[1]
    step = {"action": {"completion": "x", **own["observation"]["metadata"]}}
    assert low.ask("POST", "/openenv/step", step)[1]["reward"] == 0.7


CLIENTS = """
import asyncio, sys
from ors.client import ORS
from openenv.core.generic_client import GenericEnvClient

url = sys.argv[1]
with GenericEnvClient(base_url=url + "/openenv").sync() as env:
    first = env.reset(index=0)
    assert first.observation["prompt"] == "2+2?", first
    found = env.step({"completion": "4"})
    assert (found.reward, found.done) == (0.7, True), found
    found = env.step({"completion": "outage"})
    assert found.reward is None and found.observation["metadata"]["reason"] == "outage", found
    assert env.state()["step_count"] == 2
    try:
        env.step({"answer": 4})
    except Exception as error:
        assert "completion" in str(error), error
    else:
        raise AssertionError("an action of another form passes")

client = ORS(base_url=url)
env = client.environment("rewardkit")
tasks = env.list_tasks(split="train")
assert len(tasks) == 3
with env.session(task=tasks[2]) as session:
    assert session.get_prompt()[0].text == "9-9?"
    out = session.call_tool("submit", {"completion": "0"})
    assert (out.reward, out.finished) == (0.7, True), out
with env.session(task=tasks[0]) as session:
    assert session.call_tool("submit", {"completion": "outage"}).reward is None
print("both clients agree")
"""


@pytest.mark.trainers
def test_the_clients_of_openenv_and_open_reward_run_their_episodes(
    low: Server, trainers_python: Path
) -> None:
    peers = str(trainers_python)
    done = subprocess.run([peers, "-c", CLIENTS, low.url], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "both clients agree" in done.stdout
