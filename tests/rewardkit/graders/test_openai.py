"""OpenAI's graders give what OpenAI documents, and say where they cannot."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from rewardkit import Reward, load
from rewardkit.errors import InputError
from rewardkit.graders.imported import Import
from rewardkit.graders.openai import read_openai
from rewardkit.graders.read import import_grader


def made(data: Any, judge: Any = None) -> Reward:
    return load({"reward": read_openai(data, Import(judge))})


def check(operation: str, input: str = "{{ sample.output_text }}") -> dict[str, Any]:
    return {
        "type": "string_check",
        "name": "c",
        "input": input,
        "reference": "{{ item.gold }}",
        "operation": operation,
    }


@pytest.mark.parametrize(
    ("text", "gold", "values"),
    [  # eq, ne, like, ilike
        ("Paris", "Paris", (1, 0, 1, 1)),
        ("Paris ", "Paris", (0, 1, 1, 1)),
        ("paris", "Paris", (0, 1, 0, 1)),
        ("It is Paris.", "Paris", (0, 1, 1, 1)),
        ("It is PARIS.", "Paris", (0, 1, 0, 1)),
        ("London", "Paris", (0, 1, 0, 0)),
        ("", "Paris", (0, 1, 0, 0)),
        ("Par", "Paris", (0, 1, 0, 0)),
        ("", "", (1, 0, None, None)),
        ("x", "", (0, 1, None, None)),
        ("é", "e\u0301", (0, 1, 0, 0)),
        ("true", True, (1, 0, 1, 1)),
        ("4", 4, (1, 0, 1, 1)),
    ],
)
def test_string_check_by_its_truth_table(
    text: str, gold: Any, values: tuple[float | None, ...]
) -> None:
    for operation, value in zip(("eq", "ne", "like", "ilike"), values, strict=True):
        found = made(check(operation)).score(completion=text, gold=gold)
        assert found.value == value, operation
        if value is None:
            assert (found.status, found.reason) == ("error", "bad_answer")


NAME_EMAIL = {
    "type": "multi",
    "graders": {
        "name": check("eq", "{{sample.output_json.name}}") | {"reference": "{{item.name}}"},
        "email": check("eq", "{{sample.output_json.email}}") | {"reference": "{{item.email}}"},
    },
    "calculate_output": "(name + email) / 2",
}


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ({"name": "Ada", "email": "ada@x.org"}, 1.0),
        ({"name": "Ada", "email": "bob@x.org"}, 0.5),
        ({"name": "Bob", "email": "bob@x.org"}, 0.0),
        ({"name": "Ada"}, 0.5),
        ("no JSON at all", 0.0),
        ('{"name": "Ada", "name": "Bob", "email": "ada@x.org"}', 0.0),
    ],
)
def test_a_multi_grader_of_two_fields(reply: Any, value: float) -> None:
    text = reply if isinstance(reply, str) else json.dumps(reply)
    assert made(NAME_EMAIL).score(completion=text, name="Ada", email="ada@x.org").value == value


def test_a_tool_call_by_name_and_arguments() -> None:
    call = "sample.output_tools[0].function"
    grader = {
        "type": "multi",
        "graders": {
            "function": check("eq", f"{{{{ {call}.name }}}}") | {"reference": "get_acceptors"},
            "arguments": check("eq", f"{{{{ {call}.arguments }}}}"),
        },
        "calculate_output": "0.5 * function + 0.5 * arguments",
    }
    calls = [{"type": "function", "function": {"name": "get_acceptors", "arguments": '{"s":1}'}}]
    reward = made(grader)
    chat = [{"role": "assistant", "content": None, "tool_calls": calls}]
    assert reward.score(completion=chat, gold='{"s":1}').value == 1.0
    assert reward.score(completion=chat, gold='{"s":2}').value == 0.5
    none = reward.score(completion="I would call it.", gold='{"s":1}')
    assert (none.value, none.status, none.reason) == (0.0, "unparsed", "missing_path")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("max(a, b) - min(a, b)", 1.0),
        ("sqrt(a) + abs(b) + floor(a) + ceil(b)", 2.0),
        ("exp(log(a + 1)) ^ 2", 4.0),
        ("-a^2 + 1", 0.0),
        ("a / (a + b)", 1.0),
    ],
)
def test_formulas_of_graders(formula: str, value: float) -> None:
    graders = {"a": check("eq"), "b": check("ne") | {"reference": "{{ item.gold }}"}}
    used = {name: one for name, one in graders.items() if name in formula.replace("abs", "")}
    found = made({"type": "multi", "graders": used, "calculate_output": formula}).score(
        completion="x", gold="x"
    )
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("name + unknown", "names 'unknown'"),
        ("__import__('os')", "no function '__import__'|no part"),
        ("name.real", "no part of a formula"),
        ("exec(name)", "no function 'exec'"),
        ("", "ends where"),
    ],
)
def test_what_is_no_formula_is_refused(formula: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        made({**NAME_EMAIL, "calculate_output": formula})


def test_a_division_by_zero_is_an_error_and_no_zero() -> None:
    found = made({**NAME_EMAIL, "calculate_output": "name / email"}).score(
        completion='{"name": "Ada", "email": "?"}', name="Ada", email="ada@x.org"
    )
    assert (found.value, found.reason) == (None, "not_finite")


def similar(metric: str) -> dict[str, Any]:
    return {
        "type": "text_similarity",
        "name": "s",
        "input": "{{ sample.output_text }}",
        "reference": "{{ item.gold }}",
        "evaluation_metric": metric,
    }


def lcs(a: list[str], b: list[str]) -> int:
    row = [0] * (len(b) + 1)
    for one in a:
        new = [0]
        for at, other in enumerate(b):
            new.append(row[at] + 1 if one == other else max(row[at + 1], new[-1]))
        row = new
    return row[-1]


GOLD = "the cat sat on the mat"


@pytest.mark.parametrize("text", [GOLD, "the cat lay on the mat", "a dog", "the the the"])
def test_rouge_is_the_f_measure_of_shared_words(text: str) -> None:
    pytest.importorskip("rouge_score")
    given, wanted = text.split(), GOLD.split()
    shared = sum(min(given.count(word), wanted.count(word)) for word in set(given))
    for metric, hits in (("rouge_1", shared), ("rouge_l", lcs(given, wanted))):
        precision, recall = hits / len(given), hits / len(wanted)
        f = 2 * precision * recall / (precision + recall) if hits else 0.0
        assert made(similar(metric)).score(completion=text, gold=GOLD).value == pytest.approx(f)


def test_bleu_counts_runs_of_one_to_four_words() -> None:
    pytest.importorskip("sacrebleu")
    reward = made(similar("bleu"))
    assert reward.score(completion=GOLD, gold=GOLD).value == pytest.approx(1.0)
    # 5 of 6 words, 3 of 5 pairs, 1 of 4 triples, 0 of 3 fours (smoothed to 1/2 of one).
    by_hand = math.prod([5 / 6, 3 / 5, 1 / 4, 0.5 / 3]) ** 0.25
    lay = reward.score(completion="the cat lay on the mat", gold=GOLD).value
    assert lay == pytest.approx(by_hand, abs=1e-6)


@pytest.mark.parametrize("metric", ["gleu", "meteor"])
def test_gleu_and_meteor_rise_with_likeness(metric: str) -> None:
    pytest.importorskip("nltk")
    reward = made(similar(metric))
    texts = (GOLD, "the cat lay on the mat", "a dog ran")
    same, near, far = (reward.score(completion=text, gold=GOLD).value for text in texts)
    assert same is not None
    assert near is not None
    assert far is not None
    assert same > 0.99 > near > far >= 0.0


def test_the_sum_of_bleu_and_an_equality() -> None:
    pytest.importorskip("sacrebleu")
    both = {
        "type": "multi",
        "graders": {"bleu": similar("bleu"), "same": check("eq")},
        "calculate_output": "(bleu + same) / 2",
    }
    assert made(both).score(completion=GOLD, gold=GOLD).value == pytest.approx(1.0)
    assert made(both).range == (0, 1)


def model(**changes: Any) -> dict[str, Any]:
    shown = {"type": "input_text", "text": "{{sample.output_text}}"}
    asked = [{"role": "developer", "content": "Grade."}, {"role": "user", "content": shown}]
    return {"type": "score_model", "name": "m", "model": "gpt-4.1", "input": asked, **changes}


def test_model_graders_ask_the_judge_that_the_user_names() -> None:
    best, worst = {"fake": "approve"}, {"fake": "deny"}
    text = "A longer reply, worth a judge's time."
    assert made(model(range=[1, 5]), best).score(completion=text).value == 5.0
    assert made(model(range=[1, 5]), worst).score(completion=text).value == 1.0
    label = model(type="label_model", labels=["bad", "good"], passing_labels=["good"])
    assert made(label, best).score(completion=text).value == 1.0
    assert made(label, worst).score(completion=text).value == 0.0
    half = {
        "type": "multi",
        "graders": {"compliant": check("like"), "explained": model()},
        "calculate_output": "0.5 * compliant + 0.5 * explained",
    }
    assert made(half, worst).score(completion=text, gold="judge").value == 0.5


@pytest.mark.parametrize(
    ("grade", "value"), [(0, 0.0), (1, 0.1), (37, 3.7), (75, 7.5), (100, 10.0)]
)
def test_a_grade_is_read_in_hundredths_of_the_range(grade: int, value: float) -> None:
    judge = {"fake": [json.dumps({"reason": "because", "result": grade})]}
    found = made(model(range=[0, 10]), judge).score(completion="A reply worth a judge's time.")
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize("grade", [101, -1, 3.5, "high", None, [50], True])
def test_a_grade_outside_the_hundredths_is_an_error_and_no_zero(grade: Any) -> None:
    judge = {"fake": [json.dumps({"reason": "because", "result": grade})]}
    found = made(model(range=[0, 10]), judge).score(completion="A reply worth a judge's time.")
    assert (found.status, found.value) == ("error", None)


def test_notes_say_what_is_assumed_lost_and_needed() -> None:
    to = Import()
    read_openai(model(sampling_params={"temperature": 0.5, "top_p": 0.9}, pass_threshold=1), to)
    said = "\n".join(map(str, to.notes))
    for part in ("needed: grader: a judge", "'top_p'", "pass_threshold", "hundredths"):
        assert part in said


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"type": "multi", "graders": {"a": NAME_EMAIL}, "calculate_output": "a"}, "cannot hold"),
        ({"type": "string_chek"}, "Did you mean 'string_check'"),
        (check("equals"), "operation 'equals'"),
        (similar("cosine"), "embeddings"),
        (similar("rouge_9"), "not known"),
        ({"type": "string_check", "operation": "eq"}, "input must be text"),
        (model(range=[1, 1]), "two rising numbers"),
        (model(input=[]), "list of messages"),
        (model(input=[{"role": "user", "content": [{"type": "input_image"}]}]), "only texts"),
        ({"type": "python"}, "source must be text"),
        ({"type": "multi", "graders": [], "calculate_output": "1"}, "graders must be"),
        (7, "an object"),
    ],
)
def test_what_is_no_grader_is_refused_with_the_place(data: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        made(data)


@pytest.mark.parametrize(
    "template",
    ["{{ config.key }}", "{{ item }}", "{{ sample.__class__ }}", "{{ item.a|upper }}", "{{}}",
     "{{ item.a() }}", "{{ sample.output_text + 'x' }}"],
)  # fmt: skip
def test_a_template_is_a_path_and_nothing_else(template: str) -> None:
    with pytest.raises(Exception, match=r"item|path|after sample"):
        made(check("eq", template))


def test_text_of_the_reply_opens_no_template() -> None:
    reply = "{{ item.gold }}"
    assert made(check("eq")).score(completion=reply, gold="secret").value == 0.0
    assert made(check("eq")).score(completion=reply, gold=reply).value == 1.0


def test_the_wrappers_of_jobs_and_evals_are_opened(tmp_path: Path) -> None:
    job = {"method": {"type": "reinforcement", "reinforcement": {"grader": NAME_EMAIL}}}
    assert made(job) == made(NAME_EMAIL)
    both = made({"testing_criteria": [check("eq"), check("like") | {"name": "d"}]})
    assert list(both.score(completion="Paris ", gold="Paris").components.values()) == [0.0, 1.0]
    path = tmp_path / "g.json"
    path.write_text(json.dumps(job))
    data, _ = import_grader(path)
    assert load(data) == made(NAME_EMAIL)
