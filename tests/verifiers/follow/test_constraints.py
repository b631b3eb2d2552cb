"""Every constraint of IFEval, IFBench and its training set pays what keeps to it only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.errors import DefinitionError
from rewardkit_verifiers.follow.constraint import constraint, instruction
from rewardkit_verifiers.follow.instructions import instructions
from rewardkit_verifiers.follow.lib.catalogue import find, known_ids
from rewardkit_verifiers.follow.lib.constraint import BadInstruction
from rewardkit_verifiers.follow.lib.reply import Reply
from rewardkit_verifiers.follow.lib.verbs import may_be_verb

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "constraints.jsonl").read_text().splitlines()
]
RIGHT = [(row["id"], row["kwargs"], text) for row in ROWS for text in row["right"]]
WRONG = [(row["id"], row["kwargs"], text) for row in ROWS for text in row["wrong"]]


def test_the_table_has_every_constraint() -> None:
    assert sorted({row["id"] for row in ROWS}) == known_ids()
    assert len(known_ids()) == 112


@pytest.mark.parametrize(("name", "kwargs", "text"), RIGHT)
def test_a_reply_that_keeps_to_it_is_paid(name: str, kwargs: dict[str, Any], text: str) -> None:
    assert constraint(id=name, kwargs=kwargs).score(completion=text).value == 1.0


@pytest.mark.parametrize(("name", "kwargs", "text"), WRONG)
def test_a_reply_that_does_not_is_not_paid(name: str, kwargs: dict[str, Any], text: str) -> None:
    found = constraint(id=name, kwargs=kwargs).score(completion=text)
    assert found.value == 0.0
    assert found.status in ("ok", "unparsed")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_the_sentence_that_asks_names_every_parameter(row: dict[str, Any]) -> None:
    asked = instruction(constraint(id=row["id"], kwargs=row["kwargs"]).settings)
    assert "{" not in asked.replace("{and braces}", "")
    if row["id"].startswith(("ratio:overlap", "repeat:repeat_span", "combination:")):
        return  # the text itself stands elsewhere in the prompt
    for name, value in row["kwargs"].items():
        if name == "prompt_to_repeat" or find(row["id"]).parameters[name] == "hidden":
            continue
        for one in value if isinstance(value, list) else [value]:
            assert str(one) in asked


# --- where the published checkers differ, compat follows them -------------------------------------
DIFFERENT: list[tuple[str, dict[str, Any], str, bool, bool]] = [
    ("keywords:existence", {"keywords": ["art"]}, "smart", False, True),
    ("keywords:existence", {"keywords": ["a"]}, "bank at", False, True),
    ("count:conjunctions", {"small_n": 2}, "and And", False, True),
    ("count:numbers", {"N": 2}, "10-20", True, False),
    ("count:unique_word_count", {"N": 2}, "a -", False, True),
    ("count:word_count_range", {"min_words": 1, "max_words": 1}, "don't", True, False),
    ("ratio:sentence_type", {}, "no marks", False, True),
    ("words:last_first", {}, "Alone.", False, True),
    ("words:palindrome", {}, "aaaaa " * 10, False, True),
    ("format:sub-bullets", {}, "no bullets", False, True),
    ("format:quotes", {}, "it's \"a 'b' c\" Bob's", False, True),
    ("format:title_case", {}, "The Lord of the Rings", True, False),
    ("format:output_template", {}, "My Answer:My Conclusion:Future Outlook:", False, True),
    ("custom:date_format_list", {}, "1800-00-31", False, True),
    ("custom:character_reverse", {}, "elgae dlab (bald eagle)", False, True),
    ("repeat:repeat_change", {"prompt_to_repeat": "Say it"}, "say it", False, True),
    ("detectable_format:json_format", {}, "42", False, True),
    ("detectable_format:title", {}, "<<a>b>>", False, True),
    ("startend:quotation", {}, '" "', False, True),
    ("copy:copy", {"prompt_to_repeat": "Say it."}, "say it.", False, True),
    ("copy:copying_simple", {"prompt_to_repeat": "Say\nit."}, "Say \nit.", True, False),
    ("copy:copying_multiple", {"prompt_to_repeat": "A b", "N": 2}, "A b******a b", False, True),
    ("new:copy_span_idx",
     {"prompt_to_repeat": "a tea", "n_start": 2, "n_end": 4}, "te", False, True),
    ("copy:repeat_phrase", {"phrase": "Go on now", "small_n": 1}, "Go up now.", True, True),
    ("copy:repeat_phrase", {"phrase": "Go on now", "small_n": 1}, "go up now", True, False),
    ("detectable_format:sentence_hyphens", {}, "Tea is warm.", False, True),
    ("keywords:no_adjacent_consecutive", {}, "1 2", True, False),
    ("keywords:no_adjacent_consecutive", {}, "(a b", False, True),
    ("detectable_format:square_brackets", {}, "[a], [b]", True, False),
    ("keywords:word_once", {"keyword": "tea"}, "tea tea", True, False),
    ("keywords:word_once", {"keyword": "tea"}, "steam", False, True),
    ("keywords:word_count_different_numbers",
     {"keyword": "tea", "frequency": 2, "relation": "at least"}, "tea tea tea", False, True),
    ("keywords:word_count_different_numbers",
     {"keyword": "a", "frequency": 1}, "a an", True, False),
    ("keywords:exclude_word_harder", {"keyword": "tea"}, "Tea, tea.", False, True),
    ("paragraphs:paragraphs2", {}, "a\n \nb", True, False),
    ("first_word:first_word_sent", {"first_word": "Oh"}, "Oh, no. Oh!", True, False),
    ("first_word:first_word_answer", {"first_word": "Oh"}, "Oh, no.", True, False),
    ("last_word:last_word_sent", {"last_word": "tea"}, "Is 3.5 tea e.g. tea", True, True),
    ("last_word:last_word_sent", {"last_word": "don't"}, "We don't.", True, False),
    ("last_word:last_word_answer", {"last_word": "tea"}, "tea .", True, False),
    ("detectable_format:bigram_wrapping", {}, "Tea", False, True),
    ("punctuation:punctuation_dot", {}, "Wait…", False, True),
    ("punctuation:punctuation_exclamation", {}, "好！", False, True),
    ("count:lowercase_counting", {"N": 1}, "don't", True, False),
    ("letters:letter_counting", {"N": 2, "relation": "at least"}, "éé", True, False),
    ("count:counting_composition",
     {"n_sent": 1, "n_words": 2}, "A b. *** C d. *** E f.", True, False),
    ("count:counting_composition", {"n_sent": 2, "n_words": 2},
     "Hi. Go. *** Be. No. *** So. Yes.", False, True),
    ("count:count_unique", {}, "Tea. Rain. So.", True, False),
    ("count:count_unique", {}, "Tea tea", False, True),
    ("count:count_increment_word", {"keyword1": "a", "keyword2": "b"}, "a b ab", False, False),
    ("keywords:palindrome", {}, "I agree", False, True),
    ("keywords:palindrome", {}, "Kayak!", True, False),
    ("keywords:keyword_specific_position", {"keyword": ["b"], "n": 1, "m": 2}, "A, b", True, False),
    ("keywords:start_end", {}, "\"Go\" or go", True, False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kwargs", "text", "ours", "theirs"), DIFFERENT)
def test_compat_gives_the_published_verdict(
    name: str, kwargs: dict[str, Any], text: str, ours: bool, theirs: bool
) -> None:
    one = find(name)
    assert one.holds(Reply(text), one.read(kwargs)) is ours
    assert one.holds(Reply(text), one.read(kwargs), published=True) is theirs


@given(st.sampled_from(ROWS), st.text(max_size=200), st.booleans())
def test_any_reply_gets_a_verdict(row: dict[str, Any], text: str, published: bool) -> None:
    one = find(row["id"])
    assert one.holds(Reply(text), one.read(row["kwargs"]), published) in (True, False)


HOSTILE = [
    "?!" * 20_000, "[" * 40_000, "\n" * 40_000, "*" * 40_000, "<<" * 20_000,
    "'\"" * 20_000, ". " * 20_000,
    " " * 40_000 + "a", "a" * 40_000, "...\n" * 10_000, "Section " * 10_000, "P.S." * 10_000,
    "-\n" * 20_000, "```" * 12_000, "Question 1." * 10_000, '"",' * 12_000, "a.b." * 10_000,
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_long_replies_of_marks_are_judged_in_linear_time(text: str) -> None:
    for row in ROWS:
        one = find(row["id"])
        for published in (False, True):
            one.holds(Reply(text), one.read(row["kwargs"]), published)


# --- parameters -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "kwargs", "why"),
    [
        ("count:numbers", {}, "lacks the parameter 'N'"),
        ("count:numbers", {"N": None}, "lacks the parameter 'N'"),
        ("count:numbers", {"N": -1}, "is no count"),
        ("count:numbers", {"N": 1.5}, "is no count"),
        ("count:numbers", {"N": True}, "is no count"),
        ("count:numbers", {"n": 1}, "has no parameter 'n'. Known: N"),
        ("keywords:existence", {"keywords": "tea"}, "is no texts"),
        ("keywords:existence", {"keywords": []}, "is no texts"),
        ("length_constraints:number_words", {"num_words": 3, "relation": "more"}, "is no relation"),
        ("startend:end_checker", {"end_phrase": " "}, "is no text"),
        ("first_word:first_word_sent", {"first_word": ["a", "b"]}, "is no word"),
        (
            "keywords:word_count_different_numbers",
            {"keyword": "a", "frequency": 1, "relation": "more"},
            "is no hidden",
        ),
        (
            "new:copy_span_idx",
            {"prompt_to_repeat": "a", "n_start": 3, "n_end": 4},
            "nothing stands",
        ),
        ("copy:repeat_phrase", {"phrase": "Go now", "small_n": 1}, "no word in its center"),
        ("count:count_increment_word", {"keyword1": "a", "keyword2": "A"}, "cannot occur"),
    ],
)
def test_broken_parameters_are_refused(name: str, kwargs: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInstruction, match=why):
        find(name).read(kwargs)
    with pytest.raises(DefinitionError, match=why):
        constraint(id=name, kwargs=kwargs)
    row = {"instruction_id_list": [name], "kwargs": [kwargs]}
    assert instructions.score(completion="Tea.", **row).reason == "bad_instruction"


def test_an_unknown_id_names_the_closest() -> None:
    with pytest.raises(DefinitionError, match="Did you mean 'count:numbers'"):
        constraint(id="count:number")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "nope:nope",
            r"known_ids\(\)` of `rewardkit_verifiers.follow.lib.catalogue` lists them all",
        ),
        ("commas:no_comma", "Did you mean 'punctuation:no_comma'"),
        ("startend:mmmmmmmmmmmmm", "Known: startend:end_checker.*lists them all"),
        ("", "lists them all"),
    ],
)
def test_an_unknown_id_that_no_other_is_like_names_the_place_of_the_list(
    name: str, why: str
) -> None:
    with pytest.raises(DefinitionError, match=why):
        constraint(id=name)
    row = {"instruction_id_list": [name], "kwargs": [{}]}
    assert instructions.score(completion="Tea.", **row).reason == "unknown_instruction"


@pytest.mark.parametrize(
    ("ids", "kwargs"),
    [([], []), (3, None), (["count:numbers"], [3]), ([3], [{}]), (["count:numbers"], "[}")],
)
def test_columns_that_cannot_be_read_are_errors(ids: Any, kwargs: Any) -> None:
    found = instructions.score(completion="Tea.", instruction_id_list=ids, kwargs=kwargs)
    assert (found.value, found.reason) == (None, "bad_instruction")


def test_one_bare_id_is_a_list_of_one() -> None:
    found = instructions.score(completion="Tea.", instruction_id_list="punctuation:no_comma")
    assert found.value == 1.0


@pytest.mark.parametrize(
    "word", ["Write", "Wrote", "Written", "Writing", "Tries", "Fixes", "Is", "Don't", "Let’s"]
)
def test_forms_of_verbs_are_verbs(word: str) -> None:
    assert may_be_verb(word)


@pytest.mark.parametrize("word", ["The", "Can", "During", "Nothing", "Hundred", "I", "42", ""])
def test_other_words_are_no_verbs(word: str) -> None:
    assert not may_be_verb(word)
