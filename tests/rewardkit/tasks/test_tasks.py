from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import SpecError
from rewardkit.tasks.arithmetic import add_without_carrying, judge_sum, make_sum
from rewardkit.tasks.config import TaskConfig
from rewardkit.tasks.countdown import evaluate_expression, judge_expression, make_problems
from rewardkit.tasks.problem import Problem, demonstrate, read_answer
from rewardkit.tasks.tasks import TASKS, make_task

SMALL = {
    "arithmetic": TaskConfig(name="arithmetic", validation=50, heldout=200),
    "countdown": TaskConfig(name="countdown", problems=600, validation=50, heldout=100),
}


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_parts_of_a_split_never_overlap(name: str) -> None:
    task = make_task(SMALL[name])
    parts = [{p.prompt for p in part} for part in (task.train, task.validation, task.heldout)]
    assert len(set.union(*parts)) == sum(len(part) for part in parts)
    assert [len(parts[1]), len(parts[2])] == [SMALL[name].validation, SMALL[name].heldout]


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_right_text_of_every_problem_is_right_and_the_wrong_one_well_formed(name: str) -> None:
    task = make_task(SMALL[name])
    rng = random.Random(0)
    for problem in task.heldout:
        assert task.correct(demonstrate(problem, rng), problem)
        wrong = demonstrate(problem, rng, wrong=1.0)
        assert read_answer(wrong) == problem.wrong
        assert set(problem.prompt + problem.right + problem.wrong) <= set(task.alphabet)
    share = sum(task.judge(p.wrong, p) for p in task.heldout) / len(task.heldout)
    assert share < 0.5


@pytest.mark.parametrize("name", sorted(TASKS))
def test_the_same_config_makes_the_same_task(name: str) -> None:
    again = make_task(SMALL[name])
    assert again.heldout == make_task(SMALL[name]).heldout
    other = make_task(SMALL[name].model_copy(update={"split_seed": 1}))
    assert other.heldout != again.heldout


def test_an_unknown_task_names_the_closest_one() -> None:
    with pytest.raises(SpecError, match=r"unknown task 'aritmetic'\. Did you mean 'arithmetic'\?"):
        make_task(TaskConfig(name="aritmetic"))


def test_a_split_that_leaves_nothing_to_train_on_is_refused() -> None:
    with pytest.raises(SpecError, match="100 problems cannot give validation=400"):
        make_task(TaskConfig(digits=1))


@pytest.mark.parametrize(
    "completion",
    [
        "",
        "062",
        "<a>062",
        "062</a>",
        "<a>062</a>7",
        "</a><a>062</a>",
        "<a><a>062</a>",
        "<a>1</a>" * 2,
    ],
)
def test_a_completion_that_is_not_closed_once_at_its_end_has_no_answer(completion: str) -> None:
    assert read_answer(completion) is None


@pytest.mark.parametrize("answer", ["", "-62", "6 2", "62.0", "٦٢", "6" * 5000, "²"])
def test_only_ascii_digits_are_a_sum(answer: str) -> None:
    assert not judge_sum(answer, make_sum(27, 35, 2))


def test_leading_zeros_do_not_make_a_sum_wrong() -> None:
    assert judge_sum("62", make_sum(27, 35, 2))
    assert judge_sum("0062", make_sum(27, 35, 2))


@given(st.integers(0, 999), st.integers(0, 999))
def test_dropping_carries_never_gives_more_and_agrees_where_nothing_is_carried(
    left: int, right: int
) -> None:
    wrong = add_without_carrying(left, right)
    carries = any((left // p % 10) + (right // p % 10) > 9 for p in (1, 10, 100))
    assert (wrong < left + right) if carries else (wrong == left + right)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.data())
def test_an_expression_is_worth_what_python_says(numbers: list[int], data: st.DataObject) -> None:
    operators = [data.draw(st.sampled_from("+-*")) for _ in numbers[1:]]
    text = str(numbers[0]) + "".join(f"{o}{n}" for o, n in zip(operators, numbers[1:], strict=True))
    assert evaluate_expression(text) == eval(text)


@given(st.text(alphabet="0123456789+-*() /.e_", max_size=12))
def test_text_that_is_no_expression_is_none_and_never_raises(text: str) -> None:
    value = evaluate_expression(text)
    if value is None:
        assert not text or set(text) - set("0123456789") or len(text) > 9


@pytest.mark.parametrize(
    "cheat", ["22", "3*5+7+0", "5*5-3", "7*3+1", "__import__('os')", "3**5", ""]
)
def test_an_expression_that_does_not_use_exactly_the_numbers_is_wrong(cheat: str) -> None:
    problem = Problem("3,5,7=22:", "22", "3*5+7", "3+5+7", {"numbers": (3, 5, 7)})
    assert judge_expression("7+5*3", problem)
    assert not judge_expression(cheat, problem)


def test_numbers_that_can_only_make_one_value_pose_no_problem() -> None:
    assert make_problems((0, 0), random.Random(0)) == []


OWN = """
from rewardkit.tasks import Problem, Task, split

def evens(config):
    problems = [Problem(f"{n}?", str(n % 2), str(n % 2), str(1 - n % 2), {}) for n in range(40)]
    parts = split(problems, config.validation, config.heldout, __import__("random").Random(0))
    return Task("evens", *parts, "0123456789?", lambda text, one: text == one.answer)

def nothing(config):
    return None

word = "evens"
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "my_own_task.py"
    path.write_text(OWN)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "my_own_task", raising=False)
    return path


def test_a_function_of_ones_own_file_makes_a_task(own: Path) -> None:
    task = make_task(TaskConfig(name=f"{own}:evens", validation=5, heldout=10))
    assert (task.name, len(task.train)) == ("evens", 25)
    again = make_task(TaskConfig(name="my_own_task:evens", validation=5, heldout=10))
    assert again.heldout == task.heldout


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("{own}:even", r"has no function 'even'\. Did you mean 'evens'\?"),
        ("{own}:word", r"has no function 'word'"),
        ("{own}:nothing", r"returned NoneType, not a Task"),
        ("{own}x.py:evens", r"there is no file"),
        ("no_such_module_here:evens", r"importing no_such_module_here failed: .*No module named"),
        ("{own}:evens", r"task: 40 problems cannot give"),
    ],
)
def test_a_task_of_ones_own_that_cannot_be_made_is_named(
    own: Path, name: str, message: str
) -> None:
    with pytest.raises(SpecError, match=message):
        make_task(TaskConfig(name=name.format(own=own)))


def test_two_files_of_one_name_are_two_tasks(tmp_path: Path) -> None:
    found = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / "same_name.py"
        file.write_text(
            "from dataclasses import replace\n"
            "from rewardkit.tasks.arithmetic import make_arithmetic\n"
            f"def make(config):\n    return replace(make_arithmetic(config), name={folder!r})\n"
        )
        config = TaskConfig(name=f"{file}:make", digits=1, validation=10, heldout=30)
        found += [make_task(config).name for _ in range(2)]
    assert found == ["one", "one", "two", "two"]
