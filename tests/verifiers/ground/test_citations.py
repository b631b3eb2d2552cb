"""Citations: documents in any common form, quotes verbatim but for spelling marks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.ground.citations import citations
from rewardkit_verifiers.ground.lib.citations import (
    citations_of,
    own_words,
    read_documents,
    stands_in,
)


@pytest.mark.parametrize(
    "given_documents",
    [
        ["Paris is big."],
        {"1": "Paris is big."},
        [{"id": 1, "text": "Paris is big."}],
        [{"contents": "Paris is big."}],
        '["Paris is big."]',
        {"1": "Paris is big.", "2": None},
    ],
)
def test_documents_may_have_any_common_form(given_documents: Any) -> None:
    assert read_documents(given_documents) == {"1": "Paris is big."}


@pytest.mark.parametrize(
    "documents", [[], {}, 3, "no json", [""], [{"id": 1}], [3], [{"id": 1, "text": "a"}] * 2]
)
def test_broken_documents_are_an_error(documents: Any) -> None:
    found = citations.score(completion="It is so [1].", documents=documents)
    assert (found.value, found.reason) == (None, "bad_documents")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("so [1].", [("1",)]),
        ("so [1][2]", [("1",), ("2",)]),
        ("so [a, b; c]", [("a", "b", "c")]),
        ("so 【1】", [("1",)]),
        ("a [link](https://example.org)", []),
        ("[ ] and []", []),
        ("f[i+1]", []),
        ("<cite id='x'>q</cite>", [("x",)]),
    ],
)
def test_citations_are_read_in_order(text: str, ids: list[tuple[str, ...]]) -> None:
    assert [one.ids for one in citations_of(text)] == ids


@pytest.mark.parametrize(
    ("quote", "document", "stands"),
    [
        ("capital of France", "Paris is the capital  of\nFrance.", True),
        ("Capital of France.", "the capital of France,", True),
        ("it's “big”", 'it’s "big"', True),
        ("Paris [...] France", "Paris is the capital of France", True),
        ("France ... Paris", "Paris is the capital of France", False),
        ("capital of Italy", "the capital of France", False),
        ("...", "anything", False),
        ("", "anything", False),
    ],
)
def test_a_quote_stands_there_verbatim_but_for_marks(
    quote: str, document: str, stands: bool
) -> None:
    assert stands_in(quote, document) is stands


@given(st.text(alphabet='a1 "“”[]<>cite/id=.,', max_size=80))
def test_any_reply_gets_a_score(text: str) -> None:
    found = citations.score(completion=text, documents=["a 1"])
    assert found.status in ("ok", "unparsed")
    assert own_words(text) >= 0


@pytest.mark.parametrize(
    "mark", ["[1]", "[^1]", "[Document 1]", "[doc 1]", "[source 1, 2]", "【1】"]
)
def test_citations_are_read_in_the_forms_of_models(mark: str) -> None:
    row = {"documents": ["The tower is tall.", "The museum is large."]}
    assert citations.score(completion=f"The tower is tall {mark}.", **row).value == 1.0
    unknown = mark.replace("1", "7")
    assert citations.score(completion=f"It is tall {unknown}.", **row).reason == "unknown_source"


def test_a_quote_is_whole_words() -> None:
    row = {"documents": ["The tower is tall.", "東京は大きい。"]}
    for quote, good in (("tower is", True), ("owe", False), ("a", False), ("tall", True)):
        text = f'It says so there: "{quote}" [1].'
        assert (citations.score(completion=text, **row).value == 1.0) is good
    assert citations.score(completion='It says so there: "大きい" [2].', **row).value == 1.0


def test_sic_is_no_citation() -> None:
    row = {"documents": ["The tower is tall."]}
    assert citations.score(completion="The towr [sic] is tall [1].", **row).value == 1.0
