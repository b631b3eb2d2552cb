"""Texts made comparable."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit import Score
from rewardkit_verifiers.control.inverted import inverted
from rewardkit_verifiers.text.choice import choice
from rewardkit_verifiers.text.exact import exact
from rewardkit_verifiers.text.lib.wording import judged, normal, normalised, references
from rewardkit_verifiers.text.similarity import similarity

forms = st.fixed_dictionaries(
    {
        "ignore_case": st.booleans(),
        "spaces": st.sampled_from(["keep", "trim", "collapse"]),
        "unicode": st.sampled_from(["none", "NFC", "NFKC"]),
        "punctuation": st.sampled_from(["keep", "trim", "drop"]),
    }
)


@given(forms, st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_any_form_of_any_text_is_text(form: dict[str, Any], text: str) -> None:
    assert isinstance(normal(text, **form), str)


@given(st.text(max_size=30))
def test_the_default_form_of_a_form_is_itself(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("settings", "form"),
    [
        ({}, "“It’s  Fine.”".replace("  ", " ")),
        ({"spaces": "trim"}, "“It’s  Fine.”"),
        ({"spaces": "keep"}, " “It’s  Fine.”\n"),
        ({"punctuation": "trim"}, "It’s Fine"),
        ({"punctuation": "drop"}, "Its Fine"),
        ({"ignore_case": True}, "“it’s fine.”"),
    ],
)
def test_each_setting_does_what_it_says(settings: dict[str, Any], form: str) -> None:
    assert normal(" “It’s  Fine.”\n", **settings) == form


def test_numbers_are_references_too() -> None:
    assert references(3) == ["3"]
    assert references(("a", 2.5)) == ["a", "2.5"]


def test_without_a_tag_the_whole_reply_is_judged() -> None:
    assert judged("<answer>4</answer>", "") == "<answer>4</answer>"
    assert judged("<answer>4</answer>", "answer") == "4"
    missing = judged("4", "answer")
    assert isinstance(missing, Score)
    assert missing.reason == "missing_tag"


@pytest.mark.parametrize("form", ["NFC", "NFKC"])
def test_of_a_long_run_of_combining_marks_only_the_first_thirty_are_read(form: Any) -> None:
    long = "a" + "\u0301\u0323" * 500_000 + " b"
    assert normalised(long, form) == normalised("a" + "\u0301\u0323" * 15 + " b", form)
    assert len(normalised("a" + "\uff9e" * 1_000_000, "NFKC")) <= 32


def test_up_to_thirty_marks_are_all_kept() -> None:
    text = "x" + "\u0323\u0334" * 15 + "y"
    assert normalised(text, "NFC") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["a" + "\u0301\u0323" * 500_000])
def test_every_verifier_that_normalises_reads_a_megabyte_of_marks(text: str) -> None:
    for verifier in (exact, choice, similarity, inverted, inverted(compare="number")):
        answer = 4 if verifier.settings.get("compare") == "number" else "C"
        assert verifier.score(completion=text, answer=answer).status in ("ok", "unparsed")


def test_a_whole_float_is_the_integer_that_a_table_made_it_from() -> None:
    assert references([4.0, -3.0, 4.5, 1e300]) == ["4", "-3", "4.5", "1e+300"]
    assert exact.score(completion="4", answer=4.0).value == 1.0


def test_reasoning_is_set_aside_by_every_verifier_of_text() -> None:
    reply = "<think>Rome? No.</think>\n\nParis"
    assert exact.score(completion=reply, answer="Paris").value == 1.0
    assert (
        exact(tag="answer").score(completion="hm <answer>4</answer> </think> 5", answer=4).value
        == 0
    )
    assert (
        similarity.score(completion=f"[THINK]Rome?[/THINK]{'Paris'}", answer="Paris").value == 1.0
    )
    for verifier in (exact, similarity, choice):
        for cut in ("<think>The answer is C", "<think>C</think>"):
            score = verifier.score(completion=cut, answer="C")
            assert (score.status, score.reason) == ("unparsed", "unfinished_reasoning")


@pytest.mark.parametrize("answer", [math.nan, [math.nan, "x"], [None], math.inf, [], ""])
def test_a_missing_reference_is_an_error_and_never_the_word_for_it(answer: Any) -> None:
    for verifier in (exact, similarity, inverted):
        for completion in ("nan", "None", "inf"):
            score = verifier.score(completion=completion, answer=answer)
            assert (score.value, score.reason) == (None, "bad_answer")


def test_arrays_of_aliases_as_parquet_gives_them_are_read() -> None:
    numpy = pytest.importorskip("numpy")
    aliases = numpy.array(["NYC", "New York"], dtype=object)
    for answer in (aliases, {"target": aliases}, ["NYC", "New York"], ("NYC", "New York")):
        assert exact.score(completion="New York", answer=answer).value == 1.0
        assert exact.score(completion="Boston", answer=answer).value == 0.0
    assert references(numpy.float64(4.0)) == ["4"]
    assert choice.score(completion="C", answer=numpy.array(["C"])).value == 1.0
