"""Loose verdicts are those of each text by itself, although most of it is read only once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.follow.lib.emoji import emojis_in
from rewardkit_verifiers.follow.lib.reply import Reply
from rewardkit_verifiers.follow.lib.trigrams import trigrams
from rewardkit_verifiers.follow.lib.verdicts import variants

WORDS = st.sampled_from(
    ["A", "radar", "Dr.", "no.", "e.g.", 'x."', "why?!", "(b.)", "*c.*", "*", "1,000", "3.5",
     "don't", "。え", "\u00a0", "🙂.", "etc.\u00a0so.", "--", "a.b.", "...", "ſo", "don'*t"]
)  # fmt: skip
TEXTS = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", "\n", "\n\n", " \n", ""])), max_size=14
).map(lambda parts: "".join(word + blank for word, blank in parts))


def _published(text: str) -> set[str]:
    """Return the eight texts of IFEval's loose verdict, as its code makes them."""
    lines = text.split("\n")
    parts = ["\n".join(some).strip() for some in (lines[1:], lines[:-1], lines[1:-1])]
    every = [text, *parts]
    return {one for one in [*every, *(part.replace("*", "") for part in every)] if one.strip()} | {
        text
    }


@given(TEXTS)
def test_the_variants_are_those_of_ifeval(text: str) -> None:
    assert {one.text for one in variants(text)} == _published(text)


@given(TEXTS)
def test_what_a_variant_shares_with_the_reply_is_what_it_would_read_by_itself(text: str) -> None:
    for one in variants(text):
        alone = Reply(one.text)
        assert one.sentences == alone.sentences
        assert list(one.each_any_sentence()) == alone.any_sentences
        assert one.words == alone.words
        assert one.word_runs == alone.word_runs
        assert one.pieces == alone.pieces
        assert one.bare == alone.bare
        assert one.bare_words == alone.bare_words
        assert one.trigrams == alone.trigrams
        assert one.each_word(emojis_in) == alone.each_word(emojis_in)


@given(TEXTS, st.sampled_from(["Dr", "a radar", "ſo", "etc", "so"]))
def test_a_keyword_that_may_not_stand_in_a_variant_does_not(text: str, keyword: str) -> None:
    for one in variants(text):
        assert one.may_hold(keyword) or keyword.lower() not in one.text.lower()


@given(TEXTS, TEXTS, st.floats(0, 1), st.floats(0, 1))
def test_no_share_of_trigrams_lies_outside_its_bounds(
    text: str, reference: str, least: float, most: float
) -> None:
    wanted = trigrams(reference)
    for one in variants(text):
        found = trigrams(one.text)
        within = bool(found) and least <= len(found & wanted) / len(found) <= most
        assert one.may_overlap(wanted, least, most) or not within
