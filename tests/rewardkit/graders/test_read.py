"""TOML of Harbor, verifyit and verifiers becomes specs; the command line reports the rest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Reward, load
from rewardkit.errors import InputError
from rewardkit.graders.read import import_grader
from tests.rewardkit.cli.conftest import cli  # noqa: F401 - a fixture

JUDGE = """
[judge]
judge = "anthropic/some-model"
files = ["/app/main.py"]

[[criterion]]
description = "Is the code correct?"
type = "binary"
weight = 3.0

[[criterion]]
description = "How readable is it?"
type = "likert"
points = 5
name = "clear"
"""


def read(tmp_path: Path, text: str, fake: str = "approve") -> tuple[Reward, str]:
    path = tmp_path / "grader.toml"
    path.write_text(text)
    data, notes = import_grader(path, {"fake": fake})
    return load(data), "\n".join(map(str, notes))


REPLY = "def add(a, b): return a + b  # a whole solution"


@pytest.mark.parametrize(
    ("scoring", "best", "worst"),
    [
        ("", 1.0, 0.0),
        ('[scoring]\naggregation = "all_pass"', 1.0, 0.0),
        ('[scoring]\naggregation = "any-pass"', 1.0, 0.0),
        ('[scoring]\naggregation = "threshold"\nthreshold = 0.7', 1.0, 0.0),
        ('[scoring]\naggregation = "weighted-sum"', 1.0, 0.0),
        ('[scoring]\naggregation = "required-pass"', 1.0, 0.0),
    ],
)
def test_harbor_judges_combine_as_they_say(
    tmp_path: Path, scoring: str, best: float, worst: float
) -> None:
    reward, notes = read(tmp_path, JUDGE + scoring)
    assert reward.range == (0, 1)
    assert reward.score(completion=REPLY).value == best
    assert read(tmp_path, JUDGE + scoring, "deny")[0].score(completion=REPLY).value == worst
    assert "files of a workspace are not read" in notes


def test_harbor_weights_are_shares_of_their_sum(tmp_path: Path) -> None:
    reward, _ = read(tmp_path, JUDGE.replace('name = "clear"', 'name = "clear"\nnegate = true'))
    assert reward.score(completion=REPLY).value == 0.75


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[reward]]\nname = 'reward'", "import each judge file"),
        (JUDGE + '[scoring]\naggregation = "best"', "aggregation 'best' is not known"),
        (JUDGE.replace('"likert"', '"stars"'), "criterion.1: type 'stars'"),
        (JUDGE.replace("3.0", "-3.0"), "negative weights"),
        ("x = 1", r"no \[\[criterion\]\]"),
        ("x = ", "not TOML"),
    ],
)
def test_toml_that_cannot_be_read_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ('mode = "math"\nexpected = "1/2"',
         {"completion": r"It is \boxed{2/4}.", "answer": "1/2"}, 1.0),
        ('mode = "numeric"\nexpected = "7"\ntolerance_abs = 0\ntolerance_rel = 0',
         {"completion": "The answer is 8.", "answer": "7"}, 0.0),
        ('mode = "mcq"\nexpected = "B"', {"completion": "The answer is B.", "answer": "B"}, 1.0),
        ('mode = "exact"\nexpected = ["New  York"]',
         {"completion": "new york", "answer": "New York"}, 1.0),
        ('mode = "judge"\nrubric = "checklist"\ncriteria = ["Is it polite?", "Is it short?"]',
         {"completion": "Thank you very much, Sir."}, 1.0),
    ],
)  # fmt: skip
def test_modes_of_verifyit_that_have_a_counterpart(
    tmp_path: Path, text: str, row: Any, value: float
) -> None:
    reward, notes = read(tmp_path, text)
    assert reward.score(**row).value == value
    assert "needed: grader: each row" in notes or "judge" in text


@pytest.mark.parametrize(
    "text",
    [
        'mode = "gotest"',
        'mode = "predicted_action"',
        'mode = "numeric"\nexpected = "7"\ntolerance_abs = 0.1',
        'mode = "exact"\nexpected = ["a"]\nsubstring = true',
        'mode = "exact"\nexpected = ["a", "b"]',
        'mode = "json-schema"\nformat = "yaml"',
        'mode = "judge"\nrubric = "labels"',
    ],
)
def test_modes_without_a_counterpart_are_refused_and_not_guessed(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"cannot be carried over|no verifier|lists every"):
        read(tmp_path, text)


RUBRIC = """
[env.taskset.task.rewards]
exact_match = { fn = "rubric_module.exact_match", weight = 0.5 }
brief = "rubric_module:brief"
"""


def test_rubrics_of_verifiers_keep_their_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "from rewardkit import reward\n@reward\ndef {}(completion: str): return True\n"
    text = code.format("exact_match") + code.format("brief")
    (tmp_path / "rubric_module.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    reward, notes = read(tmp_path, RUBRIC)
    assert reward.score(completion="x").value == 1.5
    assert "rubric_module:exact_match takes the trace" in notes


def test_the_command_writes_a_spec_and_reports(cli: Any, tmp_path: Path) -> None:  # noqa: F811
    grader = {"type": "string_check", "name": "g", "operation": "like", "input": "{{ sample.output_text }}", "reference": "{{ item.answer }}"}  # fmt: skip  # noqa: E501
    (tmp_path / "g.json").write_text(json.dumps(grader))
    found = cli("import", "g.json", "-o", "reward.yaml")
    assert (found.code, found.out) == (0, "g.json -> reward.yaml\n")
    assert "differs: grader: an empty reference" in found.err
    assert load(tmp_path / "reward.yaml").score(completion="It is 4.", answer="4").value == 1.0
    assert cli("import", "g.json", "-o", "reward.yaml").code == 2
    assert "use: grader/string_check" in cli("import", "g.json").out
    for words in (("none.json",), ("g.json", "--judge", "http://x"), ("g.json", "-o", "x.txt")):
        assert cli("import", *words).code == 2


@pytest.mark.parametrize(
    "data",
    [
        {"type": "string_chek"},
        [{"type": "string_chek"}],
        {"method": {"reinforcement": {"grader": {"type": "string_chek"}}}},
    ],
)
def test_an_unknown_type_comes_with_the_closest_one(tmp_path: Path, data: Any) -> None:
    path = tmp_path / "g.json"
    path.write_text(json.dumps(data))
    why = "type 'string_chek' is none of its types. Did you mean 'string_check'?"
    with pytest.raises(InputError, match=re.escape(why)):
        import_grader(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "x"}', '{"a": 1, "a": 2}', "[" * 5000])
def test_json_that_is_no_grader_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "g.json"
    path.write_text(text)
    with pytest.raises(InputError):
        import_grader(path)
