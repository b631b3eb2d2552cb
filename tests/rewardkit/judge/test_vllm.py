"""A real vLLM server on the processor, with a tiny judge trained on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rewardkit import get
from rewardkit.testing.tiny_judge import make_tiny_judge
from rewardkit.testing.vllm_server import vllm_server

pytestmark = [pytest.mark.vllm, pytest.mark.slow]


@pytest.fixture(scope="module")
def judge(vllm_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The setting of a judge that is served by vLLM."""
    pytest.importorskip("openai")
    folder = tmp_path_factory.mktemp("judge")
    made = make_tiny_judge(folder / "model", steps=160)
    with vllm_server(vllm_python, made) as url:
        ledger = str(folder / "ledger.db")
        yield {"url": url, "model": "tiny", "max_tokens": 256, "timeout": 120, "ledger": ledger}


def test_a_grade_by_log_probability_has_its_support(judge: dict[str, Any]) -> None:
    grade = get("judge/score", judge=judge, by="logprob", low=-10, high=10)
    found = grade.score_many(
        [{"completion": f"please pass me tea {n}", "prompt": "take it"} for n in range(16)]
    )
    assert [one.status for one in found] == ["ok"] * 16
    assert all(one.score.extra["support_mass"] > 0.5 for one in found)
    # An expectation and not the likeliest label: it lies between the labels.
    labels = {-10 + 20 * place / 9 for place in range(10)}
    assert all(min(abs(one.value - label) for label in labels) > 1e-6 for one in found if one.value)


def test_guided_digits_have_all_of_the_mass(judge: dict[str, Any]) -> None:
    grade = get("judge/score", judge=judge, by="logprob", levels=5, guided=True)
    found = grade.score(completion="please pass me the salt")
    assert found.score.extra["guided"] is True
    assert found.score.extra["support_mass"] == pytest.approx(1.0, abs=1e-3)


def test_log_probabilities_of_one_question_are_cached_to_the_digit(judge: dict[str, Any]) -> None:
    grade = get("judge/score", judge=judge, by="logprob")
    first = grade.score(completion="please open the door")
    again = grade.score(completion="please open the door")
    assert first.value == again.value
    assert again.score.extra["judge_cached"] is True


def test_a_rubric_is_held_to_its_form_by_the_server(judge: dict[str, Any]) -> None:
    criteria = ["Is polite", "Names a thing", {"text": "Is rude", "points": -1}]
    rubric = get("judge/rubric", judge=judge, criteria=criteria)
    found = rubric.score_many([{"completion": f"please pass me tea {n}"} for n in range(8)])
    assert [one.status for one in found] == ["ok"] * 8
    assert {one.score.extra["judge_mode"] for one in found} == {"structured_outputs"}


def test_the_common_way_to_ask_for_a_form_works_too(judge: dict[str, Any]) -> None:
    other = {**judge, "structured": "response_format"}
    found = get("judge/rubric", judge=other, criteria=["Is polite"]).score(completion="pass tea")
    assert (found.status, found.score.extra["judge_mode"]) == ("ok", "response_format")


def test_a_group_of_eight_is_graded_in_one_call(judge: dict[str, Any]) -> None:
    words = ("take", "give", "open", "close", "hand", "bring", "look", "pass")
    texts = [f"{word} the book" for word in words]
    rows = [{"completion": text, "prompt": "take", "group": 1} for text in texts]
    found = get("judge/group", judge=judge).score_many(rows)
    assert [one.status for one in found] == ["ok"] * 8
    assert len({one.score.extra["answer_id"] for one in found}) == 8
    assert len({one.score.extra["judge_tokens"] for one in found}) == 1


def test_a_reply_that_has_no_room_is_an_error(judge: dict[str, Any]) -> None:
    short = {**judge, "max_tokens": 3, "reasks": 0}
    found = get("judge/rubric", judge=short, criteria=["Is polite"]).score(completion="pass me tea")
    assert (found.value, found.reason) == (None, "judge_truncated")


def test_a_model_that_the_server_does_not_have_is_an_error(judge: dict[str, Any]) -> None:
    other = {**judge, "model": "nobody", "structured": "none"}
    found = get("judge/rubric", judge=other, criteria=["Is polite"]).score(completion="pass tea")
    assert (found.value, found.reason) == (None, "judge_rejected")
