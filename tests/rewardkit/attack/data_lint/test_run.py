"""A lint names the rows whose reference is unfit, and what a constant reply earns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get, reward, weighted
from rewardkit.attack.data_lint.run import lint
from rewardkit.errors import InputError

NUMBER = get("math/number")
ROWS = [
    {"id": f"r{n}", "prompt": f"What is {n} + {n + 5}?", "answer": str(2 * n + 5)}
    for n in (11, 23, 38, 52, 67)
]

SUMS = [{"prompt": f"What is {n} + {n + 5}?", "answer": str(2 * n + 5)} for n in range(21, 41, 2)]


def codes(rows: list[dict[str, Any]], judge: Any = NUMBER) -> dict[str, list[str]]:
    return {one.code: list(one.ids) for one in lint(judge, rows).findings}


def test_sound_rows_have_no_faults() -> None:
    assert codes(ROWS) == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"prompt": "What?", "answer": ""}, "missing_reference"),
        ({"prompt": "What?", "answer": float("nan")}, "missing_reference"),
        ({"prompt": "What?", "answer": None}, "missing_reference"),
        ({"prompt": "What?", "answer": "N/A"}, "unfit_reference"),
        ({"prompt": "What?", "answer": "3 or 4"}, "ambiguous_reference"),
        ({"prompt": "What?", "answer": "a dozen eggs"}, "unreadable_reference"),
        ({"prompt": "The sum is 1234. What is the sum?", "answer": "1234"}, "leaked_reference"),
        ({"prompt": ROWS[0]["prompt"], "answer": "99"}, "contradicting_references"),
    ],
)
def test_an_unfit_row_is_named(row: dict[str, Any], code: str) -> None:
    assert "bad" in codes([*ROWS, {"id": "bad", **row}]).get(code, [])


def test_labels_that_every_prompt_lists_are_not_leaked() -> None:
    rows = [
        {"prompt": f"Review {n}: positive, negative or neutral?", "answer": label}
        for n, label in enumerate(["positive", "negative", "neutral"] * 3)
    ]
    assert codes(rows, get("text/exact")) == {}


def test_the_commonest_answer_is_scored_on_every_row() -> None:
    rows = [{"prompt": f"Q{n}", "answer": "C" if n < 6 else "A"} for n in range(8)]
    facts = lint(get("text/choice"), rows).facts
    assert (facts["constant_reply"], facts["constant_reply_earns"]) == ("C", 0.75)
    assert facts["references_earn"] == 1.0


def test_components_that_do_not_vary_or_say_the_same_are_named() -> None:
    @reward
    def always(completion: str) -> float:
        return 1.0

    @reward
    def right(completion: str, answer: str) -> bool:
        return completion == answer

    twice = right.named("again")
    rows = [{**row, "completion": row["answer"] if n % 2 else f"{n}"} for n, row in enumerate(SUMS)]
    found = lint(0.2 * always + 0.4 * right + 0.4 * twice, rows)
    assert {one.code for one in found.findings} == {"never_varies", "same_information"}
    assert 0 < found.facts["dead_groups"] < 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{**row, "completion": row["answer"]} for row in SUMS], "every completion earns full pay"),
        (
            [{**row, "completion": row["answer"]} for row in SUMS[:3]],
            "fewer than 8 different completions",
        ),
        (
            [{**row, "completion": f"So {row['answer']}.", "right": True} for row in SUMS],
            "every completion is labelled right",
        ),
    ],
)
def test_worked_answers_are_no_proof_that_a_component_never_varies(
    rows: list[dict[str, Any]], why: str
) -> None:
    short = get("length/overlong")(max_length=90, buffer=30, unit="words")
    both = weighted(form=(0.3, short), right=(0.7, NUMBER))
    found = lint(both, rows)
    assert found.findings == ()
    assert found.facts["components_not_judged"] == why


def test_a_forecast_multiplies_and_no_rows_are_refused() -> None:
    facts = lint(get("text/exact"), ROWS, rollouts=1000).facts
    assert facts["seconds_of_scoring"] == pytest.approx(1000 * facts["seconds_a_row"])
    with pytest.raises(InputError):
        lint(get("text/exact"), [])


def test_the_command_exits_with_one_for_a_fault(tmp_path: Path) -> None:
    from rewardkit.cli import main

    file = tmp_path / "d.jsonl"
    for rows, code in ((ROWS, 0), ([*ROWS, {"prompt": "x", "answer": ""}], 1)):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        for extra in ([], ["--json"], ["--rollouts", "500", "--limit", "6"]):
            with pytest.raises(SystemExit) as stop:
                main(["lint", "text/exact", "--data", str(file), *extra])
            assert stop.value.code == code


def test_a_plain_function_with_odd_columns_is_checked_as_an_attack_reads_it() -> None:
    def exact(question: str, output: str, gold_city: str) -> float:
        return float(output.strip() == gold_city)

    cities = ["Paris", "Lima", "Oslo", "Cairo", "Tokyo", "Nairobi", "Accra", "Quito"]
    rows = [
        {"id": city, "question": f"City {n}?", "output": f" {city}", "gold_city": city}
        for n, city in enumerate(cities)
    ]
    assert lint(exact, rows).findings == ()
    broken = lint(exact, [*rows, {"id": "bad", "question": "Q?", "output": "x", "gold_city": ""}])
    assert {one.code: one.ids for one in broken.findings} == {"missing_reference": ("bad",)}


def test_the_reference_is_the_column_that_is_paid_when_stated() -> None:
    def by_town(completion: str, town: str) -> float:
        return float(completion.strip() == town)

    rows = [
        {"id": city, "prompt": f"{city[0]}?", "town": city} for city in ("Paris", "Lima", "Oslo")
    ]
    leaked = {"id": "bad", "prompt": "The town is Quito. Which town is it?", "town": "Quito"}
    assert [one.ids for one in lint(by_town, [*rows, leaked]).findings] == [("bad",)]


def test_a_reward_under_which_nothing_is_ever_paid_is_a_fault() -> None:
    def nothing(completion: str, answer: str) -> float:
        return 0.0

    def hashes(completion: str, answer: str) -> float:
        return float(completion.rpartition("#### ")[1:] == ("#### ", answer))

    rows = [{**row, "completion": f"We get {row['answer']}."} for row in SUMS]
    for judge, words in (
        (nothing, "every completion and every reference earns 0, the low end"),
        (hashes, "every completion earns 0, the low end"),
        (get("math/number")(where="<nosuch>"), "every completion and every reference earns 0"),
    ):
        found = lint(judge, rows)
        (fault,) = (one for one in found.findings if one.code == "never_paid")
        assert words in fault.message
        assert "full pay" not in str(found.facts.get("components_not_judged"))


def test_completions_without_pay_are_no_fault_where_that_says_nothing() -> None:
    def overlong(completion: str) -> float:
        return -float(len(completion) > 4000)

    rows = [{**row, "completion": f"We get {row['answer']}."} for row in SUMS]
    assert lint(overlong, rows).findings == ()
    wrong = [{**row, "completion": "We get 1.5.", "right": False} for row in SUMS]
    few = [{**row, "completion": "We get 1.5."} for row in SUMS[:3]]
    for some in (wrong, few):
        assert "never_paid" not in [one.code for one in lint(get("math/number"), some).findings]
