"""The contract of TRL's reward functions, called the way TRL 1.16 calls them."""

from __future__ import annotations

import asyncio
import functools
import inspect
import math
import multiprocessing
import pickle
import warnings
from concurrent.futures import ProcessPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from rewardkit import Reward, Score, gate, get, reward, weighted
from rewardkit.errors import BindError, DefinitionError, InputError, ScoringError
from rewardkit.trainers import DoubleNormalisationWarning, trl_call, trl_rewards


@reward
def exact(completion: str, answer: str) -> bool:
    return completion.strip() == answer


@reward(range=(0, 10))
def size(completion: str) -> float:
    return float(min(len(completion), 10))


@reward
def judged(completion: str) -> Score | float | None:
    answers: dict[str, Score | float | None] = {
        "outage": Score.error("judge_outage", "no reply"),
        "pass": None,
        "slow": Score.timeout("deadline"),
        "garbled": Score.unparsed("no_number"),
    }
    if completion == "crash":
        raise RuntimeError("boom")
    return answers.get(completion, 1.0)


@reward(grouped=True)
def longest(completion: list[str]) -> list[bool]:
    most = max(map(len, completion))
    return [len(text) == most for text in completion]


@reward
def sees(completion: str, group: str, level: int) -> float:
    return 1.0 if group == "algebra" and level == 2 else 0.0


@reward
def reads_none(completion: str, hint: Any) -> float:
    return 1.0 if hint is None else 0.0


