"""The pytest plugin, tested by running pytest inside pytest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

REWARD = """
from rewardkit import Score, reward

@reward
def exact(completion: str, answer: str) -> Score:
    if not completion:
        return Score.unparsed("empty")
    right = completion.strip() == answer
    return Score.ok(float(right), "" if right else "wrong", extra={"read": completion.strip()})
"""
HEADER = '{"reward": "mine_3c.py:exact"}\n'
RIGHT = '{"id": "right", "completion": "4", "answer": "4", "expect": {"value": 1}}\n'
WRONG = '{"id": "says five", "completion": "5", "answer": "4", "expect": {"value": 1}}\n'
STRICT = ["-W", "error", "-p", "no:cacheprovider", "--strict-markers", "--strict-config"]


@pytest.fixture(autouse=True)
def clean_path() -> Iterator[None]:
    before = list(sys.path)
    yield
    sys.path[:] = before


@pytest.fixture
def box(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a reward in it."""
    pytester.path.joinpath("mine_3c.py").write_text(REWARD)
    return pytester


def put(box: pytest.Pytester, name: str, text: str) -> Path:
    path = box.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(box: pytest.Pytester, *options: str) -> pytest.RunResult:
    return box.runpytest_inprocess(*STRICT, *options)


@pytest.mark.parametrize("mode", ["importlib", "prepend"])
def test_each_case_is_one_test_with_a_readable_id(box: pytest.Pytester, mode: str) -> None:
    put(box, "cases.jsonl", HEADER + RIGHT + WRONG)
    result = run(box, "-v", f"--import-mode={mode}")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["cases.jsonl::right PASSED*", "cases.jsonl::says five FAILED*"])


def test_an_id_cannot_steer_the_terminal(box: pytest.Pytester) -> None:
    case = '{"id": "a\\u001b[2J\\nb", "completion": "x", "expect": {"value": 1}}\n'
    put(box, "cases.jsonl", HEADER + case)
    result = run(box, "-v")
    assert "\x1b[2J" not in str(result.stdout)
    result.stdout.fnmatch_lines(["*::a\\x1b?2J\\nb *"])


