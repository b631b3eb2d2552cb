"""Where the final answer of a completion is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.math.equivalence import equivalence
from rewardkit_verifiers.math.lib.extraction.cleaned import cleaned
from rewardkit_verifiers.math.lib.extraction.conventions import PRESETS, plan
from rewardkit_verifiers.math.lib.extraction.extract import PHRASE, extract, last_phrase
from rewardkit_verifiers.math.lib.extraction.found import Found, Missing


def found(completion: str, where: str | tuple[str, ...] = "auto", prompt: str = "") -> Found:
    result = extract(completion, where, prompt)
    assert isinstance(result, Found), result
    return result


def missing(completion: str, where: str | tuple[str, ...] = "auto", prompt: str = "") -> str:
    result = extract(completion, where, prompt)
    assert isinstance(result, Missing), result
    return result.reason


@pytest.mark.parametrize(
    ("completion", "text", "where"),
    [
        (r"so \boxed{\frac{1}{2}}.", r"\frac{1}{2}", "boxed"),
        (r"\fbox{42}", "42", "boxed"),
        (r"thus \boxed 7$", "7", "boxed"),
        (r"\boxed{\{1, 2\}}", r"\{1, 2\}", "boxed"),
        ("<|begin_of_box|>D<|end_of_box|>", "D", "boxed"),
        ("6*7\n#### 42", "42", "####"),
        ("so.\nA: 26", "26", "A:"),
        ("Therefore the answer is -3", "-3", "phrase"),
        ("Final answer: -3.5", "-3.5", "phrase"),
        ("**Answer:** 12 apples. Good.", "12 apples", "phrase"),
        ("After solving, we get $1/2$", "1/2", "last_math"),
        (r"we get \(x\) and then \[ x^2 \]", "x^2", "last_math"),
        ("it makes 3 and 4.", "4", "last_number"),
        ("<answer> 84 </answer>", "84", "<answer>"),
    ],
)
def test_each_convention_finds_its_own_mark(completion: str, text: str, where: str) -> None:
    result = found(completion)
    assert (result.text, result.where) == (text, where)


def test_a_tag_of_any_name_can_be_asked_for() -> None:
    assert found("<a>062</a>", "<a>").text == "062"


def test_an_unclosed_tag_is_no_answer() -> None:
    assert missing("<a>062", "<a>") == "unclosed"


def test_a_tag_begun_again_after_the_answer_is_a_second_answer() -> None:
    assert found("<a>081</a>7<a>1", "<a>").others == ("081",)


def test_several_boxes_are_all_reported() -> None:
    result = found(r"\boxed{1} \boxed{2} \boxed{1} \boxed{3}")
    assert (result.text, result.others) == ("3", ("1", "2"))


def test_the_same_box_twice_is_one_answer() -> None:
    assert found(r"\boxed{42} and again \boxed{42}").others == ()


@pytest.mark.parametrize("empty", ["", "  \n\t "])
def test_an_empty_completion_says_so(empty: str) -> None:
    assert missing(empty) == "empty"


def test_reasoning_is_outside() -> None:
    assert found(r"<think>\boxed{3}</think> \boxed{5}").text == "5"
    assert found(r"let me see \boxed{99}</think> \boxed{42}").others == ()


def test_reasoning_that_never_ends_holds_no_answer() -> None:
    assert missing(r"<think>so \boxed{3}") == "unfinished_reasoning"


@pytest.mark.parametrize("text", [r"\boxed{}", r"\boxed{ }", r"\boxed{...}", "{answer}"])
def test_placeholders_and_empty_boxes_do_not_count(text: str) -> None:
    assert missing(text) in {"no_answer", "placeholder"}


def test_a_copy_of_the_prompt_does_not_count() -> None:
    prompt = r"What is 2+2? Write \boxed{4} if it is four."
    assert missing(prompt, "auto", prompt) == "copied_prompt"


def test_a_box_that_is_never_closed_says_so() -> None:
    assert missing(r"\boxed{42", "boxed") == "unclosed"


def test_markdown_headings_are_not_gsm8k_answers() -> None:
    assert found("#### Step 1: add\n2+2\n#### Step 2: done\nThe answer is 4").text == "4"
    assert found("The result is #### 4").text == "4"


def test_presets_expand_in_order() -> None:
    assert plan(("<a>", "tags")) == ("<a>", "<answer>")
    for name in PRESETS:
        assert plan(name) == PRESETS[name]


def test_an_unknown_convention_names_the_closest() -> None:
    with pytest.raises(ValueError, match=r"where='boxd' .* Did you mean 'boxed'"):
        plan("boxd")
    with pytest.raises(ValueError, match="names no convention"):
        plan(())


BOXES = ["\\boxed{", "\\boxed", "\\{", "{", "}", "$", "\\(", "\\)", "\\[", "\\]"]
WORDS = ["<answer>", "</answer>", "<think>", "</think>", "####", "\nA:", "answer is "]
MARKS = st.sampled_from([*BOXES, *WORDS, *"1 \n,./-\\"])


@given(st.lists(MARKS, max_size=40).map("".join))
def test_any_mixture_of_marks_gives_an_answer_or_a_reason(text: str) -> None:
    result = extract(text)
    if isinstance(result, Found):
        assert result.text
        assert result.text == result.text.strip()
    else:
        assert result.reason


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "mark",
    ["\\boxed{", "\\(", "$", "<answer>", "#### ", "answer is ", "1,", "A:\n", "-1/", "{", "\\"],
)
def test_a_flood_of_any_mark_is_read_in_linear_time(mark: str) -> None:
    assert isinstance(extract(mark * (1_000_000 // len(mark))), (Found, Missing))


@pytest.mark.parametrize("token", ["<|im_end|>", "</s>", "<|endoftext|>", "<|eot_id|>", "<eos>"])
@pytest.mark.parametrize("answer", ["The answer is 36", "#### 36", "36"])
def test_a_token_that_ends_the_turn_is_no_part_of_the_answer(answer: str, token: str) -> None:
    found = extract(f"{answer}{token}\n")
    assert isinstance(found, Found)
    assert found.text == "36"


@pytest.mark.parametrize(
    "completion",
    [
        r"The answer is not \boxed{40}, it's 36.",
        r"It isn't $\boxed{40}$.",
        r"$x \neq \boxed{40}$",
        r"clearly x != \boxed{40}",
    ],
)
def test_a_box_that_is_denied_holds_no_answer(completion: str) -> None:
    assert missing(completion) == "no_answer"


def test_a_box_that_is_denied_leaves_the_others() -> None:
    result = found(r"not \boxed{36} but \boxed{40}")
    assert (result.text, result.others) == ("40", ())


@pytest.mark.parametrize(
    ("completion", "text"),
    [
        (r"<answer>\boxed{84}</answer>", "84"),
        (r"<answer>So it is $\boxed{84}$.</answer>", "84"),
        (r"<answer>\boxed{84</answer>", r"\boxed{84"),
    ],
)
def test_a_box_inside_a_tag_is_the_answer(completion: str, text: str) -> None:
    result = found(completion)
    assert (result.text, result.where) == (text, "<answer>")


HINTS = ["answer", "Final answer:", "ANSWER is ", "answers are ", "result is ", "solution", " is "]


@given(st.lists(st.sampled_from([*HINTS, "42", ". ", "\n", "x", "**", "答案是", "respuesta es "])))
def test_the_last_phrase_ends_where_a_scan_of_the_whole_text_ends_it(parts: list[str]) -> None:
    text = "".join(parts)
    scanned = [match.end() for match in PHRASE.finditer(text)]
    last = last_phrase(text)
    assert (last.end() if last else None) == (scanned[-1] if scanned else None)


@pytest.mark.parametrize(
    "spoken",
    [
        "I put it between `<answer>` and `</answer>`. <answer>51</answer>",
        "My answer goes in `<answer>`: <answer>51</answer>",
        "<answer>51</answer>, which stands after `<answer>`",
    ],
)
def test_a_tag_that_is_only_spoken_of_opens_no_answer(spoken: str) -> None:
    answer = found(spoken, "<answer>")
    assert (answer.text, answer.others) == ("51", ())


def test_a_quoted_answer_is_a_second_answer_all_the_same() -> None:
    answer = found("`<answer>`41`</answer>` <answer>51</answer>", "<answer>")
    assert answer.others == ("41",)


@pytest.mark.parametrize("condition", ["if 1", "unless 2", "not"])
def test_what_holds_under_a_condition_is_no_labelled_answer(condition: str) -> None:
    rewarded = equivalence(where="<answer>").score(
        completion=f"<answer>{condition}: 51</answer>", answer="51"
    )
    assert rewarded.value == 0.0


def test_the_last_phrase_is_found_behind_many_words_that_only_hint_at_one() -> None:
    text = "The answer is 4. " + "I like each result and each solution of it. " * 20
    for many in (text, text + "No answer here. "):
        last = last_phrase(many)
        assert last is not None
        assert last.start() == 4
    assert last_phrase("The answer is 4. So the final answer: 5") is not None
    assert found("The answer is 4. So the final answer: 5").text == "5"


def test_a_unit_behind_a_value_is_kept_and_a_courtesy_behind_it_is_not() -> None:
    for text in ("so 4 km", r"It is $\boxed{4}$ dollars.", "**4** apples. Hope this helps!"):
        assert equivalence.score(completion=text, answer="4").value == 1.0
    assert cleaned("It is 4 km. hope this helps!") == "It is 4 km."
    assert cleaned("It is 4 m. done") == "It is 4 m."
