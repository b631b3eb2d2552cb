"""What each adapter does beyond equal numbers: its failures, its fields, its keys."""

from __future__ import annotations

import asyncio
import json
import pickle
from types import SimpleNamespace
from typing import Any

import pytest

from rewardkit import Score, gate, reward, weighted
from rewardkit.errors import BindError, DefinitionError, InputError, ScoringError


@reward
def exact(completion: str, answer: str) -> bool:
    return completion == answer


@reward(range=(-2, 4))
def judged(completion: str) -> Score | float:
    return Score.error("judge_outage", "no reply") if completion == "outage" else 4.0


@reward(grouped=True)
def longest(completion: list[str]) -> list[bool]:
    return [len(text) == max(map(len, completion)) for text in completion]


@reward
def leveled(completion: str, level: int, prompt: str) -> float:
    return float(level == 3 and prompt == "p")


mixed = gate(exact, judged).named("mixed")


def chat(*texts: str) -> list[dict[str, Any]]:
    roles = ["user", "assistant"]
    return [{"role": roles[at % 2], "content": text} for at, text in enumerate(texts)]


# --- OpenRLHF ---------------------------------------------------------------------------------


def test_openrlhf_gets_plain_numbers_with_the_same_keys() -> None:
    reward_func = mixed.for_openrlhf()
    good = reward_func(["p4"], ["p"], ["4"])
    bad = reward_func(["p5"], ["p"], ["4"])
    assert (good["rewards"], good["scores"]) == (4.0, 1.0)
    assert (bad["rewards"], bad["scores"]) == (-2.0, 0.0)
    assert good["extra_logs"] == {"exact": 1.0, "judged": 4.0, "reward_valid": 1.0}
    assert set(bad["extra_logs"]) == set(good["extra_logs"])


def test_openrlhf_reads_labels_of_json_and_plain_ones() -> None:
    reward_func = leveled.for_openrlhf()
    assert reward_func(["px"], ["p"], [json.dumps({"level": 3})])["rewards"] == 1.0
    assert exact.for_openrlhf()(["p{"], ["p"], ["{"])["rewards"] == 1.0
    # A label cannot bring a completion of its own.
    forged = json.dumps({"answer": "x", "completion": "x"})
    assert exact.for_openrlhf()(["py"], ["p"], [forged])["rewards"] == 0.0


def test_openrlhf_slices_the_prompt_off_and_never_judges_it() -> None:
    reward_func = exact.for_openrlhf()
    assert reward_func(["<s>p 4<|im_end|>\n</s>"], ["p"], [" 4"])["rewards"] == 1.0
    reward_func(["p4"], ["p"], ["4"])
    # The prompt was cut: what is the completion cannot be known, so it is an error and lowered.
    cut = reward_func(["tail of the prompt4"], ["the whole prompt"], ["4"])
    assert (cut["rewards"], cut["extra_logs"]["reward_valid"]) == (0.0, 0.0)


