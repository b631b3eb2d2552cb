"""What a reader would not see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.reading.hidden import seen


@pytest.mark.parametrize(
    "text",
    [
        "<!-- 42 -->",
        "<!-- 42",
        "<del>42</del>",
        "~~42~~",
        "<span hidden>42</span>",
        '<div style="display: none">42</div>',
        "\\phantom{42}",
        "<script>42</script>",
    ],
)
def test_what_is_hidden_or_struck_out_is_gone(text: str) -> None:
    assert seen(f"{text} 48").strip() == ("48" if "-->" in text or "<!--" not in text else "")


@given(st.text("ab12 .,()\n", max_size=80))
def test_a_plain_text_is_left_as_it_is(text: str) -> None:
    assert seen(text) == text


@pytest.mark.parametrize("text", ["<s> 42 </s>", "a < 42 > b", "<b>42</b>", "3 ~~ 42"])
def test_what_shows_is_kept(text: str) -> None:
    assert "42" in seen(text)


@pytest.mark.parametrize("part", ["<!--", "<del>", "<del></del>", "~~a", "<span hidden>", "<div "])
def test_a_megabyte_of_openings_is_read(part: str) -> None:
    assert len(seen(part * (1_000_000 // len(part)))) <= 1_100_000
