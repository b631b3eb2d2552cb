"""References that are objects are attacked field by field, in JSON and in the file's own form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.attack.objects import object_of, object_text, states_object, wrong_value
from rewardkit.attack.reference import NOTHING_PAID
from rewardkit.attack.run import attack

Judge = Callable[..., float]
ROWS = [
    {"prompt": f"Read booking {turn}.", "answer": {"guest": guest, "nights": nights, "city": city}}
    for turn, (guest, nights, city) in enumerate(
        [("Iris", 2, "Turin"), ("Noor", 5, "Ghent"), ("Paul", 3, "Porto"), ("Sven", 7, "Malmo")]
    )
]
TEXTS = [{**row, "answer": json.dumps(row["answer"])} for row in ROWS]
LISTED = [
    {**row, "completion": "\n".join(f"{key} = {one}" for key, one in row["answer"].items())}  # type: ignore[attr-defined]
    for row in ROWS
]


def said(completion: str) -> dict[str, Any]:
    return object_of(completion) or {}


def right(answer: Any) -> dict[str, Any]:
    return answer if isinstance(answer, dict) else json.loads(answer)


def any_field(completion: str, answer: Any) -> float:
    return float(any(said(completion).get(key) == one for key, one in right(answer).items()))


def names_alone(completion: str, answer: Any) -> float:
    return float(said(completion).keys() == right(answer).keys())


def values_alone(completion: str, answer: Any) -> float:
    values = sorted(map(str, said(completion).values()))
    return float(values == sorted(map(str, right(answer).values())))


def equal(completion: str, answer: Any) -> float:
    return float(said(completion) == right(answer))


def by_parts(completion: str, answer: Any) -> float:
    found = said(completion)
    hits: list[bool] = [found.get(key) == one for key, one in right(answer).items()]
    return sum(hits) / len(hits)


def lines_of(completion: str) -> dict[str, str]:
    return dict(line.split(" = ", 1) for line in completion.splitlines() if " = " in line)


def every_line(completion: str, answer: Any) -> float:
    return 1.0 if lines_of(completion) == {key: str(one) for key, one in answer.items()} else -1.0


def any_line(completion: str, answer: Any) -> float:
    found = lines_of(completion)
    return 1.0 if any(found.get(key) == str(one) for key, one in answer.items()) else -1.0


@pytest.mark.parametrize("judge", [any_field, names_alone, values_alone])
@pytest.mark.parametrize("rows", [ROWS, TEXTS])
def test_a_reward_that_compares_too_little_of_an_object_is_found_out(
    judge: Judge, rows: list[dict[str, Any]]
) -> None:
    found = attack(judge, rows, rounds=0)
    assert any(one.policy.startswith("wrong_fields") for one in found.holes)


@pytest.mark.parametrize("judge", [equal, by_parts])
@pytest.mark.parametrize("rows", [ROWS, TEXTS])
def test_a_reward_that_compares_a_whole_object_is_not_accused(
    judge: Judge, rows: list[dict[str, Any]]
) -> None:
    found = attack(judge, rows, rounds=0)
    assert (found.holes, found.conduct) == ((), ())


def test_paid_completions_are_the_honest_replies_of_a_form_of_their_own() -> None:
    sound, holed = (attack(judge, LISTED, rounds=0) for judge in (every_line, any_line))
    assert sound.ok
    assert NOTHING_PAID not in sound.notes
    assert any(one.policy.startswith("wrong_fields") for one in holed.holes)


def test_where_nothing_is_paid_in_full_a_note_says_so() -> None:
    found = attack(every_line, ROWS, rounds=0)
    assert found.ok
    assert found.notes == (NOTHING_PAID,)


def test_an_object_that_completions_do_not_state_is_a_demand_and_not_swapped() -> None:
    def enough_words(completion: str, answer: dict[str, int]) -> float:
        return float(len(completion.split()) >= answer["words"])

    rows = [
        {"prompt": "Write.", "answer": {"words": 40 + n}, "completion": "so it goes on " * 30}
        for n in range(6)
    ]
    found = attack(enough_words, rows, rounds=0, policies=["empty", "wrong_fields"])
    assert found.holes == ()
    assert NOTHING_PAID not in found.notes


def test_an_object_that_nests_too_deep_is_plain_text() -> None:
    assert object_of('{"a":' * 400 + "1" + "}" * 400) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=6),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=4), one, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=4), JSON, min_size=1, max_size=4))
def test_the_text_of_an_object_reads_back_and_its_wrong_value_differs(value: Any) -> None:
    assert object_of(object_text(value)) == value
    wrong = wrong_value(value)
    assert wrong.keys() == value.keys()
    assert all(wrong[key] != value[key] for key in value)


@given(st.text(max_size=40))
def test_any_text_is_read_as_an_object_or_none(text: str) -> None:
    assert object_of(text) is None
    assert not states_object("", {"a": text or "x"})