def test_openrlhf_says_aloud_what_the_trainer_would_log_at_info(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(BindError):
        leveled.for_openrlhf()(["p4"], ["p"], ["4"])
    assert "stopped: reward 'leveled' asks for 'level'" in caplog.text
    assert caplog.records[-1].levelname == "ERROR"


def test_a_null_reference_in_the_first_row_is_lowered_and_an_absent_one_refused() -> None:
    found = exact.for_openrlhf(missing="low")(["p4"], ["p"], [None])
    assert found["extra_logs"]["reward_valid"] == 0.0
    assert asyncio.run(exact.for_slime(missing="low")(None, sample("4", None))) == 0.0
    swift = exact.for_ms_swift()()
    assert swift(["4"], solution=[None], messages=[[{"role": "user", "content": "p"}]]) == [0.0]
    with pytest.raises(BindError, match="'answer'"):
        exact.for_ms_swift()()(["4"], messages=[[{"role": "user", "content": "p"}]])


# --- SkyRL, slime -------------------------------------------------------------------------------


def test_skyrl_makes_one_step_with_fixed_metrics() -> None:
    environment = mixed.for_skyrl(missing="low")
    extras = {"reward_spec": {"ground_truth": "4"}, "level": 1}
    seen = []
    for text in ("4", "5"):
        env = environment(env_config={}, extras=extras)
        env.init(chat("p"))
        step = env.step(text)
        seen.append((step["reward"], step["done"], step["metadata"]["status"]))
        assert set(env.get_metrics()) >= {"score", "exact", "judged", "judged_valid"}
    assert seen == [(4.0, True, "ok"), (-2.0, True, "ok")]


def test_skyrl_raises_by_default() -> None:
    env = judged.for_skyrl()(env_config={}, extras={})
    with pytest.raises(ScoringError, match="judge_outage"):
        env.step("outage")


def sample(text: str, label: str | None = "4", **metadata: Any) -> Any:
    return SimpleNamespace(
        prompt="p",
        response=text,
        label=label,
        metadata=metadata,
        tokens=[9, 1, 2],
        response_length=2,
        group_index=None,
        remove_sample=False,
    )


def test_slime_awaits_one_sample_or_a_group() -> None:
    custom_rm = mixed.for_slime(missing="low")
    assert asyncio.run(custom_rm(None, sample("4"))) == 4.0
    assert asyncio.run(custom_rm(None, [sample("4"), sample("5")])) == [4.0, -2.0]
    keyed = mixed.for_slime(as_dict=True)
    assert asyncio.run(keyed(None, sample("4")))["score"] == 4.0


def test_slime_masks_the_loss_of_a_lowered_sample() -> None:
    bad, good = sample("outage"), sample("x")
    found = asyncio.run(judged.for_slime(missing="group_mean")(None, [bad, good]))
    assert found == [4.0, 4.0]
    assert (bad.remove_sample, good.remove_sample) == (True, False)
    assert bad.metadata["rewardkit"] == {"status": "error", "reason": "judge_outage"}


def test_slime_compares_whole_groups_and_refuses_one_sample() -> None:
    custom_rm = longest.for_slime()
    assert asyncio.run(custom_rm(None, [sample("a"), sample("bb")])) == [0.0, 1.0]
    with pytest.raises(DefinitionError, match="whole groups"):
        asyncio.run(custom_rm(None, sample("a")))


# --- NeMo ---------------------------------------------------------------------------------------


def test_nemo_gym_components_add_up_to_the_reward_also_when_lowered() -> None:
    body = {
        "responses_create_params": {"input": "p"},
        "response": {"output": [{"content": [{"text": "outage"}]}]},
        "expected_answer": "outage",
    }
    verifier = mixed.for_nemo_gym(missing="low")
    found = asyncio.run(verifier.verify(body))
    assert found["reward"] == -2.0
    assert sum(found["reward_components"].values()) == -2.0
    assert found["failure_reason"].startswith("error: judge_outage")
    assert found["mask_sample"] is False
    with pytest.raises(ScoringError):
        asyncio.run(mixed.for_nemo_gym(missing="raise").verify(body))


def test_nemo_gym_refuses_unknown_where_the_server_has_no_mask() -> None:
    with pytest.raises(DefinitionError, match="NeMo-Gym has no value"):
        judged.for_nemo_gym(missing="unknown")


def test_nemo_rl_returns_tensors_and_components_that_add_up() -> None:
    torch = pytest.importorskip("torch")
    both = weighted(right=exact, judge=(0.5, judged)).named("both")
    logs = [chat("p", "4"), chat("p", "outage")]
    extra = [{"ground_truth": "4"}] * 2
    found = both.for_nemo_rl(missing="low").step(logs, extra)
    assert found.rewards.tolist() == [1.5, 0.0]
    assert found.terminateds.tolist() == [1.0, 1.0]
    assert found.observations[1]["content"] == "error judge_outage"
    parts = both.for_nemo_rl(missing="low", as_components=True).step(logs, extra).rewards
    assert set(parts) == {"right", "judge"}
    assert torch.allclose(sum(parts.values()), found.rewards)


def test_nemo_rl_counts_what_was_lowered() -> None:
    pytest.importorskip("torch")
    env = judged.for_nemo_rl(missing="group_mean")
    env.step([chat("p", "x"), chat("p", "outage")], [{}, {}])
    assert env.global_post_process_and_metrics("batch") == ("batch", {"lowered/error": 0.5})


# --- verifiers, ART, rLLM, Tinker -----------------------------------------


def trace(*texts: str, sampled: tuple[bool, ...] = ()) -> Any:
    nodes = [SimpleNamespace(sampled=one) for one in sampled]
    return SimpleNamespace(messages=chat(*texts), branches=[SimpleNamespace(nodes=nodes)])


def test_verifiers_takes_what_the_policy_said_and_raises_for_an_error() -> None:
    graded = judged.for_verifiers()
    assert graded.__name__ == "judged"
    assert asyncio.iscoroutinefunction(graded)
    task = SimpleNamespace(data={"answer": "4"})
    assert asyncio.run(graded(task=task, trace=trace("p", "x"))) == 4.0
    with pytest.raises(ScoringError, match="judge_outage no reply"):
        asyncio.run(graded(task=task, trace=trace("p", "outage")))


@reward
def first_turn(messages: list[Any], sample: Any) -> float:
    return len(sample.completion) / 10


def test_verifiers_knows_a_prompt_that_holds_an_assistant() -> None:
    shot = trace("q", "a", "p", "x", sampled=(False, False, False, True))
    task = SimpleNamespace(data={})
    assert asyncio.run(first_turn.for_verifiers()(task=task, trace=shot)) == 0.1


def test_verifiers_components_add_up() -> None:
    graded = mixed.for_verifiers(components=True)
    task = SimpleNamespace(data={"answer": "4"})
    assert asyncio.run(graded(task=task, trace=trace("p", "4"))) == {"exact": 0.0, "judged": 4.0}


class Trajectory(SimpleNamespace):
    def messages(self) -> list[dict[str, Any]]:
        return list(self.history)

    def log(self, text: str) -> None:
        self.logs.append(text)


def trajectory(text: str) -> Trajectory:
    return Trajectory(history=chat("p", text), metadata={}, reward=0.0, metrics={}, logs=[])


def test_art_drops_a_trajectory_without_a_number_and_a_group_with_nothing_to_compare() -> None:
    adapter = judged.for_art()
    three = [trajectory("x"), trajectory("outage"), trajectory("y")]
    kept = asyncio.run(adapter.after_each(SimpleNamespace(trajectories=three, metadata={})))
    assert [one.reward for one in kept.trajectories] == [4.0, 4.0]
    assert three[1].metrics == {"judged/valid": False}
    assert "judge_outage" in three[1].logs[0]
    two = [trajectory("x"), trajectory("outage")]
    assert asyncio.run(adapter.after_each(SimpleNamespace(trajectories=two, metadata={}))) is None


def test_rllm_says_correct_at_the_top_of_the_range_alone() -> None:
    def episode(text: str) -> Any:
        step = SimpleNamespace(chat_completions=chat("p", text))
        return SimpleNamespace(trajectories=[SimpleNamespace(steps=[step])])

    task = SimpleNamespace(metadata={"ground_truth": "4"})
    evaluator = mixed.for_rllm(missing="low")
    good, bad = (evaluator.evaluate(task, episode(text)) for text in ("4", "5"))
    assert (good.reward, good.is_correct) == (4.0, True)
    assert (bad.reward, bad.is_correct) == (-2.0, False)
    assert [(one.name, one.value) for one in good.signals] == [("exact", 1.0), ("judged", 4.0)]


def test_a_tinker_reward_of_a_row_pickles_and_scores() -> None:
    reward_fn = pickle.loads(pickle.dumps(exact.for_tinker()(answer="4")))
    value, metrics = asyncio.run(reward_fn(chat("p", "4")))
    assert value == 1.0
    assert metrics["exact_valid"] == 1.0
    parts = [{"role": "user", "content": "p"}]
    parts += [{"role": "assistant", "content": [{"type": "text", "text": "4"}]}]  # type: ignore[dict-item]
    assert asyncio.run(reward_fn(parts))[0] == 1.0


# --- ms-swift, AReaL, OpenEnv, Atropos -----------------------------------------


def test_ms_swift_gives_the_mean_of_the_group_by_position() -> None:
    orm = weighted(judge=judged).for_ms_swift()(args=None)
    found = orm(
        ["x", "outage", "y"],
        messages=[chat("p", "x"), chat("p", "outage"), chat("q", "y")],
        trainer_state=object(),
    )
    assert found == [1.0, 1.0, 1.0]


def test_areal_gets_a_number_and_pickles() -> None:
    reward_fn = pickle.loads(pickle.dumps(leveled.for_areal()))
    assert reward_fn("p", "x", [1], [2], level=3) == 1.0


def test_openenv_gives_none_for_an_error_and_reads_the_text_of_the_action() -> None:
    seen = SimpleNamespace(metadata={"answer": "4"}, done=True)
    rubric = judged.for_openenv()
    assert rubric(SimpleNamespace(message="x", metadata={}), seen) == 4.0
    assert rubric(SimpleNamespace(message="outage", metadata={}), seen) is None
    deep = exact.for_openenv(completion="move.text")
    assert deep(SimpleNamespace(move={"text": "4"}), seen) == 1.0
    with pytest.raises(InputError, match=r"no text.*for_openenv\(completion="):
        exact.for_openenv()(SimpleNamespace(move=4), seen)


def test_atropos_drops_a_group_with_a_hole_unless_a_policy_fills_it() -> None:
    histories = [chat("p", "x"), chat("p", "outage")]
    group = {"messages": histories, "tokens": [[1], [2]]}
    assert asyncio.run(judged.for_atropos().score_group(group)) is None
    filled = asyncio.run(judged.for_atropos(missing="group_mean").score_group(group))
    assert filled == {**group, "scores": [4.0, 4.0]}


@pytest.mark.parametrize(
    "name",
    ["openrlhf", "skyrl", "verl", "verifiers", "nemo_gym", "rllm", "areal", "openenv"],
)
def test_comparing_a_group_is_refused_where_the_trainer_shows_one_sample(name: str) -> None:
    with pytest.raises(DefinitionError, match="one sample at a time"):
        getattr(longest, f"for_{name}")()


@pytest.mark.parametrize(
    "name", ["trl", "slime", "nemo_rl", "art", "tinker", "ms_swift", "atropos"]
)
def test_comparing_a_group_works_where_the_trainer_shows_it(name: str) -> None:
    assert getattr(longest, f"for_{name}")() is not None
