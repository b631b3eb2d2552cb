"""Specs say what Python says: any tree survives being written and read, to the last bit."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rewardkit import (
    Reward,
    Score,
    at_least,
    clip,
    first,
    gate,
    get,
    load,
    maximum,
    minimum,
    reward,
    scale_to,
    weighted,
    where,
)
from rewardkit.errors import SpecError
from rewardkit.rewards.base import make
from rewardkit.rewards.operator import OPERATORS
from rewardkit.rewards.operators.pointwise import affine, invert
from rewardkit.rewards.operators.spread import normalise
from rewardkit.specs.files import dump, dumps, loads, resolve, save


# --- leaves that a spec can name ---------------------------------------------------------
@reward
def bang(completion: str) -> bool:
    return completion.endswith("!")


@reward(range=(-1, 3), name="size_of_it")
def size(completion: str, *, limit: int = 10, bands: tuple[tuple[float, str], ...] = ()) -> float:
    return min(len(completion), limit) / limit * 4 - 1


@reward(range=lambda s: (s["low"], s["high"]))
def span(
    completion: str,
    *,
    low: float = 0.0,
    high: float = 1.0,
    words: list[str] | None = None,
    by: Mapping[str, float] = {},
    mode: Literal["a", "no"] = "a",
    anything: Any = None,
) -> float:
    return low


@reward(range=(0, 1))
def untyped(completion, *, bands=(1, 2), top=1.0):  # type: ignore[no-untyped-def]
    return bands == (1, 2)


@reward
def needs(completion: str, *, column: str) -> bool:
    return True


@reward(range=(-math.inf, math.inf))
def endless(completion: str) -> float:
    return 0.0


def plain_function(completion: str) -> float:
    return 0.0


def _written_elsewhere(completion: str) -> float:
    return 0.5


under_another_name = reward(_written_elsewhere)
combined = weighted(a=(0.5, bang), b=size)
short_size = size(limit=3)
HERE = __name__

# --- random trees ------------------------------------------------------------------------
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
WEIGHTS = st.one_of(st.sampled_from([0.0, 1.0, -0.5, 0.1, 1e-9, 1e9]), NUMBERS)
NAMES = st.one_of(
    st.sampled_from(["no", "1e3", "null", "a b", "12:30", "~", "é", "a.b", "#", "- x", "true"]),
    st.text(min_size=1, max_size=12),
).filter(lambda name: name not in ("scale", "missing", "otherwise", "column"))
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["on", "1e3", "0x1F", "a\nb\n", " x ", "", "\x85", "a\u2028b", "\ufeff"]),
)
# JSON has no infinity: only a setting of type float reads the word back (docs/spec.md).
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
LEAVES: st.SearchStrategy[Reward] = st.one_of(
    st.sampled_from([bang, size, short_size, under_another_name, untyped]),
    st.builds(
        size,
        limit=st.integers(1, 10**20),
        bands=st.lists(st.tuples(FINITE, TEXTS), max_size=3).map(tuple),
    ),
    st.builds(
        span,
        low=st.floats(-1e9, 0),
        high=st.floats(0, 1e9),
        words=st.none() | st.lists(TEXTS, max_size=3),
        by=st.dictionaries(TEXTS, st.floats(allow_nan=False), max_size=3),
        mode=st.sampled_from(["a", "no"]),
        anything=PLAIN,
    ),
)


@st.composite
def interval(draw: st.DrawFn) -> tuple[float, float]:
    low, high = draw(st.lists(NUMBERS, min_size=2, max_size=2, unique=True).map(sorted))
    return low, high


def _tree(children: st.SearchStrategy[Reward]) -> st.SearchStrategy[Reward]:
    several = st.lists(children, min_size=2, max_size=3)
    parts = st.dictionaries(NAMES, st.tuples(WEIGHTS, children) | children, min_size=1, max_size=3)
    return st.one_of(
        children.flatmap(lambda c: NAMES.map(c.named)),
        st.builds(
            lambda parts, scale, missing: weighted(scale=scale, missing=missing, **parts),
            parts,
            st.sampled_from(["static", "none", "group", "running", "rank"]),
            st.sampled_from(["propagate", "low", "skip"]),
        ),
        st.builds(
            lambda when, then, share, otherwise: gate(
                when,
                then,
                threshold=None if share is None else _between(when, share),
                otherwise=otherwise,
            ),
            children,
            children,
            st.none() | st.floats(0, 1),
            st.none() | NUMBERS,
        ),
        several.map(lambda c: first(*c)),
        several.map(lambda c: minimum(*c)),
        several.map(lambda c: maximum(*c)),
        several.map(lambda c: make("sum", c, {})),
        several.map(lambda c: c[0] + c[1]),
        st.builds(
            lambda routes, rest: where("kind", otherwise=rest, **routes),
            st.dictionaries(NAMES, children, min_size=1, max_size=3),
            st.none() | children,
        ),
        st.builds(at_least, children, NUMBERS),
        st.builds(lambda c, ends: clip(c, *ends), children, interval()),
        st.builds(lambda c, ends: scale_to(c, *ends), children, interval()),
        st.builds(affine, children, st.floats(-100, 100), NUMBERS),
        children.map(invert),
        st.builds(
            normalise,
            children,
            st.sampled_from(["group", "running", "rank"]),
            clip=st.floats(0.1, 100),
        ),
    )


def _between(when: Reward, share: float) -> float:
    level = when.range.low + share * when.range.span
    return min(max(level, when.range.low), when.range.high)


TREES = st.recursive(LEAVES, _tree, max_leaves=8)
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(TREES)
def test_any_tree_survives_as_plain_data(tree: Reward) -> None:
    back = load(dump(tree))
    assert back == tree
    assert back.fingerprint == tree.fingerprint


@SLOW
@given(TREES, st.sampled_from(["yaml", "json"]))
def test_any_tree_survives_as_text(tree: Reward, kind: str) -> None:
    back = loads(dumps(tree, kind))
    assert back == tree
    assert back.fingerprint == tree.fingerprint
    assert dump(back) == dump(tree)


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
def test_any_tree_survives_as_a_file(tmp_path: Path, suffix: str) -> None:
    tree = gate(bang, weighted(größe=(0.7, size(limit=3)), b=(0.1, bang)), otherwise=-1)
    path = tmp_path / f"reward{suffix}"
    tree.save(path)
    assert load(path) == tree
    assert load(str(path)) == tree


def test_a_json_file_is_json(tmp_path: Path) -> None:
    save(span(anything=[math.inf, "é"], by={"x": -math.inf}), tmp_path / "reward.json")

    def refuse(word: str) -> None:
        raise AssertionError(word)

    data = json.loads((tmp_path / "reward.json").read_text(), parse_constant=refuse)
    assert data["reward"]["with"]["by"] == {"x": "-inf"}


def test_every_word_of_the_dsl_reads_back() -> None:
    bodies: dict[str, Any] = {
        "weighted": {"parts": {"a": [1, f"{HERE}:bang"]}},
        "gate": {"when": f"{HERE}:bang", "then": f"{HERE}:size"},
        "soft_gate": {"when": f"{HERE}:bang", "then": f"{HERE}:size", "low": 0.25},
        "where": {"column": "kind", "routes": {"x": f"{HERE}:bang"}},
        "formula": {
            "expression": "a / (1 + b)",
            "parts": {"a": f"{HERE}:bang", "b": f"{HERE}:size"},
        },
        "at_least": {"threshold": 1, "of": f"{HERE}:size"},
        "clip": {"low": 0, "high": 1, "of": f"{HERE}:size"},
        "scale_to": {"low": 0, "high": 1, "of": f"{HERE}:size"},
        "affine": {"times": 2, "of": f"{HERE}:size"},
        "invert": {"of": f"{HERE}:size"},
        "normalise": {"by": "rank", "of": f"{HERE}:size"},
    }
    for word in OPERATORS:
        body = bodies.get(word, [f"{HERE}:bang", f"{HERE}:size"])
        made = load({"reward": {word: body}})
        assert made.name == word
        assert load(dump(made)) == made


def test_the_words_of_yaml_and_python_give_the_same_reward() -> None:
    text = f"""
