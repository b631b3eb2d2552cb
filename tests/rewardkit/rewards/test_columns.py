"""A reward says at which paths of a row its fields lie, and reads them there in every trainer."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Sample, get, load, reward, score, weighted, where
from rewardkit.errors import BindError, DefinitionError, InputError, SpecError
from rewardkit.rewards.columns import by_name, composed, sample_with, value_at
from rewardkit.specs.files import dump, dumps, loads

ROW = {
    "completion": "4",
    "reward_model": {"ground_truth": "4", "style": "rule"},
    "extra": '{"level": 2, "tags": ["a", "b"]}',
    "answer": "wrong",
}


@reward
def exact(completion: str, answer: str) -> bool:
    """Pay for the answer itself."""
    return completion == answer


@reward
def levelled(completion: str, level: int = 7) -> float:
    """Pay by the level of the row."""
    return level / 10


@reward
def whole(sample: Sample) -> bool:
    """Read the answer out of the whole sample."""
    return bool(sample.text == sample.answer)


@reward(batched=True)
def many(completion: list[str], answer: list[str]) -> list[float]:
    """Score a list."""
    return [float(one == two) for one, two in zip(completion, answer, strict=True)]


@reward
async def waiting(completion: str, answer: str) -> bool:
    """Score without a thread."""
    return completion == answer


@reward(isolated=True)
def apart(completion: str, answer: str) -> bool:
    """Score in a worker process."""
    return completion == answer


THERE = {"answer": "reward_model.ground_truth"}


@pytest.mark.parametrize("one", [exact, whole, many, waiting, apart], ids=lambda one: one.name)
def test_every_kind_of_reward_reads_the_answer_at_its_path(one: Any) -> None:
    assert one.score(**ROW).value == 0.0
    assert one.with_columns(**THERE).score(**ROW).value == 1.0
    assert [found.value for found in score(one.with_columns(**THERE), [ROW, ROW])] == [1.0, 1.0]


def test_a_path_leads_into_json_text_and_lists() -> None:
    assert levelled.with_columns(level="extra.level").score(**ROW).value == 0.2
    tag = exact.with_columns(answer="extra.tags.-1")
    assert tag.score(completion="b", extra=ROW["extra"]).value == 1.0


def test_a_composition_hands_the_path_to_the_parts_that_read_the_field() -> None:
    both = weighted(a=(0.5, exact), b=(0.5, levelled)).with_columns(**THERE)
    assert both.score(**ROW).components == {"a": 1.0, "b": 0.7}
    routed = where("kind", rule=exact, model=levelled).with_columns(
        kind="reward_model.style", **THERE
    )
    assert routed.score(**ROW).value == 1.0


def test_where_takes_a_path_as_its_column() -> None:
    routed = where("reward_model.style", rule=levelled)
    assert routed.score(**ROW).value == 0.7


def test_the_path_is_the_only_place() -> None:
    # The row has an `answer` of another task; what was said is not quietly ignored.
    there = exact.with_columns(answer="reward_model.gold")
    with pytest.raises(BindError, match=r"asks for 'answer' at 'reward_model.gold'"):
        there.score(**ROW)
    found = score(there, [ROW, {"completion": "4", "reward_model": {"gold": "4"}}])
    assert [one.reason for one in found] == ["missing_answer", ""]
    assert "nothing at 'reward_model.gold' to read as 'answer'" in found[0].detail


@pytest.mark.parametrize("path", ["completion", "messages.-1.content", "sample", "messages"])
def test_what_the_policy_wrote_is_no_place_of_a_reference(path: str) -> None:
    # A reference read there would be right by itself.
    with pytest.raises(BindError, match="which the data does not have") as caught:
        exact.with_columns(answer=path).score(completion="anything", prompt="2+2?")
    assert "Did you mean" not in str(caught.value)
    chat = [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "anything"}]
    with pytest.raises(BindError, match="which the data does not have"):
        exact.with_columns(answer=path).score(completion=chat[1:], prompt=chat[:1])


def test_an_optional_field_falls_back_to_its_default() -> None:
    assert levelled.with_columns(level="extra.depth").score(**ROW).value == 0.7


def test_it_is_another_reward_that_pickles_and_is_saved() -> None:
    there = weighted(a=(1, exact), b=(1, levelled)).with_columns(**THERE)
    assert there.fingerprint != weighted(a=(1, exact), b=(1, levelled)).fingerprint
    assert pickle.loads(pickle.dumps(there)) == there
    assert pickle.loads(pickle.dumps(there)).score(**ROW).components["a"] == 1.0
    number = get("math/number").with_columns(answer="reward_model.ground_truth")
    assert loads(dumps(number)) == number
    assert dump(number)["reward"] == {"use": "math/number@1", "columns": THERE}
    settled = get("format/tags", tags=["a"]).with_columns()
    assert settled == get("format/tags", tags=["a"])
    apart = get("math/distance", mode="log").with_columns(**THERE)
    assert dump(apart)["reward"]["columns"] == THERE
    assert loads(dumps(apart)) == apart


def test_a_spec_says_columns_for_all_its_parts_or_for_one() -> None:
    spec = {
        "columns": THERE,
        "reward": {"weighted": {"parts": {"a": "math/number", "b": "text/exact"}}},
    }
    assert load(spec).score(**ROW).components == {"a": 1.0, "b": 1.0}
    one = {"reward": {"first": [{"use": "math/number", "columns": THERE}, "math/number"]}}
    first, second = load(one).score(**ROW).leaves().values()
    assert (first.value, second.reason) == (1.0, "skipped")
    beside = {"reward": {"clip": {"low": 0, "high": 1, "of": "math/number"}, "columns": THERE}}
    assert load(beside).score(**ROW).value == 1.0


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"anser": "gold"}, "columns.*reads no 'anser'.*Did you mean 'answer'"),
        ({"completion": "response"}, "no column for 'completion'"),
        ({"group": "uid"}, "no column for 'group'"),
        ({"answer": 3}, "must be text"),
        ({"answer": ""}, "answer"),
        (["answer"], "mapping"),
    ],
)
def test_columns_that_cannot_be_are_refused_with_their_place(columns: Any, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        load({"columns": columns, "reward": "math/number"})
    with pytest.raises(SpecError, match=message):
        load({"reward": {"use": "math/number", "columns": columns}})


def test_a_misspelt_field_is_refused_in_python() -> None:
    with pytest.raises(DefinitionError, match="reads no 'levle'.*Did you mean 'level'"):
        levelled.with_columns(levle="extra.level")


def test_paths_inside_and_outside_are_led_on() -> None:
    inner = exact.with_columns(answer="spec.gold")
    outer = inner.reading({"spec": "data.spec"})
    assert outer.score(completion="4", data={"spec": {"gold": "4"}}).value == 1.0
    assert composed({"spec": "data.spec"}, {"answer": "spec.gold"})["answer"] == "data.spec.gold"
    assert composed({"answer": "x"}, {"answer": "spec.gold"})["answer"] == "spec.gold"


def test_an_attack_and_a_lint_see_the_reference_at_its_path() -> None:
    from rewardkit.attack.data_lint.run import lint
    from rewardkit.attack.run import attack

    @reward
    def inside(completion: str, answer: str) -> bool:
        return answer in completion

    plain = [{"prompt": f"{n}+{n}?", "answer": str(2 * n)} for n in range(3, 9)]
    nested = [{"prompt": row["prompt"], "rm": {"gold": row["answer"]}} for row in plain]
    there = inside.with_columns(answer="rm.gold")
    options: dict[str, Any] = {"policies": ["corrupted"], "rounds": 0}
    found, wanted = attack(there, nested, **options), attack(inside, plain, **options)
    assert not found.ok
    assert [hole.kind for hole in found.holes] == [hole.kind for hole in wanted.holes]
    nested[2]["rm"] = {}
    (finding,) = lint(get("math/number").with_columns(answer="rm.gold"), nested).findings
    assert finding.code == "missing_reference"


def test_a_field_that_is_read_at_two_places_stays_where_it_is() -> None:
    both = weighted(a=(1, exact.with_columns(answer="x")), b=(1, exact))
    sample = Sample("4", answer="5", columns={"x": "4"})
    bare, (same,) = by_name(both, [sample])
    assert (bare, same) == (both, sample)
    assert bare.score(same).components == {"a": 1.0, "b": 0.0}
    routed = where("kind", a=exact).with_columns(kind="m.kind", answer="m.gold")
    row = Sample("4", columns={"m": {"kind": "a", "gold": "4"}})
    bare, (moved,) = by_name(routed, [row])
    assert moved.answer == "4"
    assert bare.score(moved).value == routed.score(row).value == 1.0


def test_running_normalisers_of_the_copy_are_its_own() -> None:
    running = weighted(scale="running", a=exact)
    there = running.with_columns(**THERE)
    there.score(**ROW)
    assert sum(state["count"] for state in there.state_dict().values()) == 1
    assert sum(state["count"] for state in running.state_dict().values()) == 0


def test_trainers_read_the_path_too() -> None:
    there = exact.with_columns(**THERE)
    rows = {"reward_model": [{"ground_truth": "4"}, {"ground_truth": "5"}]}
    assert there(prompts=["p", "p"], completions=["4", "4"], **rows) == [1.0, 0.0]
    found = there.for_verl()("s", "4", None, {"reward_model": {"ground_truth": "4"}})
    assert found["score"] == 1.0


def test_a_prompt_at_a_path_may_be_a_chat_and_nothing_else() -> None:
    @reward
    def asked(prompt: str, completion: str) -> bool:
        return completion in prompt

    there = asked.with_columns(prompt="raw.chat")
    chat = [{"role": "user", "content": "say 4"}]
    assert there.score(completion="4", raw={"chat": chat}).value == 1.0
    (broken,) = score(there, [{"completion": "4", "raw": {"chat": 3}}])
    assert (broken.status, broken.reason) == ("error", "bad_column")


def test_the_advice_is_that_of_the_caller() -> None:
    with pytest.raises(BindError) as caught:
        exact.score(completion="4", gold="4")
    assert ".with_columns(answer='COLUMN')" in str(caught.value)
    assert "--column answer=COLUMN" in caught.value.on_command_line
    with pytest.raises(InputError) as lost:
        exact.score(answer="4", response="4")
    assert "--" not in str(lost.value)
    assert "--column completion=NAME" in lost.value.on_command_line
    with pytest.raises(InputError, match=r"Sample.from_messages\(row\['messages'\]"):
        exact.score(messages=[{"role": "user", "content": "2+2?"}], answer="4")


keys = st.sampled_from(["a", "b", "answer", "a.b", "0", "-1"])
values = st.recursive(
    st.none() | st.integers() | st.text('ab{}[]":1', max_size=8),
    lambda inner: st.dictionaries(keys, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(keys, values, max_size=4), st.lists(keys, min_size=1, max_size=4))
def test_a_path_into_any_row_gives_a_value_or_an_absent_field(
    columns: dict[str, Any], path: list[str]
) -> None:
    sample = Sample("4", columns=columns)
    found = sample_with(sample, {"answer": ".".join(path)})
    try:
        wanted = value_at(sample, ".".join(path))
    except KeyError:
        wanted = None
    assert found.answer == wanted
    assert found.text == "4"
