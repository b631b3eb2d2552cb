"""The help of every verb: examples that parse, words for values, defaults, at most 80 columns."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest

from rewardkit.cli.app import VERBS
from rewardkit.cli.examples import EXAMPLES

Run = Any
GROUPS = ("judge", "sandbox")
COMMANDS = [verb for verb in EXAMPLES if verb not in GROUPS]


def test_every_verb_has_examples_and_no_other_word_has() -> None:
    assert {verb.split()[0] for verb in EXAMPLES} == set(VERBS)
    assert [verb for verb in COMMANDS if not EXAMPLES[verb]] == []


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_help_of_a_verb_shows_its_examples_and_fits_eighty_columns(
    cli: Run, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = cli(*verb.split(), "--help").out
    for example in EXAMPLES[verb]:
        assert f"  rewardkit {example}\n" in said
    assert [line for line in said.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_options_of_an_example_exist(cli: Run, verb: str) -> None:
    known = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", cli(*verb.split(), "--help").out))
    for example in EXAMPLES[verb]:
        words = shlex.split(example)
        assert words[: len(verb.split())] == verb.split()
        assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("verb", COMMANDS)
def test_the_values_of_options_have_words_and_not_types(cli: Run, verb: str) -> None:
    said = cli(*verb.split(), "--help").out
    options = said.partition("Options:")[2]
    assert re.findall(r"--[a-z-]+ <", options) == []


def test_defaults_that_lie_deeper_are_told(cli: Run) -> None:
    said = " ".join(cli("score", "--help").out.split())
    for default in ("processors", "64", "1024", "keep", "none"):
        assert f"[default: {default}]" in said
