"""Running cases: which reward, scored how, compared with what, and said how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rewardkit.errors import CaseError
from rewardkit.testing import FileResult, Outcome, run_cases
from rewardkit.testing.cases.diff import excerpt, explain

Write = Callable[[str, str], Path]

REWARDS = """
    from rewardkit import Score, reward

    @reward
    def exact(completion: str, answer: str) -> Score:
        text = completion.strip()
        if not text:
            return Score.unparsed("empty")
        said = {"read": text}
        if text == answer:
            return Score.ok(1.0, extra=said)
        return Score.ok(0.0, "wrong", f"{text!r} is not {answer!r}", extra=said)

    @reward(range=(0, 10))
    def size(completion: str, *, most: int = 10) -> float:
        return float(min(len(completion), most))

    @reward
    def crashes(completion: str) -> float:
        raise RuntimeError("boom")

    @reward(grouped=True)
    def longest(completion: list[str]) -> list[bool]:
        return [len(text) == max(map(len, completion)) for text in completion]

    both = exact + size
"""


@pytest.fixture
def cases(write: Write) -> Callable[..., FileResult]:
    """Run cases in a folder whose `mine_7f.py` holds the rewards above."""
    write("mine_7f.py", REWARDS)

    def run(*lines: str, name: str = "cases.jsonl") -> FileResult:
        return run_cases(write(name, "\n".join(lines) + "\n"))

    return run


Run = Callable[..., FileResult]
HEADER = '{"reward": "mine_7f:exact"}'


def only(result: FileResult) -> Outcome:
    assert len(result.outcomes) == 1
    return result.outcomes[0]


def one(cases: Run, expect: str, completion: str = "4", reward: str = "mine_7f:exact") -> Outcome:
    row = f'{{"id": "a", "completion": "{completion}", "answer": "4", "expect": {expect}}}'
    return only(cases(f'{{"reward": "{reward}"}}', row))


def test_a_case_that_holds_passes(cases: Run) -> None:
    outcome = one(cases, '{"value": 1, "status": "ok", "reason": "", "range": [0, 1]}')
    assert outcome.passed
    assert outcome.breakdown is not None
    assert outcome.breakdown.value == 1.0


@pytest.mark.parametrize(
    ("expect", "completion", "what", "expected", "got"),
    [
        ('{"value": 1}', "5", "value", "1", "0"),
        ('{"value": 0.5, "tolerance": 0.25}', "5", "value", "0.5 ± 0.25", "0"),
        ('{"value": null}', "5", "value", "no value", "0"),
        ('{"range": [0.5, 1]}', "5", "range", "in [0.5, 1]", "0"),
        ('{"status": "ok"}', "", "status", "ok", "unparsed"),
        ('{"reason": "wrong"}', "4", "reason", "wrong", "(none)"),
        ('{"reason": ""}', "5", "reason", "(none)", "wrong"),
        ('{"components": {"exact": 1}}', "5", "components.exact", "1", "0"),
        (
            '{"components": {"exakt": 1}}',
            "5",
            "components.exakt",
            "1",
            "no such component. Did you mean 'exact'?",
        ),
    ],
)
def test_what_does_not_hold_is_told_as_expected_and_got(
    cases: Run, expect: str, completion: str, what: str, expected: str, got: str
) -> None:
    outcome = one(cases, expect, completion)
    assert not outcome.passed
    assert [(m.what, m.expected, m.got) for m in outcome.mismatches] == [(what, expected, got)]


def test_everything_that_does_not_hold_is_told_at_once(cases: Run) -> None:
    outcome = one(cases, '{"value": 1, "status": "unparsed", "range": [1, 1]}', "5")
    assert [m.what for m in outcome.mismatches] == ["value", "range", "status"]


@pytest.mark.parametrize(
    ("expect", "passes"), [("0.3", True), ("0.30001", False), ("0.3000000001", True)]
)
def test_values_are_compared_with_a_little_tolerance(
    cases: Run, write: Write, expect: str, passes: bool
) -> None:
    write(
        "sum_7f.py", "from mine_7f import exact\nthird = (exact * 0.1 + exact * 0.2).named('t')\n"
    )
    assert one(cases, f'{{"value": {expect}}}', "4", "sum_7f:third").passed is passes


def test_a_crash_is_an_error_with_no_value(cases: Run) -> None:
    assert one(cases, '{"value": null, "status": "error"}', reward="mine_7f:crashes").passed
    outcome = one(cases, '{"value": 0}', reward="mine_7f:crashes")
    assert [(m.expected, m.got) for m in outcome.mismatches] == [("0", "no value")]


def test_better_than_is_strict_and_may_name_several(cases: Run) -> None:
    result = cases(
        '{"reward": "mine_7f:size"}',
        '{"id": "long", "completion": "abc", "expect": {"better_than": ["short", "empty"]}}',
        '{"id": "short", "completion": "a", "expect": {"better_than": "equal"}}',
        '{"id": "equal", "completion": "b", "expect": {"value": 1}}',
        '{"id": "empty", "completion": "", "expect": {"value": 0}}',
    )
    assert [outcome.case.id for outcome in result.failed] == ["short"]
    assert result.failed[0].mismatches[0].expected == "more than 'equal' (1)"


def test_better_than_compares_nothing_with_a_case_without_value(cases: Run) -> None:
    result = cases(
        '{"reward": "mine_7f:exact"}',
        '{"id": "good", "completion": "4", "answer": "4", "expect": {"better_than": "none"}}',
        '{"id": "none", "completion": "4", "expect": {"status": "error"}}',
    )
    assert result.failed[0].mismatches[0].expected == "more than 'none' (no value)"


def test_better_than_is_about_one_reward(cases: Run) -> None:
    with pytest.raises(CaseError, match=r":2: case 'a' cannot be better than 'b'.*another reward"):
        cases(
            '{"reward": "mine_7f:size"}',
            '{"id": "a", "completion": "abc", "expect": {"better_than": "b"}}',
            '{"id": "b", "completion": "", "with": {"most": 2}, "expect": {"value": 0}}',
        )


def test_settings_reach_the_reward(cases: Run) -> None:
    result = cases(
        '{"reward": "mine_7f:size", "with": {"most": 3}}',
        '{"id": "header", "completion": "abcdef", "expect": {"value": 3}}',
        '{"id": "own", "completion": "abcdef", "with": {"most": 5}, "expect": {"value": 5}}',
    )
    assert result.failed == ()
    assert result.rewards == ("size",)


def test_a_field_that_only_some_cases_lack_is_an_error_of_those(cases: Run) -> None:
    result = cases(
        HEADER,
        '{"id": "has", "completion": "4", "answer": "4", "expect": {"value": 1}}',
        '{"id": "lacks", "completion": "4", "expect": {"reason": "missing_answer"}}',
    )
    assert result.failed == ()


def test_a_field_that_every_case_lacks_fails_with_its_name(cases: Run) -> None:
    outcome = only(cases(HEADER, '{"id": "a", "completion": "4", "expect": {"value": 1}}'))
    assert "BindError: reward 'exact' asks for 'answer'" in outcome.trouble


def test_cases_of_a_group_are_rivals_and_others_are_not(cases: Run) -> None:
    result = cases(
        '{"reward": "mine_7f:longest"}',
        '{"id": "a", "group": 1, "completion": "xx", "expect": {"value": 1}}',
        '{"id": "alone", "completion": "", "expect": {"value": 1}}',
        '{"id": "b", "group": 1, "completion": "x", "expect": {"value": 0, "reason": ""}}',
    )
    assert [outcome.mismatches for outcome in result.failed] == []


def test_the_reward_may_be_a_spec_file_beside_the_cases(cases: Run, write: Write) -> None:
    write("spec_7f.yaml", 'reward: {clip: {low: 0, high: 2, of: "mine_7f:size"}}\n')
    assert one(cases, '{"value": 2}', "abcdef", "spec_7f.yaml").passed


def test_the_reward_may_be_a_python_file_beside_the_cases(cases: Run) -> None:
    assert one(cases, '{"value": 1}', reward="mine_7f.py:exact").passed


def test_the_reward_may_be_a_composition(cases: Run) -> None:
    outcome = one(cases, '{"value": 2, "components": {"exact": 1, "size": 1}}', "4", "mine_7f:both")
    assert outcome.passed


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ('{"reward": "mine_7f:exakt"}', r"cases.jsonl:2: .*'mine_7f' has no 'exakt'.*'exact'"),
        ('{"reward": "no_such_7f:a"}', "there is no module 'no_such_7f'"),
        ('{"reward": "nope/nope"}', "no verifier is called 'nope/nope'"),
        ('{"reward": "gone.yaml"}', "there is no such spec file"),
        ('{"reward": "mine_7f:size", "with": {"mots": 1}}', "no setting 'mots'.*'most'"),
        ('{"reward": "mine_7f:both", "with": {"a": 1}}', "composed of other rewards"),
        ('{"reward": "spec.yaml", "with": {"a": 1}}', "spec.yaml has its own settings"),
        ('{"note": "no reward"}', "cases name no reward, and there is no card.yaml"),
    ],
)
def test_a_reward_that_cannot_be_had_is_a_fault_of_the_file(
    cases: Run, header: str, message: str
) -> None:
    with pytest.raises(CaseError, match=f"(?s){message}"):
        cases(header, '{"completion": "4", "answer": "4", "expect": {"value": 1}}')


def test_two_modules_of_one_name_are_never_confused(write: Write) -> None:
    row = '{"completion": "a", "expect": {"value": 1}}\n'
    for folder, value in (("one", 1.0), ("two", 0.5)):
        write(
            f"{folder}/twin_7f.py",
            f"from rewardkit import reward\n\n@reward\ndef r(completion: str) -> float:\n"
            f"    return {value}\n",
        )
        write(f"{folder}/cases.jsonl", '{"reward": "twin_7f:r"}\n' + row)
    base = write("x", "").parent
    assert run_cases(base / "one" / "cases.jsonl").failed == ()
    with pytest.raises(CaseError, match=r"two.twin_7f.py was not imported: .*one.twin_7f.py"):
        run_cases(base / "two" / "cases.jsonl")


def test_a_verifier_of_a_folder_that_is_not_installed_says_so(write: Write) -> None:
    write(
        "card.yaml",
        """
        id: math/number
        major: 1
        version: "1.0.0"
        summary: A copy of the verifier in another folder.
        judges: Whatever the copy judges, which nobody knows.
        inputs: [completion]
        range: "[0, 1]"
        deterministic: true
        cost: trivial
        """,
    )
    path = write("cases.jsonl", '{"completion": "4", "answer": "4", "expect": {"value": 1}}\n')
    with pytest.raises(CaseError, match="the installed 'math/number' is another one"):
        run_cases(path)


# --- the explanation of a failure -----------------------------------------------------------
def test_an_explanation_shows_place_difference_tree_extraction_and_completion(
    cases: Run,
) -> None:
    row = (
        '{"id": "off", "completion": "5", "answer": "4", "level": 2, "note": "one off", '
        '"expect": {"value": 2}}'
    )
    lines = explain(only(cases('{"reward": "mine_7f:both"}', row))).splitlines()
    assert lines[0].startswith("case 'off'  (")
    assert lines[0].endswith("cases.jsonl:2)")
    text = "\n".join(lines[1:])
    assert text == "\n".join(
        [
            "  note: one off",
            "",
            "         expected  got",
            "  value  2         1",
            "",
            "  sum  1  in [0, 11]",
            "  ├─ exact  0  in [0, 1]  (wrong: '5' is not '4')",
            "  └─ size  1  in [0, 10]",
            "  exact: read = '5'",
            "",
            "  completion, 1 character:",
            "    5",
            "  answer: '4'",
            "  level: 2",
        ]
    )


def test_an_explanation_says_why_a_case_could_not_be_scored(cases: Run) -> None:
    outcome = only(cases(HEADER, '{"id": "a", "completion": "", "expect": {"value": 1}}'))
    text = explain(outcome)
    assert "could not be scored: BindError" in text
    assert "completion: empty" in text


def test_a_long_completion_is_shown_by_both_ends() -> None:
    text = excerpt("a" * 5000 + "\x1b[31m\u202e" + "b" * 5000)
    assert text.startswith("aaa")
    assert text.endswith("bbb")
    assert "9,606 characters" in text
    assert len(text) < 500


def test_control_characters_are_made_visible() -> None:
    assert excerpt("a\x1b[31m\u202eb\nc\r") == "a\\x1b[31m\\u202eb\nc\\r"
