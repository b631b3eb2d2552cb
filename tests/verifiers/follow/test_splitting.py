"""English is split into sentences and tokens as NLTK splits it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.follow.lib.iftrain_sentences import split_by_rules
from rewardkit_verifiers.follow.lib.sentences import split_sentences
from rewardkit_verifiers.follow.lib.tokens import count_tokens, split_tokens

SENTENCES = {
    "Dr. Smith left. He ran.": ["Dr. Smith left.", "He ran."],
    'He said "no." Then he left.': ['He said "no."', "Then he left."],
    "(One.) Two.": ["(One.)", "Two."],
    "Wait... what? No!": ["Wait... what?", "No!"],
    "It cost 3.50. Cheap.": ["It cost 3.50.", "Cheap."],
    "1. First\n2. Second": ["1.", "First\n2.", "Second"],
    "See the map, etc. The end.": ["See the map, etc.", "The end."],
    "J. Smith met B. Edelman.": ["J. Smith met B. Edelman."],
    "Really?! Yes.": ["Really?!", "Yes."],
    "no marks": ["no marks"],
    "": [],
    "The U.S. economy grew.": ["The U.S. economy grew."],
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_end_where_nltk_ends_them(text: str) -> None:
    assert split_sentences(text) == SENTENCES[text]


BY_RULES = {
    "Dr. Smith left.\nHe ran.": ["Dr. Smith left.", "He ran."],
    'He said "no." Then "yes?"': ['He said "no".', 'Then "yes"?'],
    "Wait... what? No!": ["Wait...", "what?", "No!"],
    "It cost 3.50 at shop.com. Cheap.": ["It cost 3.50 at shop.com.", "Cheap."],
    "Acme Inc. He sells. A Ph.D. too": ["Acme Inc", "He sells.", "A Ph.D. too"],
    "The U.S. We left. J. Smith": ["The U.S.", "We left.", "J. Smith"],
    "Really?! Yes.": ["Really?", "!", "Yes."],
    "no marks": ["no marks"],
    "": [],
}


@pytest.mark.parametrize("text", BY_RULES)
def test_sentences_end_where_the_rules_of_the_training_set_end_them(text: str) -> None:
    assert split_by_rules(text) == BY_RULES[text]


@given(st.text(alphabet='aBIH .?!"”\n3\x01\x02', max_size=60))
def test_no_sentence_by_rules_has_blanks_around_it_or_a_private_mark(text: str) -> None:
    for one in split_by_rules(text):
        assert one == one.strip()
        assert not {"\x01", "\x02"} & set(one)


TOKENS = {
    "I don't know.": ["I", "do", "n't", "know", "."],
    "It's $3.50, OK?": ["It", "'s", "$", "3.50", ",", "OK", "?"],
    "You cannot (really) go; wait...": [
        "You", "can", "not", "(", "really", ")", "go", ";", "wait", "...",
    ],
    'He said: "go."': ["He", "said", ":", "``", "go", ".", "''"],
    "well-known--yes 'tis": ["well-known", "--", "yes", "'", "tis"],
    "A. b, c: 5:30": ["A.", "b", ",", "c", ":", "5:30"],
}  # fmt: skip


@pytest.mark.parametrize("text", TOKENS)
def test_tokens_are_those_of_nltk(text: str) -> None:
    assert list(split_tokens(text)) == TOKENS[text]


@given(st.text(alphabet="ab it.,!?\"'()[]-:*\n ", max_size=120))
def test_no_character_is_lost_but_blanks(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(st.text(alphabet="ait.,!?'() \n", max_size=80))
def test_counting_tokens_is_counting_in_the_list_of_tokens(text: str) -> None:
    words = frozenset(["it", "a"])
    assert count_tokens(text, words) == sum(token in words for token in split_tokens(text))