class Log:
    """What a trainer's two logging functions were given."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {}
        self.metrics: dict[str, float] = {}

    def extra(self, column: str, values: list[Any]) -> None:
        self.columns[column] = values

    def metric(self, name: str, value: float) -> None:
        assert isinstance(value, float)
        self.metrics[name] = value

    def both(self) -> dict[str, Any]:
        return {"log_extra": self.extra, "log_metric": self.metric, "trainer_state": object()}


mixed = weighted(right=(0.8, exact), size=(0.2, size)).named("mixed")


def test_lists_by_keyword_give_one_value_for_each_completion() -> None:
    found = mixed(
        prompts=["a", "a"],
        completions=["2", "3"],
        completion_ids=[[5], [6]],
        answer=["2", "2"],
        level=[1, 2],
        trainer_state=None,
        environments=[object(), object()],
    )
    assert found == [pytest.approx(0.82), pytest.approx(0.02)]


def test_what_has_no_number_is_none_and_what_cannot_be_read_is_the_low_end() -> None:
    texts = ["good", "outage", "pass", "slow", "crash", "garbled"]
    assert judged(prompts=[""] * 6, completions=texts) == [1.0, None, None, None, None, 0.0]


def test_an_errored_part_makes_the_sum_none_for_that_sample_only() -> None:
    both = weighted(one=judged, two=size)
    assert both(prompts=["", ""], completions=["crash", "0123456789"]) == [None, 2.0]


def test_components_and_statuses_reach_both_logs() -> None:
    log = Log()
    mixed(
        prompts=["a"] * 2,
        completions=["2", "1234"],
        answer=["2", "2"],
        completion_ids=[],
        **log.both(),
    )
    assert log.columns == {
        "mixed/right": [1.0, 0.0],
        "mixed/size": [1.0, 4.0],
        "mixed/status": ["ok", "ok"],
        "mixed/reason": ["", ""],
    }
    assert log.metrics["rewards/mixed/right/mean"] == 0.5
    assert log.metrics["rewards/mixed/size/mean"] == 2.5
    assert log.metrics["rewards/mixed/size/std"] == pytest.approx(2.1213203)
    assert log.metrics["rewards/mixed/status/error"] == 0.0


def test_a_component_without_a_number_is_left_out_of_its_mean() -> None:
    log = Log()
    parts = weighted(missing="low", flaky=judged, size=size).named("parts")
    parts(prompts=[""] * 3, completions=["good", "outage", "pass"], **log.both())
    assert log.metrics["rewards/parts/flaky/mean"] == 1.0
    assert log.columns["parts/flaky"] == [1.0, None, None]


def test_a_component_without_any_number_keeps_its_keys_and_says_so_by_its_share() -> None:
    log = Log()
    both = gate(exact, judged).named("g")
    both(prompts=[""], completions=["no"], answer=["yes"], **log.both())
    # TRL leaves NaN out of its means; a key that is there at some steps only breaks a chart.
    assert math.isnan(log.metrics["rewards/g/judged/mean"])
    assert log.metrics["rewards/g/judged/share"] == 0.0
    assert log.metrics["rewards/g/exact/mean"] == 0.0
    again = Log()
    both(prompts=[""], completions=["yes"], answer=["yes"], **again.both())
    assert set(again.metrics) == set(log.metrics)


def test_shares_of_every_bad_status_are_logged_even_when_zero() -> None:
    log = Log()
    judged(prompts=[""] * 4, completions=["ok", "outage", "crash", "garbled"], **log.both())
    assert log.metrics == {
        "rewards/judged/status/unparsed": 0.25,
        "rewards/judged/status/abstain": 0.0,
        "rewards/judged/status/error": 0.5,
        "rewards/judged/status/timeout": 0.0,
        "rewards/judged/lowered/abstain": 0.0,
        "rewards/judged/lowered/error": 0.5,
        "rewards/judged/lowered/timeout": 0.0,
        "rewards/judged/lowered/by_other_reward": 0.0,
    }
    assert log.columns["judged/reason"] == ["", "judge_outage", "exception", "no_number"]


def test_components_called_like_our_own_columns_are_kept_apart() -> None:
    log = Log()
    parts = weighted(status=exact, reason=size).named("w")
    parts(prompts=[""], completions=["2"], answer=["2"], **log.both())
    assert log.columns == {
        "w/component status": [1.0],
        "w/component reason": [1.0],
        "w/status": ["ok"],
        "w/reason": [""],
    }


# --- what TRL passes beside the columns --------------------------------------------------------


@reward
def fits(completion_ids: list[int]) -> float:
    return 1.0 if len(completion_ids) <= 2 else 0.0


@reward
def state_of_run(completion: str, trainer_state: Any, environment: Any) -> float:
    return float(trainer_state.global_step == 3 and environment == completion)


def test_token_ids_trainer_state_and_environments_bind_like_columns() -> None:
    texts = {"prompts": ["", ""], "completions": ["a", "b"]}
    assert fits(completion_ids=[[1, 2], [1, 2, 3]], **texts) == [1.0, 0.0]
    state = SimpleNamespace(global_step=3)
    assert state_of_run(trainer_state=state, environments=["a", "x"], **texts) == [1.0, 0.0]


def test_a_shipped_reward_that_counts_tokens_works() -> None:
    overlong = get("length/overlong")(max_length=8, buffer=4)
    ids = [[1, 2], [1, 2, 3, 4, 5, 6, 7]]
    found = overlong(prompts=["a", "a"], completions=["x y", "x y z"], completion_ids=ids)
    assert found == [0.0, -0.75]


def test_axolotl_counts_at_least_two_parameters() -> None:
    for one in (size, mixed, size.for_trl()):
        assert len(inspect.signature(one).parameters) >= 2


# --- a list of rewards --------------------------------------------------------------------------


class Trainer:
    """The parts of TRL's trainer that a reward can see through `log_metric`."""

    def __init__(self, *reward_funcs: Any, num_generations: int = 2, training: bool = True) -> None:
        self.reward_funcs = list(reward_funcs)
        self.num_generations = num_generations
        self.num_generations_eval = num_generations
        self.scale_rewards = "group"
        self.model = SimpleNamespace(training=training)
        self.metrics: dict[str, float] = {}

    def log_metric(self, name: str, value: float) -> None:
        self.metrics[name] = value

    def step(self, texts: list[str], **columns: Any) -> list[list[float | None]]:
        shared = {"prompts": ["same"] * len(texts), "completions": texts}
        found = []
        for function in self.reward_funcs:
            result = function(**shared, log_metric=self.log_metric, **columns)
            found.append(asyncio.run(result) if inspect.iscoroutine(result) else result)
        return found


def test_a_row_that_one_reward_of_a_list_cannot_judge_is_none_in_all() -> None:
    trainer = Trainer(size, judged)
    assert trainer.step(["a", "outage", "pass", "crash"]) == [
        [1.0, None, 4.0, None],
        [1.0, None, None, None],
    ]
    # `pass` abstains: the row is left to the other reward, which is how one list serves two tasks.
    assert trainer.metrics["rewards/size/lowered/by_other_reward"] == 0.5


def test_a_reward_of_a_list_with_a_policy_of_its_own_takes_no_row_from_the_others() -> None:
    trainer = Trainer(size, judged.for_trl(missing=0.25))
    assert trainer.step(["a", "outage"]) == [[1.0, 6.0], [1.0, 0.25]]


def test_rewards_of_a_list_are_scored_once_a_step() -> None:
    calls: list[str] = []

    @reward
    def counted(completion: str) -> float:
        calls.append(completion)
        return 1.0

    trainer = Trainer(size, counted)
    texts = ["a", "b"]
    for _ in range(2):
        trainer.step(texts)
    assert calls == ["a", "b"] * 2


