"""Tokens of JavaScript: names, numbers, texts with their escapes, marks."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit_verifiers.code.lib.columns import BadTests
from rewardkit_verifiers.code.lib.js_tokens import tokens_of


@given(st.text())
def test_a_text_says_what_json_says(text: str) -> None:
    (token,) = tokens_of(json.dumps(text))
    assert (token.kind, token.text) == ("text", text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        tokens = tokens_of(text)
    except BadTests:
        return
    assert all(token.kind in ("name", "number", "text", "mark") for token in tokens)


def test_escapes_of_javascript_alone_are_read() -> None:
    (token,) = tokens_of(
        r"'\x41\u{1f600}\'\v\
b'"
    )
    assert token.text == "A\U0001f600'\vb"


@pytest.mark.parametrize("source", ["`a${b}`", "@f", "'open", "a /re/g # b", "'\\u{110000}'"])
def test_what_is_not_read_is_refused(source: str) -> None:
    with pytest.raises(BadTests):
        tokens_of(source)


@pytest.mark.parametrize(
    "hostile", ["/*" * 200_000, "'\\" * 200_000, "`\\" * 200_000, " " * 900_000]
)
def test_hostile_texts_end_soon(hostile: str) -> None:
    with suppress(BadTests):  # a scanner that is not linear takes hours
        tokens_of(hostile)
