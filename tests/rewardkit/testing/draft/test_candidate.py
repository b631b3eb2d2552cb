"""A candidate is the last block of Python that defines `reward`; reading it runs nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewardkit.testing.draft.candidate import read_candidate, words_of

SOURCE = "def reward(completion):\n    return 1.0\n"
PIECES = st.lists(
    st.sampled_from(["```", "```python", "~~~", "def reward(", "x = '''", "\r\n", "\n", '"', "\\"])
    | st.text(max_size=8)
).map("".join)


@pytest.mark.parametrize(
    "reply",
    [
        f"Here:\n```python\n{SOURCE}```\nIt pays everyone.",
        f"```\n{SOURCE}```",
        f"```py\nprint(1)\n```\n```Python\n{SOURCE}```",
        f"```python\ndef reward(x):\n    return 0\n```\nBetter:\n```python\n{SOURCE}```",
        f"```python\n{SOURCE}```\nRun it so:\n```bash\ndef reward(\n```",
        f"```python\n{SOURCE}",
        SOURCE,
        SOURCE.replace("\n", "\r\n"),
    ],
)
def test_the_block_that_defines_the_reward_is_found(reply: str) -> None:
    assert read_candidate(reply) == SOURCE


@pytest.mark.parametrize(
    "reply",
    ["", "No.", "```python\nprint(1)\n```", "```json\ndef reward(x): 1\n```", "use def reward(x)"],
)
def test_a_reply_without_such_a_block_has_none(reply: str) -> None:
    assert read_candidate(reply) is None


@given(PIECES)
def test_any_reply_is_read_without_an_exception(reply: str) -> None:
    found = read_candidate(reply)
    assert found is None or "def reward(" in found


def test_constants_are_read_whatever_the_prefix_and_however_broken_the_rest() -> None:
    source = 'a = "one"\nb = r"t\\wo"\nc = b"bytes"\nd = f"{a}"\ndef broken(:\n  e = """three"""\n'
    assert words_of(source)[:2] == ("one", "t\\wo")


@given(PIECES | st.text())
def test_constants_of_any_text_are_texts(source: str) -> None:
    assert all(isinstance(word, str) and word for word in words_of(source))


def test_constants_of_deep_nesting_are_read_without_recursion() -> None:
    assert words_of("x = " + "(" * 9_000 + "'deep'" + ")" * 9_000)[:1] == ("deep",)
