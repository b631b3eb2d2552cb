"""A spec that is wrong says where: file, line, path inside it, value and the closest word."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from rewardkit import load, reward
from rewardkit.errors import SpecError
from rewardkit.specs.files import dumps, loads
from rewardkit.specs.text import DEPTH, NODES, dotted, read_text, write_text


@reward(range=(-1, 3))
def size(completion: str, *, limit: int = 10) -> float:
    return float(min(len(completion), limit)) / limit * 4 - 1


@reward
def free(completion: str, *, anything: Any = None) -> bool:
    return True


def plain_function(completion: str) -> float:
    return 0.0


def of_verl(
    data_source: str, solution_str: str, ground_truth: str, extra_info: Any = None
) -> float:
    return 0.0


def of_trl(completions: list[str], **columns: Any) -> list[float]:
    return []


def of_openrlhf(queries: list[str], prompts: list[str], labels: list[str]) -> list[float]:
    return []


number = 3
HERE = __name__
LEAF = {"use": f"{HERE}:size"}

# path inside the spec, spec below `reward`, what the message must say
WRONG: dict[str, tuple[Any, str]] = {
    "unknown word": ({"wieghted": {}}, r"reward\.wieghted: unknown word 'wieghted'\. Did you mean"),
    "two words": ({"clip": {}, **LEAF}, r"reward: a reward needs exactly one of .* has 'clip' and"),
    "no word": ({"name": "x"}, r"reward: a reward needs exactly one of .* this one has none"),
    "a number": (3, r"reward: a reward is a mapping such as \{use: math/distance\}, not 3"),
    "nothing": (None, r"reward: a reward is a mapping .*, not empty"),
    "a list": ([LEAF], r"reward: a reward is a mapping"),
    "unknown key": (
        {"clip": {"low": 0, "hihg": 1, "of": LEAF}},
        r"reward\.clip\.(high: the key 'high' is missing|hihg: unknown key 'hihg')",
    ),
    "only unknown key": (
        {"gate": {"when": LEAF, "then": LEAF, "treshold": 1}},
        r"reward\.gate\.treshold: unknown key 'treshold'\. Did you mean 'threshold'\?",
    ),
    "missing key": ({"invert": {}}, r"reward\.invert\.of: the key 'of' is missing"),
    "text for a number": (
        {"at_least": {"threshold": "0,5", "of": LEAF}},
        r"reward\.at_least\.threshold: must be a number, not '0,5'",
    ),
    "truth for a number": (
        {"at_least": {"threshold": True, "of": LEAF}},
        r"reward\.at_least\.threshold: must be a number, not True",
    ),
    "nan": (
        {"at_least": {"threshold": math.nan, "of": LEAF}},
        r"reward\.at_least\.threshold: must be a finite number",
    ),
    "infinite end": (
        {"clip": {"low": 0, "high": math.inf, "of": LEAF}},
        r"reward\.clip\.high: must be a finite number",
    ),
    "unknown choice": (
        {"weighted": {"scale": "statik", "parts": {"a": LEAF}}},
        r"reward\.weighted\.scale: 'statik' is not known\. Did you mean 'static'\?",
    ),
    "no parts": (
        {"weighted": {"parts": {}}},
        r"reward\.weighted\.parts: needs at least 1 entries, has 0",
    ),
    "parts as a list": (
        {"weighted": {"parts": [[1, LEAF]]}},
        r"reward\.weighted\.parts: must be a mapping, not \[",
    ),
    "weight as text": (
        {"weighted": {"parts": {"a": ["0.7", LEAF]}}},
        r"reward\.weighted\.parts\.a\[0\]: must be a number, not '0\.7'",
    ),
    "weight first": (
        {"weighted": {"parts": {"a": [0.7, LEAF, 1]}}},
        r"reward\.weighted\.parts\.a: must be \[weight, reward\], not a list of 3",
    ),
    "part key": (
        {"weighted": {"parts": {"a": {"wieght": 1, "of": LEAF}}}},
        r"reward\.weighted\.parts\.a\.wieght: unknown key 'wieght'\. Did you mean 'weight'\?",
    ),
    "a part called scale": (
        {"weighted": {"parts": {"scale": LEAF}}},
        r"reward\.weighted\.parts\.scale: a part cannot be called 'scale'",
    ),
    "deep inside": (
        {"gate": {"when": LEAF, "then": {"weighted": {"parts": {"m": [1, {"clp": 1}]}}}}},
        r"reward\.gate\.then\.weighted\.parts\.m\[1\]\.clp: unknown word 'clp'\. Did you mean",
    ),
    "one of several": ({"first": [LEAF]}, r"reward\.first: needs at least 2 entries, has 1"),
    "several as a mapping": ({"sum": LEAF}, r"reward\.sum: must be a list of rewards"),
    "in a list": ({"sum": [LEAF, {"ues": "x"}]}, r"reward\.sum\[1\]\.ues: unknown word 'ues'"),
    "body is no mapping": ({"gate": 3}, r"reward\.gate: must be a mapping with the keys when, "),
    "refused by the operator": (
        {"clip": {"low": 1, "high": 0, "of": LEAF}},
        r"reward\.clip: clip: low 1 must lie below high 0",
    ),
    "threshold outside": (
        {"gate": {"when": LEAF, "then": LEAF, "threshold": 9}},
        r"reward\.gate: gate: threshold 9 lies outside the range \[-1, 3\] of 'size'",
    ),
    "use is no text": ({"use": 3}, r"reward\.use: must be text, not 3"),
    "unknown id": ({"use": "math/numbr"}, r"reward\.use: no verifier .*Did you mean 'math/number'"),
    "wrong major": (
        {"use": "math/number@9"},
        r"reward\.use: 'math/number' is installed with major",
    ),
    "unknown module": (
        {"use": "no_such_module_at_all:x"},
        r"reward\.use: there is no module 'no_such_module_at_all'\. Run from the folder that",
    ),
    "unknown attribute": (
        {"use": f"{HERE}:sizee"},
        r"reward\.use: .* has no 'sizee'\. Did you mean 'size'\?",
    ),
    "a plain function": (
        {"use": f"{HERE}:plain_function"},
        r"reward\.use: .* is a function, not a reward\. Put @reward above it\.",
    ),
    "a function of verl": (
        {"use": f"{HERE}:of_verl"},
        r"not a reward\. It is a function of verl: in .*, write `wrapped = from_verl\(of_verl, "
        r"range=\(0, 1\)\)`, with from_verl from rewardkit\.trainers, and name .*:wrapped\.",
    ),
    "a function of TRL": (
        {"use": f"{HERE}:of_trl"},
        r"not a reward\. It is a function of TRL: in .*, write `wrapped = from_trl\(of_trl, ",
    ),
    "a function of OpenRLHF": (
        {"use": f"{HERE}:of_openrlhf"},
        r"not a reward\. It is a function of OpenRLHF: call it in one of \(prompts, completions, ",
    ),
    "a number in a module": ({"use": f"{HERE}:number"}, r"is a int, not a reward\.$"),
    "no module": ({"use": ":x"}, r"reward\.use: ':x' does not name a reward\. Write module:attr"),
    "unknown setting": (
        {**LEAF, "with": {"limt": 3}},
        r"reward\.with: reward 'size' has no setting 'limt'\. Did you mean 'limit'\?",
    ),
    "wrong setting": (
        {**LEAF, "with": {"limit": "many"}},
        r"reward\.with: reward 'size': setting 'limit' = 'many': input should be a valid integer",
    ),
    "a setting that fits no type of several": (
        {"use": "math/number", "with": {"where": 3}},
        r"reward\.with: reward 'number': setting 'where' = 3: must be str \| tuple\[str, \.\.\.\]",
    ),
    "settings are no mapping": (
        {**LEAF, "with": [1]},
        r"reward\.with: must be a mapping, not \[1\]",
    ),
    "with beside a word": (
        {"invert": {"of": LEAF}, "with": {"limit": 3}},
        r"reward\.with: `with` holds settings of a `use`",
    ),
    "empty name": ({**LEAF, "name": ""}, r"reward\.name: must be non-empty text, not ''"),
    "name is no text": ({**LEAF, "name": 3}, r"reward\.name: must be non-empty text, not 3"),
    "otherwise as a route": (
        {"where": {"column": "c", "routes": {"otherwise": LEAF}}},
        r"reward\.where\.routes\.otherwise: write `otherwise` beside `routes`",
    ),
    "no such file": ({"use": "./no_such.yaml"}, r"reward\.use: .*there is no such spec file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_spec_says_where_and_what(case: str) -> None:
    body, message = WRONG[case]
    with pytest.raises(SpecError, match=message) as caught:
        load({"reward": body})
    assert str(caught.value).startswith("spec: reward")


@pytest.mark.parametrize("case", sorted(set(WRONG) - {"nan", "infinite end"}))  # not JSON
def test_the_same_spec_in_a_file_names_file_and_line(case: str, tmp_path: Path) -> None:
    body, message = WRONG[case]
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({"reward": body}, indent=1))
    with pytest.raises(SpecError, match=message) as caught:
        load(path)
    file, line, _ = str(caught.value).split(":", 2)
    assert file == str(path)
    assert int(line) >= 2


def test_a_message_names_the_very_line(tmp_path: Path) -> None:
    path = tmp_path / "reward.yaml"
    path.write_text(
        "version: 1\n# a comment\nreward:\n  weighted:\n    parts:\n"
        f"      a: [1, {HERE}:size]\n      b:\n        weight: 1\n        of:\n"
        "          clip:\n            low: 0\n            hgih: 1\n"
    )
    with pytest.raises(SpecError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:10: reward.weighted.parts.b.of.clip.high: ")
    path.write_text(path.read_text().replace("hgih: 1", f"high: 1\n            of: {HERE}:sise"))
    with pytest.raises(SpecError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:13: reward.weighted.parts.b.of.clip.of")
    assert "Did you mean 'size'?" in str(caught.value)


# --- the whole spec -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the spec is empty"),
        ("   \n# only a comment\n", "the spec is empty"),
        ("- a\n- b\n", "must be a mapping with the keys version, description, columns, reward"),
        ("just words\n", "must be a mapping"),
        ("version: 2\nreward: math/number\n", r"spec:1: version: 2 is not known"),
        ("rewrad: math/number\n", r"the key 'reward' is missing \(given: rewrad\)"),
        ("reward: math/number\nextra: 1\n", r"spec:2: extra: unknown key 'extra'"),
        ("use: math/number\n", r"spec:1: use: a spec starts with `reward:`"),
        ("gate:\n  when: a\n", r"spec:1: gate: a spec starts with `reward:`"),
    ],
)
def test_a_spec_that_is_wrong_at_the_top_says_so(text: str, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        loads(text)


def test_load_takes_a_path_text_or_data() -> None:
    with pytest.raises(SpecError, match="load takes a path, text or plain data, not int"):
        load(3)  # type: ignore[arg-type]


def test_a_missing_file_names_the_closest_one(tmp_path: Path) -> None:
    (tmp_path / "reward.yaml").write_text("reward: math/number\n")
    with pytest.raises(SpecError, match=r"no such spec file\. Did you mean 'reward\.yaml'\?"):
        load(tmp_path / "rewrad.yaml")


def test_a_file_must_say_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"ends in \.yaml, \.yml, \.json, not '\.toml'"):
        load(tmp_path / "reward.toml")
    (tmp_path / "latin.yaml").write_bytes(b"reward: \xe9\n")
    with pytest.raises(SpecError, match="not UTF-8 text"):
        load(tmp_path / "latin.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(SpecError, match="cannot be read"):
        load(tmp_path / "folder.yaml")


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "reward.yaml"
    path.write_bytes(b"\xef\xbb\xbfreward: math/number\n")
    assert load(path).name == "number"


# --- modules that break -------------------------------------------------------------------------
def test_a_module_that_breaks_while_imported_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "breaks_at_import.py").write_text("1 / 0\n")
    (tmp_path / "asks_for_more.py").write_text("import not_there_at_all\n")
    (tmp_path / "has_nothing.py").write_text("x = 1\n")
    with pytest.raises(SpecError, match=r"'breaks_at_import' failed: ZeroDivisionError"):
        load({"reward": "breaks_at_import:x"})
    with pytest.raises(SpecError, match=r"'asks_for_more' imports 'not_there_at_all', which is"):
        load({"reward": "asks_for_more:x"})
    with pytest.raises(SpecError, match=r"'has_nothing' has no 'y'\. has_nothing has no rewards"):
        load({"reward": "has_nothing:y"})
    sys.modules.pop("has_nothing", None)


def test_a_composed_reward_of_a_module_has_no_settings() -> None:
    module = sys.modules[HERE]
    module.__dict__["both"] = size + free
    try:
        with pytest.raises(SpecError, match=r"composed of other rewards and has no settings"):
            load({"reward": {"use": f"{HERE}:both", "with": {"limit": 3}}})
    finally:
        del module.__dict__["both"]


# --- YAML ---------------------------------------------------------------------------------------
def data_of(text: str) -> Any:
    return read_text(text, "spec", Path(), "yaml").data


@pytest.mark.parametrize(
    "word", ["no", "No", "on", "off", "yes", "y", "12:30", "1_000", "2024-01-01"]
)
def test_words_that_yaml_1_1_turns_into_something_else_stay_words(word: str) -> None:
    assert data_of(f"x: {word}\n{word}: x\n") == {"x": word, word: "x"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
        (".5", 0.5),
        ("5.", 5.0),
        ("010", 10),
        ("0x10", 16),
        ("0o10", 8),
        ("+3", 3),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("~", None),
        ("", None),
        ("null", None),
        ("True", True),
        ("false", False),
        ('"1e3"', "1e3"),
        ("'true'", "true"),
        ("|\n  a\n  b", "a\nb"),
    ],
)
def test_scalars_are_read_as_yaml_1_2_reads_them(text: str, value: object) -> None:
    found = data_of(f"x: {text}")["x"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", r"spec:2: the key 'a' is given twice"),
        ("x:\n  a: 1\n  b: 1\n  a: 2\n", r"spec:4: x: the key 'a' is given twice"),
        ("x:\n\ty: 1\n", r"spec:2: a tab cannot indent YAML\. Use spaces\."),
        ("x: .nan\n", r"spec:1: x: '\.nan' is not a number: a spec needs numbers that equal"),
        ("x: 1e999\n", r"spec:1: x: '1e999' is not a number: too large"),
        ("x: " + "9" * 5000, r"spec:1: x: '9{40}' is not a number"),
        ("x: !!python/object/apply:os.system [ls]\n", r"the tag !!python/object/apply:os\.system"),
        ("x: !mine y\n", r"spec:1: x: the tag !mine is not allowed; use plain data"),
        ("x: !!timestamp 2024-01-01\n", r"the tag !!timestamp is not allowed"),
        ("[a]: 1\n", r"spec:1: a key must be text, not a list or a mapping"),
        ("a: &a {b: 1}\nc: {<<: *a}\n", r"spec:2: c: merge keys \(<<\) are not part of YAML 1\.2"),
        ("a: 1\n---\nb: 1\n", r"a spec is one YAML document"),
        ("a: [1, 2\nb: 3\n", r"spec:2: not valid YAML"),
        ("a: *nope\n", r"spec:1: not valid YAML: .*undefined alias"),
        ("a: \x07\n", r"not valid YAML"),
        ("a: &a [*a]\n", rf"nested deeper than {DEPTH} levels"),
        ("a: " + "[" * 300 + "]" * 300, rf"nested deeper than {DEPTH} levels"),
        ("a: " + "[" * 100_000, r"nested deeper|not valid YAML"),
    ],
)
def test_yaml_that_is_wrong_or_hostile_is_refused(text: str, message: str) -> None:
    with pytest.raises(SpecError, match=message):
        data_of(text)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    with pytest.raises(SpecError, match=f"more than {NODES} nodes once aliases are expanded"):
        data_of("\n".join(lines))


def test_an_alias_is_read_where_it_is_used() -> None:
    text = f"reward:\n  sum:\n  - &s {{use: {HERE}:size, with: {{limit: 3}}}}\n  - *s\n"
    assert loads(text) == size(limit=3) + size(limit=3)


# --- JSON ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"reward": 1,}', r"r\.json:1: not valid JSON: .* \(column \d+\)"),
        ('{"a": 1, "a": 2}', r"r\.json: the key 'a' is given twice"),
        ('{"reward": NaN}', r"r\.json: NaN is not JSON"),
        ('{"reward": -Infinity}', r"r\.json: -Infinity is not JSON"),
        ('{"reward": ' + "9" * 5000 + "}", r"r\.json: not readable as JSON"),
        ("[" * 100_000, r"r\.json: not readable as JSON|nested|not valid JSON"),
    ],
)
def test_json_that_is_wrong_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(text)
    with pytest.raises(SpecError, match=message):
        load(tmp_path / "r.json")


def test_json_that_yaml_cannot_read_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    leaf = {"use": f"{HERE}:free", "with": {"anything": "😀\t/"}}
    path.write_text(json.dumps({"reward": leaf}, indent="\t").replace("/", "\\/"))
    assert load(path) == free(anything="😀\t/")


def test_text_that_starts_like_json_may_be_a_yaml_flow_mapping() -> None:
    assert load("{reward: {use: math/number}}").name == "number"
    assert load('{"reward": {"use": "math/number"}}').name == "number"


def test_written_text_is_quoted_for_both_versions_of_yaml() -> None:
    import yaml

    words = ["no", "on", "1e3", "12:30", "0o17", "null", "~", "1_000", "2024-01-01", "=", "<<"]
    text = write_text({word: word for word in words}, "yaml")
    assert yaml.safe_load(text) == {word: word for word in words}
    assert data_of(text) == {word: word for word in words}


def test_written_yaml_is_short_and_in_order() -> None:
    made = load({"reward": {"scale_to": {"low": -1, "high": 1, "of": {**LEAF, "name": "x"}}}})
    assert dumps(made) == (
        "version: 1\nreward:\n  scale_to:\n    low: -1.0\n    high: 1.0\n"
        f"    of: {{use: '{HERE}:size', name: x}}\n"
    )


def test_places_read_like_paths() -> None:
    assert dotted(()) == ""
    assert dotted(("reward", "sum", 1, "of")) == "reward.sum[1].of"
