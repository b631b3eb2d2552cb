"""format/tags: blocks between markers. Its cases are beside it; here are its laws and errors."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.format.lib.blocks import pairs_of
from rewardkit_verifiers.format.lib.extraction import extract
from rewardkit_verifiers.format.lib.reading import parse
from rewardkit_verifiers.format.lib.uses import uses
from rewardkit_verifiers.format.tags.verifier import instruction, tags

THOUGHT = "12*3 = 36"
RIGHT = f"<think>{THOUGHT}</think><answer>36</answer>"
MILLION = 1_000_000
PIECES = [
    *("<think>", "</think>", "<answer>", "</answer>", "<!--", "-->", "```", "\n", " ", "`", '"'),
    *("36", "because", "final answer", "reasoning", "...", "\u200b", "&nbsp;", "</s>", "hmm " * 5),
]

soup = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
prose = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=40)


# --- laws ---------------------------------------------------------------------------------
@given(soup, st.booleans(), st.booleans(), soup)
def test_partial_credit_is_at_its_top_exactly_where_exact_credit_is(
    text: str, prefilled: bool, strict: bool, prompt: str
) -> None:
    exact = tags(prefilled=prefilled, strict=strict)
    partial = exact(credit="partial")
    top = partial.score(completion=text, prompt=prompt).value == partial.range.high
    assert top == (exact.score(completion=text, prompt=prompt).value == 1.0)


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_at_all_gets_a_value(text: str, prompt: str) -> None:
    assert tags.score(completion=text, prompt=prompt).status in ("ok", "unparsed")


@given(prose, prose)
def test_blocks_read_back_what_was_put_between_the_markers(thought: str, answer: str) -> None:
    reading = parse(f"<think>{thought}</think>\n<answer>{answer}</answer>")
    assert reading.blocks == {"think": thought, "answer": answer}


@given(soup)
def test_a_strict_reader_never_pays_what_a_lenient_one_refuses(text: str) -> None:
    lenient, strict = tags.score(completion=text), tags(strict=True).score(completion=text)
    assert (strict.value or 0.0) <= (lenient.value or 0.0)


@given(soup)
def test_a_prefilled_tag_is_the_same_as_one_written_by_the_model(rest: str) -> None:
    written = tags.score(completion=f"<think>x{rest}|")
    prefilled = tags(prefilled=True).score(completion=f"x{rest}|")
    assert (written.value, written.reason) == (prefilled.value, prefilled.reason)


def test_blanks_between_markers_and_line_ends_change_nothing() -> None:
    for line_end in ("\n", "\r\n", " ", "\u00a0"):
        text = RIGHT.replace("><", f">{line_end}<")
        assert tags.score(completion=f"{line_end}{text}{line_end}").value == 1.0


# --- readings -----------------------------------------------------------------------------
def test_every_fault_names_the_marker_it_is_about() -> None:
    faults = parse("<think>x</think></think>36").faults
    assert [(fault.reason, fault.detail) for fault in faults] == [
        ("repeated_tag", "</think> occurs 2 times"),
        ("missing_tag", "<answer> is missing"),
        ("missing_tag", "</answer> is missing"),
    ]


def test_a_misplaced_marker_is_shown_in_the_order_of_the_reply() -> None:
    score = tags.score(completion="<answer>36</answer><think>x</think>")
    assert score.detail == "the order is <answer> </answer> <think> </think>"


def test_text_outside_the_blocks_is_quoted_and_cut_short() -> None:
    score = tags.score(completion=RIGHT + " and so on" * 50)
    assert score.reason == "text_after"
    assert score.detail.startswith("after the blocks stands 'and so on and so on")
    assert len(score.detail) < 100


def test_a_placeholder_is_quoted() -> None:
    score = tags.score(completion=f"<think>{THOUGHT}</think><answer>[your answer]</answer>")
    assert score.detail == "<answer> holds the placeholder '[your answer]'"


def test_chat_messages_are_read_like_text() -> None:
    chat = [{"role": "assistant", "content": RIGHT}]
    assert tags.score(completion=chat, prompt=[{"role": "user", "content": "12*3?"}]).value == 1.0


def test_a_tool_call_turn_without_content_is_an_empty_reply() -> None:
    assert tags.score(completion=[{"role": "assistant", "content": None}]).reason == "empty"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("17*3 = 51, so <answer> 51 </answer>", "51"),
        ("<answer>51</answer>, I repeat: <answer>51</answer>", "51"),
        ("<answer>51</answer> or <answer>41</answer>", None),
        ("<think><answer>41</answer></think><answer>51</answer>", "51"),
        ("<think><answer>51</answer></think>", None),
        ("<answer>51", None),
        ("</answer>51<answer>", None),
        ("<answer><answer>51</answer></answer>", None),
        ("51", None),
        ("I end with `<answer>`. <answer>51</answer>", "51"),
        ("<answer></answer>", ""),
        # Spoken of: quoted, and around nothing of its own.
        ("It goes between `<answer>` and `</answer>`. <answer>51</answer>", "51"),
        ("The form is `<think>…</think><answer>…</answer>`. <answer>51</answer>", "51"),
        ("I write '<answer>your answer</answer>': <answer>51</answer>", "51"),
        ("<answer>the text `</answer>` of 3 letters</answer>", "the text `</answer>` of 3 letters"),
        ('<think>x</think><answer>"</think>" ends it</answer>', '"</think>" ends it'),
        # Quoting hides no second guess.
        ("`<answer>`41`</answer>` <answer>51</answer>", None),
        ("<answer>51</answer> `<answer>41</answer>`", None),
        ("'<answer>41</answer>' is wrong. <answer>51</answer>", None),
        ("`<answer>`51`</answer>`", "51"),
        ("```\n<answer>41</answer>\n``` <answer>51</answer>", None),
        # Nor does a comment, and what only a comment holds no reader sees.
        ("<!-- <answer>41</answer> --> <answer>51</answer>", None),
        ("<!-- <answer>51</answer> --> I do not know.", None),
        ("<answer>1 <!-- 2</answer>", "1 <!-- 2"),
        # A thought that never ends has said nothing yet.
        ("<think>maybe <answer>51</answer>", None),
        ("<think>a</think> hm <think> <answer>51</answer>", None),
        ("I will `<think>` first. <answer>51</answer>", "51"),
        ("<answer>51</answer></answer>", None),
        ("<answer>51</answer>`</answer>`", "51"),
        ("<answer>51 <answer></answer>", None),
        ("<ANSWER>51</ANSWER>", None),
    ],
)
def test_extract_takes_the_one_block_that_is_not_reasoning(text: str, found: str | None) -> None:
    assert extract(text) == found


def test_extract_reads_markers_written_out_and_can_search_the_reasoning() -> None:
    assert extract("<S>4</S>", ("<S>", "</S>")) == "4"
    assert extract("<think><answer>4</answer></think>", reasoning=None) == "4"


@pytest.mark.parametrize(
    "piece", ["`<answer>`", "`</answer>`", "<answer>", "'<answer>' ", "<!--", "<!-- <answer>"]
)
def test_extract_takes_time_in_proportion_to_the_reply(piece: str) -> None:
    # A quadratic reader needs minutes for this; the time limit of the suite would end it.
    assert extract(piece * 60_000, reasoning=None) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<a>`</a>` 1</a>", {0: [0], 1: [11]}),
        ("'<a>'1'</a>'</a>", {0: [1], 1: [12]}),
        ("`</a>`<a>1</a>", {0: [6], 1: [1, 10]}),
        ("<a>(</a>)", {0: [0], 1: [4]}),
        ("<<a>>1<</a>>", {0: [], 1: []}),
        ("<a>`<a>x</a>`</a>", {0: [0, 4], 1: [8, 13]}),
    ],
)
def test_a_marker_is_spoken_of_only_inside_a_block(text: str, found: dict[int, list[int]]) -> None:
    assert uses(text, pairs_of(["a"])) == found


@pytest.mark.parametrize("content", ["<br><br>", "&#x200b;" * 400, "<p></p>" * 99, "\\n\\t", "→ ="])
def test_reasoning_without_a_letter_or_number_that_shows_is_no_reasoning(content: str) -> None:
    score = tags.score(completion=f"<think>{content}</think><answer>36</answer>")
    assert score.reason == "empty_block"


def test_reasoning_may_repeat_lines_of_several_words() -> None:
    table = "| alpha | beta | gamma | delta |\n|---|---|---|---|\n| one | two | three | four |\n"
    assert tags.score(completion=f"<think>{table * 60}</think><answer>x</answer>").value == 1.0
    hollow = "still thinking about it " * 60
    assert tags.score(completion=f"<think>{hollow}</think><answer>x</answer>").reason == "padding"


# --- hostile sizes --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "<think>" + "\n" * 50_000 + "</thin",
        "<think>" * 5_000 + "x",
        "<" * MILLION,
        "<think>" * (MILLION // 7),
        "`<think>`" * (MILLION // 9),
        "<think>x</think>" * (MILLION // 16),
        "<think>" + "\n" * MILLION + "</think>",
        "<!--" * (MILLION // 4),
        "<!---->" * (MILLION // 7),
        "</s>" * (MILLION // 4),
        "```\n" * (MILLION // 4),
        "\u200b" * MILLION,
        "<think>" + "`<answer></answer>`" * (MILLION // 19),
        "<think>" + "`x" * (MILLION // 2),
        "<think>" + "&#9" * (MILLION // 3) + "</think>",
        "<think>" + "&" * MILLION + "</think><answer></answer>",
        "<think>" + "." * MILLION + "</think><answer>36</answer>",
    ],
    ids=lambda text: f"{text[:9]!r}*{len(text)}",
)
@pytest.mark.parametrize("credit", ["exact", "partial"])
def test_a_hostile_megabyte_is_read_and_earns_no_more_than_nothing(text: str, credit: str) -> None:
    value = tags.configured(credit=credit).score(completion=text, prompt="<think>" * 1000).value
    assert value is not None
    assert value <= 0


def test_a_long_honest_reply_is_paid() -> None:
    thought = " ".join(f"Step {step}: add {step * 7919 % 9973}." for step in range(30_000))
    assert tags.score(completion=f"<think>{thought}</think><answer>36</answer>").value == 1.0


def test_a_prompt_of_many_examples_is_read() -> None:
    prompt = "<think>a</think><answer>b</answer>" * 30_000
    assert tags.score(completion=RIGHT, prompt=prompt).value == 1.0


# --- settings ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"tags": ()}, "tags=() names no block. Give at least one, such as ('think', 'answer')"),
        ({"tags": [f"t{n}x" for n in range(17)]}, "17 tags are more than a format can have (16)"),
        ({"tags": [""]}, "tag '' must be a name without blanks at its ends"),
        ({"tags": [" think"]}, "tag ' think' must be a name without blanks at its ends"),
        ({"tags": ["<think>"]}, "tag '<think>' must be a bare name such as 'think'"),
        ({"tags": ["/think"]}, "To write markers out, give a pair: ['<open>', '</open>']"),
        ({"tags": [["", "x"]]}, "marker '' must be text without blanks at its ends"),
        ({"tags": [["<a>", "</a> "]]}, "marker '</a> ' must be text without blanks at its ends"),
        ({"tags": ["a", "a"]}, "markers '<a>' and '<a>' cannot be told apart"),
        ({"tags": [["**", "**"]]}, "Every marker must be different"),
        ({"tags": [["<a>", "<a>!"]]}, "markers '<a>' and '<a>!' cannot be told apart"),
        ({"present": -1.0}, "present=-1 and missing=-1: a marker in its place must be worth more"),
        ({"present": float("inf")}, "both must be finite"),
        ({"credit": "half"}, "setting 'credit' = 'half'"),
        ({"between": "none"}, "setting 'between' = 'none'"),
        ({"tag": ["a"]}, "has no setting 'tag'. Did you mean 'tags'?"),
    ],
)
def test_a_format_that_cannot_work_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as error:
        tags(**settings)
    assert message in str(error.value)


def test_the_range_of_partial_credit_follows_from_the_settings() -> None:
    assert tuple(tags(credit="partial").range) == (-4.0, 2.0)
    assert tuple(tags(credit="partial", prefilled=True).range) == (-3.0, 1.5)
    assert tuple(tags(credit="partial", tags=("a",), present=3, missing=0).range) == (0.0, 6.0)


def test_a_configured_format_pickles() -> None:
    made = tags(tags=(("<S>", "<E>"), "answer"), credit="partial")
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, "Reply exactly as <think>…</think><answer>…</answer>"),
        ({}, "Write nothing before the first tag or after the last."),
        ({"tags": [["<S>", "<E>"]]}, "Reply exactly as <S>…<E>, each tag once and in this order."),
        ({"prefilled": True}, "The first <think> is already written; do not repeat it."),
        ({"strict": True}, "Write nothing outside the blocks."),
        ({"between": "blank"}, "Write nothing outside the blocks."),
        ({"between": "blank", "around": "any"}, "Write nothing between the blocks."),
    ],
)
def test_the_declaration_that_parses_is_the_one_that_asks(
    settings: dict[str, Any], sentence: str
) -> None:
    assert sentence in instruction(tags(**settings).settings)


def test_the_example_of_the_instruction_is_worth_nothing_when_copied() -> None:
    asked = instruction(tags.settings)
    copied = asked[asked.index("<think>") : asked.index("</answer>") + len("</answer>")]
    assert tags.score(completion=copied, prompt=asked).value == 0.0
