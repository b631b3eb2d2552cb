"""The demo's own files say what they are meant to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rewardkit import Reward
from rewardkit.bench.ablation import load_ablation
from rewardkit.explain.tree import explain
from rewardkit.grpo.config_file import load_config
from rewardkit.specs.files import resolve
from rewardkit.tasks.problem import demonstrate
from rewardkit.tasks.tasks import make_task

DEMO = Path(__file__).resolve().parents[3] / "examples" / "demo"
SUM = {"prompt": "27+35=", "answer": "62"}


def value(reward: Reward, completion: str) -> float:
    found = reward.score(completion=completion, **SUM).value
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["demo.yaml", "countdown.yaml"])
def test_every_config_names_a_reward_that_pays_most_for_right_answers(name: str) -> None:
    config = load_config(DEMO / name)
    assert isinstance(config.reward, str)
    reward = resolve(config.reward)
    task = make_task(config.task)
    for problem in task.heldout[:20]:
        breakdown = reward.score(
            completion=f"<a>{problem.right}</a>",
            prompt=task.prompt(problem),
            answer=problem.answer,
            **problem.columns,
        )
        assert breakdown.value == reward.range.high


def test_the_reward_of_the_demo_has_no_warnings_and_orders_replies_as_a_person_would() -> None:
    reward = resolve(str(DEMO / "reward.yaml"))
    assert explain(reward).warnings == ()
    replies = ["<a>062</a>", "<a>063</a>", "<a>052</a>", "<a>900</a>", "<a>062</a>7"]
    values = [value(reward, reply) for reply in replies]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)


def test_the_loose_reward_pays_a_spray_of_numbers_that_the_real_one_does_not() -> None:
    loose, real = resolve(str(DEMO / "loose.yaml")), resolve(str(DEMO / "reward.yaml"))
    for spray in ("<a>052062</a>62</a></a>", "052 062 072 082 092 102"):
        assert value(loose, spray) == loose.range.high > value(loose, "<a>062</a>")
        assert value(real, spray) == real.range.low


def test_explain_sees_through_the_loose_reward_before_any_training() -> None:
    found = explain(resolve(str(DEMO / "loose.yaml"))).warnings
    assert ("pays_without_answer", "weighted.thorough") in {(one.code, one.path) for one in found}


def test_the_controls_do_not_look_at_the_answer() -> None:
    for name in ("random.yaml", "format_only.yaml"):
        control = resolve(str(DEMO / name))
        right = control.score(completion="<a>062</a>", **SUM)
        elsewhere = control.score(completion="<a>062</a>", prompt="27+35=", answer="99")
        assert right.value == elsewhere.value


def test_the_table_of_the_documents_has_at_least_three_seeds_of_four_rewards() -> None:
    runs = [cell.config for cell in load_ablation(DEMO / "ablation.yaml")]
    rewards = {config.reward for config in runs if isinstance(config.reward, str)}
    assert len(rewards) == 4
    for reward in rewards:
        assert {0, 1, 2} <= {config.seed for config in runs if config.reward == reward}


def test_the_table_of_switches_turns_each_of_them_and_nothing_else() -> None:
    base = load_config(DEMO / "demo.yaml")
    cells = [cell for cell in load_ablation(DEMO / "switches.yaml") if cell.config.seed == 0]
    first, *others = cells
    grpo = first.config.grpo
    assert grpo.model_copy(update={"steps": base.grpo.steps}) == base.grpo
    assert first.config.task == base.task
    assert len(others) >= 30
    for cell in others:
        assert cell.config != first.config, cell.name
        # Two methods ask for a reward of another form: from 0, or in parts.
        same = {"grpo": grpo, "reward": first.config.reward}
        assert cell.config.model_copy(update=same) == first.config, cell.name


def test_seven_sums_in_ten_of_the_demo_corpus_forget_to_carry() -> None:
    import random

    config = load_config(DEMO / "demo.yaml")
    task = make_task(config.task)
    assert config.corpus is not None
    rng = random.Random(0)
    carrying = [p for p in task.train if p.right != p.wrong]
    written = [demonstrate(p, rng, wrong=config.corpus.wrong) for p in carrying]
    wrong = sum(not task.correct(text, p) for text, p in zip(written, carrying, strict=True))
    assert wrong / len(carrying) == pytest.approx(0.7, abs=0.02)