version: 1
description: what the tutorial shows
reward:
  scale_to:
    low: -1
    high: 1
    of:
      gate:
        when: {{use: "{HERE}:bang"}}
        then:
          weighted:
            scale: static
            parts:
              math: [0.7, {{use: "{HERE}:size"}}]
              steps: {{weight: 0.1, of: {{use: "{HERE}:size", with: {{limit: 3}}}}}}
              plain: {HERE}:bang
"""
    python = gate(
        bang, weighted(math=(0.7, size), steps=(0.1, size(limit=3)), plain=bang)
    ).scale_to(-1, 1)
    assert loads(text) == python
    assert load(text) == python


def test_default_settings_are_not_written() -> None:
    assert dump(size(limit=10))["reward"] == {"use": f"{HERE}:size"}
    assert dump(size(limit=3))["reward"] == {"use": f"{HERE}:size", "with": {"limit": 3}}


def test_a_configured_reward_of_a_module_is_found_by_its_own_name() -> None:
    assert load({"reward": f"{HERE}:short_size"}) == short_size
    assert load({"reward": f"{HERE}:combined"}) == combined


def test_a_verifier_keeps_its_major_version() -> None:
    assert dump(get("text/exact"))["reward"] == {"use": "text/exact@1"}


def test_a_name_survives_and_a_usual_one_is_not_written() -> None:
    assert dump(bang.named("x") + size)["reward"] == {
        "sum": [{"use": f"{HERE}:bang", "name": "x"}, {"use": f"{HERE}:size"}]
    }


def test_a_part_is_named_by_its_key() -> None:
    twice = {"weighted": {"parts": {"a": {"use": f"{HERE}:bang", "name": "b"}}}}
    with pytest.raises(SpecError, match=r"weighted\.parts\.a\.name: .*already called 'a'"):
        load({"reward": twice})


def test_columns_and_routes_may_have_any_name() -> None:
    made = where("column", **{"1": bang, "no": size})
    assert loads(dumps(made)) == made
    routes = "reward:\n  where:\n    column: level\n    routes:\n"
    read = loads(f"{routes}      1: {HERE}:bang\n      no: {HERE}:size\n")
    assert [child.name for child in read.children] == ["1", "no"]


# --- other files ---------------------------------------------------------------------------
def test_a_spec_may_use_another_by_a_path_relative_to_itself(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "leaf.yaml").write_text(f"reward: {HERE}:bang\n")
    (tmp_path / "parts" / "both.yaml").write_text("reward:\n  invert: {of: ./leaf.yaml}\n")
    (tmp_path / "top.yaml").write_text("reward:\n  clip: {low: 0, high: 1, of: parts/both.yaml}\n")
    assert load(tmp_path / "top.yaml") == (~bang).clip(0, 1)


def test_a_circle_of_specs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("reward: ./b.yaml\n")
    (tmp_path / "b.yaml").write_text("reward: a.yaml\n")
    with pytest.raises(SpecError, match=r"leads back to itself: a\.yaml -> b\.yaml -> a\.yaml"):
        load(tmp_path / "a.yaml")


def test_an_error_in_another_file_names_that_file_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("reward: ./b.yaml\n")
    (tmp_path / "b.yaml").write_text("reward:\n  invrt: {of: text/exact}\n")
    with pytest.raises(SpecError) as caught:
        load(tmp_path / "a.yaml")
    assert f"{tmp_path / 'b.yaml'}:2: reward.invrt: unknown word 'invrt'" in str(caught.value)
    assert "a.yaml" not in str(caught.value)


# --- what cannot be written ------------------------------------------------------------------
def test_a_reward_inside_a_function_cannot_be_written() -> None:
    @reward
    def inner(completion: str) -> bool:
        return True

    with pytest.raises(SpecError, match=r"'inner' is not at the top level of module .* Move it"):
        dump(inner)


def test_a_lambda_in_no_module_cannot_be_written() -> None:
    with pytest.raises(SpecError, match="not at the top level"):
        dump(reward(range=(0, 1))(lambda completion: 1.0))


def test_a_reward_of_the_running_script_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    script = bang.named("bang")
    monkeypatch.setattr(script, "__module__", "__main__", raising=False)
    with pytest.raises(SpecError, match="script that is running.*Move it into a module"):
        dump(script.named("other"))


def test_a_reward_under_another_name_in_its_module_is_found() -> None:
    assert dump(under_another_name)["reward"]["use"] == f"{HERE}:under_another_name"


def test_a_setting_that_is_no_plain_data_cannot_be_written() -> None:
    with pytest.raises(SpecError, match="'anything' is a object, which a spec cannot hold"):
        dump(span(anything=object()))
    with pytest.raises(SpecError, match=r"'anything' is not a number \(NaN\)"):
        dump(span(anything=[math.nan]))
    with pytest.raises(SpecError, match="text that no file can hold"):
        dump(span(anything="\ud800"))


def test_a_reward_that_still_needs_a_setting_cannot_be_written() -> None:
    with pytest.raises(SpecError, match="still needs the setting 'column'"):
        dump(needs)


def test_only_rewards_are_written(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="dump takes a reward, not int"):
        dump(3)  # type: ignore[arg-type]
    with pytest.raises(SpecError, match=r"reward\.txt: a spec file ends in"):
        save(bang, tmp_path / "reward.txt")
    with pytest.raises(SpecError, match="cannot be written"):
        save(bang, tmp_path / "missing" / "reward.yaml")


# --- resolve -----------------------------------------------------------------------------------
def test_resolve_takes_a_file_a_module_or_an_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    monkeypatch.chdir(tmp_path)
    code = (
        "from rewardkit import reward\n\n@reward\ndef hm(completion: str) -> bool:\n    return 1\n"
    )
    (tmp_path / "mine_cwd.py").write_text(code)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine_sub.py").write_text(code)
    (tmp_path / "sub" / "r.yaml").write_text("reward: mine_sub:hm\n")
    (tmp_path / "sub" / "mine_file.py").write_text(code)
    assert resolve("mine_cwd:hm").name == "hm"
    assert resolve("sub/r.yaml").name == "hm"
    assert resolve("sub/mine_file.py:hm").name == "hm"
    assert resolve("text/exact@1").name == "exact"


def test_resolve_says_what_it_takes() -> None:
    with pytest.raises(SpecError, match=r"'exact' is no reward\. Give a spec file"):
        resolve("exact")
    with pytest.raises(SpecError, match="'column'"):
        resolve(f"{HERE}:needs")


def test_status_and_value_are_those_of_the_reward_itself() -> None:
    made = loads(dumps(weighted(a=bang, b=size)))
    assert made.score(completion="ab!").components == {"a": 1.0, "b": pytest.approx(0.2)}
    assert Score(1.0).status == "ok"


# --- sizes -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["yaml", "json"])
def test_what_is_saved_can_be_loaded_or_is_not_saved(kind: str) -> None:
    long: Reward = bang
    for _ in range(90):
        long = long + bang
        assert loads(dumps(long, kind)) == long
    for _ in range(60):
        long = long + bang
    with pytest.raises(SpecError, match="levels deep as a spec, which may have 200"):
        dumps(long, kind)


def test_files_that_use_files_twice_each_are_refused_at_once(tmp_path: Path) -> None:
    for number in range(30):
        use = f"{number + 1}.yaml" if number < 29 else f"{HERE}:bang"
        (tmp_path / f"{number}.yaml").write_text(f"reward: {{sum: [{{use: '{use}'}}, {use!r}]}}")
    with pytest.raises(SpecError, match="more than 5000 rewards once all files are read"):
        load(tmp_path / "0.yaml")


def test_a_spec_of_megabytes_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"reward: " + b"x" * 5_000_001)
    with pytest.raises(SpecError, match=r"big\.yaml: more than 5 MB"):
        load(tmp_path / "big.yaml")
    with pytest.raises(SpecError, match="spec: more than 5 MB"):
        loads("reward: " + "x" * 5_000_001)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(SpecError, match=r"pipe\.yaml: the spec cannot be read: it is not a file"):
        load(tmp_path / "pipe.yaml")