def test_two_rewards_of_one_name_are_refused() -> None:
    trainer = Trainer(size, exact.named("size"))
    with pytest.raises(DefinitionError, match="two rewards of this trainer are called 'size'"):
        trainer.step(["a"], answer=["a"])


def test_foreign_functions_in_the_list_are_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    def foreign(completions: list[str], **_: Any) -> list[float]:
        return [1.0] * len(completions)

    assert Trainer(judged, foreign).step(["a", "outage"]) == [[1.0, None], [1.0, 1.0]]
    assert "from_trl" in caplog.text


def test_a_list_for_a_trainer_that_shows_nothing_is_made_by_name() -> None:
    first, second = trl_rewards([size, judged.for_trl()])
    texts = {"prompts": ["", ""], "completions": ["a", "outage"]}
    assert [first(**texts), second(**texts)] == [[1.0, None], [1.0, None]]
    first, second = pickle.loads(pickle.dumps([first, second]))
    assert [first(**texts), second(**texts)] == [[1.0, None], [1.0, None]]


@reward
async def slow(completion: str) -> float:
    OPEN.append(1)
    await asyncio.sleep(0.02)
    MOST.append(len(OPEN))
    OPEN.pop()
    return 1.0


OPEN: list[int] = []
MOST: list[int] = []


def test_async_rewards_of_a_list_wait_together() -> None:
    MOST.clear()
    trainer = Trainer(slow, slow.named("slower"))
    assert trainer.step(["a"]) == [[1.0], [1.0]]
    assert max(MOST) == 2


def test_an_async_reward_becomes_a_coroutine_function_that_trl_awaits() -> None:
    adapter = slow.for_trl()
    assert inspect.iscoroutinefunction(adapter.__call__)
    assert not inspect.iscoroutinefunction(size.for_trl().__call__)
    assert asyncio.run(adapter(prompts=[""], completions=["a"])) == [1.0]


# --- groups, evaluation, versions -----------------------------------------------------------------


def test_the_trainer_says_how_large_a_group_is() -> None:
    trainer = Trainer(longest, num_generations=2)
    assert trainer.step(["x", "xx", "x", "xxx"]) == [[0.0, 1.0, 0.0, 1.0]]


def test_a_batch_that_cuts_a_group_is_refused() -> None:
    with pytest.raises(InputError, match="per_device_train_batch_size"):
        Trainer(longest, num_generations=2).step(["x", "xx", "x"])


def test_running_normalisers_stand_still_while_the_trainer_evaluates() -> None:
    running = size.normalise("running")
    Trainer(running).step(["a", "aaa"])
    before = running.state_dict()
    Trainer(running, training=False).step(["aaaaaaaa", "a"])
    assert running.state_dict() == before
    Trainer(running).step(["aaaaaaaa", "a"])
    assert running.state_dict() != before


def test_a_running_normaliser_is_refused_in_several_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(DefinitionError, match="2 processes"):
        Trainer(size.normalise("running")).step(["a", "b"])


def test_normalising_twice_is_no_complaint_where_the_trainer_does_not() -> None:
    trainer = Trainer(size.normalise("group"))
    trainer.scale_rewards = "none"
    trainer.step(["a", "aaa"])  # a warning would be an error


def test_a_trl_without_unknown_is_given_the_mean_of_the_group(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(trl_call, "version", lambda name: "1.5.0")
    assert Trainer(judged * size).step(["aa", "outage"]) == [[2.0, 2.0]]
    assert "1.6.0 is the first" in caplog.text


def test_a_first_batch_that_fails_wholly_ends_training_with_the_cause() -> None:
    with pytest.raises(ScoringError, match="'judged' gave error exception: RuntimeError: boom"):
        Trainer(judged).step(["crash", "crash"])


def test_chat_completions_with_tool_calls_are_read_by_their_last_reply() -> None:
    prompt = [{"role": "user", "content": "1+1?"}]
    completion = [
        {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "add"}}]},
        {"role": "tool", "name": "add", "content": "2"},
        {"role": "assistant", "content": [{"type": "text", "text": "2"}]},
    ]
    silent = completion[:1]
    assert exact(prompts=[prompt, prompt], completions=[completion, silent], answer=["2", "2"]) == [
        1.0,
        0.0,
    ]


def test_groups_are_runs_of_the_same_prompt() -> None:
    prompts = ["a", "a", "b", "b"]
    assert longest(prompts=prompts, completions=["x", "xx", "xxx", "x"]) == [0.0, 1.0, 1.0, 0.0]


def test_groups_of_equal_chat_prompts_are_recognised() -> None:
    def ask(text: str) -> list[dict[str, str]]:
        return [{"role": "user", "content": text}]

    prompts = [ask("a"), ask("a"), ask("b")]
    assert longest(prompts=prompts, completions=["x", "xx", "x"]) == [0.0, 1.0, 1.0]