def test_a_failure_is_a_comparison_and_no_traceback(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", HEADER + WRONG)
    result = run(box)
    result.stdout.fnmatch_lines(
        [
            "*case says five*",
            "case 'says five'  (cases.jsonl:2)",
            "*expected  got",
            "  value  1         0",
            "  exact  0  in ?0, 1?  (wrong)",
            "  exact: read = '5'",
            "  completion, 1 character:",
            "    5",
            "  answer: '4'",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*runner.py*")


def test_yaml_and_prefixed_files_are_collected(box: pytest.Pytester) -> None:
    case = "- {id: a, completion: x, answer: x, expect: {value: 1}}"
    put(box, "cases.yaml", f"reward: mine_3c:exact\ncases:\n  {case}\n")
    put(box, "more.cases.yml", f"reward: mine_3c:exact\ncases:\n  {case}\n")
    put(box, "more.cases.jsonl", HEADER + RIGHT)
    run(box).assert_outcomes(passed=3)


def test_cases_are_selected_like_any_test(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", HEADER + RIGHT + WRONG)
    run(box, "-k", "right").assert_outcomes(passed=1, deselected=1)
    run(box, "cases.jsonl::says five").assert_outcomes(failed=1)


def test_a_broken_file_is_one_collection_error_with_its_line(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", HEADER + '{"id": "a", "completion": "x", "expect": {"vlaue": 1}}\n')
    result = run(box)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*cases.jsonl:2: case 'a': expect has no 'vlaue'. Did you mean 'value'?"]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_reward_that_is_not_there_fails_with_one_sentence(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", '{"reward": "mine_3c.py:exakt"}\n' + RIGHT)
    result = run(box)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*cases.jsonl:2: *'exakt'*Did you mean 'exact'?"])


def test_somebody_elses_cases_are_not_collected(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", '{"input": 1, "output": 2}\n')
    assert run(box).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_stranger_that_is_asked_for_by_name_says_what_it_lacks(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", '{"input": 1, "output": 2}\n')
    result = run(box, "cases.jsonl")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*cases.jsonl:1: case 'line-1' has no 'completion'*"])


def test_the_plugin_can_be_turned_off(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", HEADER + WRONG)
    assert run(box, "-p", "no:rewardkit").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_two_folders_with_modules_of_one_name_are_told_apart(box: pytest.Pytester) -> None:
    for folder in ("one", "two"):
        put(box, f"{folder}/twin_3c.py", REWARD)
        put(box, f"{folder}/cases.jsonl", '{"reward": "twin_3c:exact"}\n' + RIGHT)
    result = run(box)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*two?twin_3c.py was not imported: *one?twin_3c.py has the same*"])


def test_fixtures_load_rewards_and_samples_beside_the_test(box: pytest.Pytester) -> None:
    put(box, "inner/spec_3c.yaml", 'reward: {clip: {low: 0, high: 0.5, of: "mine_3c:exact"}}\n')
    put(
        box,
        "inner/rows.jsonl",
        '{"id": "a", "completion": "4", "gold": "4"}\n\n{"completion": "5", "gold": "4"}\n',
    )
    put(
        box,
        "inner/test_it.py",
        """
def test_a_spec_file(load_reward, samples):
    rows = samples("rows.jsonl", answer="gold")
    assert [row.answer for row in rows] == ["4", "4"]
    found = load_reward("spec_3c.yaml").score_many(rows)
    assert [one.value for one in found] == [0.5, 0.0]

def test_a_registry_id_with_settings(load_reward):
    reward = load_reward("math/number", where="boxed")
    assert reward.settings["where"] == "boxed"
""",
    )
    run(box, "--import-mode=importlib").assert_outcomes(passed=2)


def test_a_row_that_is_no_sample_is_named_with_its_line(box: pytest.Pytester) -> None:
    put(box, "rows.jsonl", '{"completion": "4"}\n{"completion": 4}\n')
    put(box, "test_it.py", "def test_it(samples):\n    samples('rows.jsonl')\n")
    result = run(box)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*rows.jsonl: line 2: completion must be text*"])


def test_an_assertion_does_not_show_our_own_frames(box: pytest.Pytester) -> None:
    put(
        box,
        "test_it.py",
        """
from rewardkit import get
from rewardkit.testing import assert_score, assert_prefers, assert_reward

def test_score():
    assert_score(get("math/number"), 1.0, completion="#### 5", answer="4")

def test_prefers():
    assert_prefers(get("math/number"), "#### 5", "#### 4", answer="4")

def test_reward():
    assert_reward(get("math/number"), [{"completion": "", "answer": "4"}], template="?")
""",
    )
    result = run(box)
    result.assert_outcomes(failed=3)
    result.stdout.no_fnmatch_line("*assertions.py:*")
    result.stdout.no_fnmatch_line("*check_reward.py:*")


def test_cases_run_in_the_workers_of_xdist(box: pytest.Pytester) -> None:
    put(box, "cases.jsonl", HEADER + RIGHT + WRONG)
    result = box.runpytest_subprocess(*STRICT, "-n", "2")
    result.assert_outcomes(passed=1, failed=1)


def test_the_plugin_brings_nothing_along_when_it_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import json, sys\n"
        "def test_it():\n"
        "    names = {name.partition('.')[0] for name in sys.modules}\n"
        "    print('LOADED', json.dumps(sorted(names)))\n"
    )
    quiet = ["-q", "-s", "-W", "error", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, "test_it.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    line = next(line for line in result.stdout.splitlines() if "LOADED" in line)
    names = set(json.loads(line.partition("LOADED ")[2]))
    assert "rewardkit" in names
    assert names & {"pydantic", "yaml", "rich", "typer", "sympy", "torch", "numpy"} == set()
