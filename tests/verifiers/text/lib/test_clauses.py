"""Clauses of a reply, and the words of the question in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.text.lib.clauses import clauses, stem, stems_asked
from rewardkit_verifiers.text.lib.tokens import plain, tokens


def cut(text: str, question: str = "") -> list[tuple[str, set[str]]]:
    asked = stems_asked([token.form for token in tokens(question)])
    return [
        (text[one.start : one.end].strip(), set(one.asked))
        for one in clauses(text, tokens(text), asked)
    ]


def test_a_clause_ends_at_a_full_stop_a_semicolon_a_bracket_and_before_a_conjunction() -> None:
    text = "Rome is old; Oslo (in Norway) is not, but Paris is. J. S. Bach knew none."
    assert [clause for clause, _ in cut(text)] == [
        "Rome is old",
        "Oslo",
        "in Norway",
        "is not",
        "but Paris is",
        "J. S. Bach knew none",
    ]


def test_a_clause_knows_which_words_of_the_question_it_takes_up_in_any_form() -> None:
    found = cut("Ann wrote it; Bob directs films", "who directed the film that Ann will write")
    assert [asked for _, asked in found] == [{"ann", "writ"}, {"dire", "film"}]


def test_forms_of_a_verb_have_one_stem() -> None:
    assert stem("sang") == stem("sings")
    assert stem("director") == stem("directed")
    assert stem("1999") != stem("1998")


@given(st.text(alphabet="aB1 .;,()\n-and", max_size=60))
def test_every_word_stands_in_exactly_one_clause(text: str) -> None:
    text = plain(text)
    said = tokens(text)
    parts = clauses(text, said, frozenset())
    assert [token for part in parts for token in part.said] == said