def test_a_dataset_column_called_group_is_a_column_and_no_group() -> None:
    columns = {"group": ["algebra", "algebra"], "level": [2, 3]}
    assert sees(prompts=["a", "b"], completions=["", ""], **columns) == [1.0, 0.0]
    assert longest(prompts=["a", "b"], completions=["x", "xx"], group=["g", "g"]) == [1.0, 1.0]


def test_none_inside_a_column_reaches_the_reward_as_none() -> None:
    assert reads_none(prompts=["", ""], completions=["", ""], hint=[None, "h"]) == [1.0, 0.0]


def test_a_missing_answer_in_one_row_is_none_for_that_row() -> None:
    found = exact(prompts=["", ""], completions=["2", "2"], answer=["2", None])
    assert found == [1.0, None]


def test_a_ragged_column_names_itself_and_both_lengths() -> None:
    with pytest.raises(ValueError, match=r"2 completions, but column 'answer' has 1 entries"):
        exact(prompts=["", ""], completions=["2", "2"], answer=["2"])


def test_prompts_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"2 completions, but prompts has 1 entries"):
        size(prompts=[""], completions=["2", "2"])


def test_keywords_that_are_no_columns_are_ignored() -> None:
    assert size(prompts=[""], completions=["ab"], mode="train", args=None, meta={"a": 1}) == [2.0]


def test_a_column_that_the_dataset_lacks_is_named_before_training_goes_on() -> None:
    with pytest.raises(BindError, match=r"'answer'.*Did you mean 'answers'"):
        exact(prompts=[""], completions=["2"], answers=["2"])


def test_an_empty_batch_gives_an_empty_list() -> None:
    assert mixed(prompts=[], completions=[], answer=[], **Log().both()) == []


def test_the_log_key_is_the_name_of_the_reward() -> None:
    assert mixed.__name__ == "mixed"
    assert exact.named("right").__name__ == "right"


@pytest.mark.parametrize("one", [exact, mixed, longest])
def test_trl_takes_a_reward_for_a_synchronous_function(one: Reward) -> None:
    assert not inspect.iscoroutinefunction(one)
    assert not inspect.iscoroutinefunction(one.__call__)
    assert not isinstance(one, functools.partial)


def _in_another_process(stored: bytes) -> list[float | None]:
    found: list[float | None] = pickle.loads(stored)(
        prompts=["a", "a"], completions=["2", "3"], answer=["2", "2"]
    )
    return found


def test_a_reward_works_after_travelling_to_a_spawned_process() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.submit(_in_another_process, pickle.dumps(mixed)).result()
    assert found == [pytest.approx(0.82), pytest.approx(0.02)]


@pytest.mark.parametrize("scale", ["group", "rank"])
def test_normalising_in_the_group_warns_that_trl_does_so_again(scale: str) -> None:
    own = weighted(scale=scale, right=exact, size=size)
    with pytest.warns(DoubleNormalisationWarning, match=f"normalises by {scale}.*scale_rewards"):
        own(prompts=["a", "a"], completions=["2", "3"], answer=["2", "2"])


def test_the_warning_comes_once() -> None:
    own = exact.normalise("group")
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(3):
            own(prompts=["a"], completions=["2"], answer=["2"])
    assert len(seen) == 1
    assert seen[0].filename == __file__


def test_scales_that_do_not_look_at_the_group_warn_of_nothing() -> None:
    for scale in ("static", "none", "running"):
        total = weighted(scale=scale, right=exact)
        paid = total(prompts=["a"], completions=["2"], answer=["2"])  # a warning would be an error
        assert paid != [None]


def test_a_batch_without_a_single_answer_costs_its_rows_and_not_the_run() -> None:
    @reward
    def equal(completion: str, answer: str) -> bool:
        return completion == answer

    logged: dict[str, list[object]] = {}
    found = equal(
        prompts=["p", "p"],
        completions=["a", "b"],
        answer=[None, None],
        log_extra=logged.__setitem__,
    )
    assert found == [None, None]
    assert logged["equal/reason"] == ["missing_answer", "missing_answer"]
    assert equal(prompts=["p", "q"], completions=["a", "b"], answer=["a", None]) == [1.0, None]
    with pytest.raises(BindError, match="'answer'"):
        equal(prompts=["p"], completions=["a"])


def test_an_answer_that_is_optional_falls_back_to_its_default() -> None:
    @reward
    def equal(completion: str, answer: str = "a") -> bool:
        return completion == answer

    assert equal(prompts=["p"], completions=["a"], answer=[None]) == [1.0]
