"""A verifier's reasons are those of its own table and of the rooms that it can reach."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rewardkit.catalogue.catalogue import Entry, entries
from rewardkit.errors import PluginError
from rewardkit.registry.describe import description
from rewardkit.registry.reasons import reasons_of
from rewardkit.registry.verifiers import get

CODE = """
from rewardkit import Score, reward

REASONS = {"no_rhyme": "The lines do not rhyme."}

@reward(range=(0, 1))
def rhyme(completion: str) -> Score:
    return Score.ok(0.0, "no_rhyme")
"""


def own(module: str) -> dict[str, str]:
    return reasons_of(f"rewardkit_verifiers.{module}.verifier")


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of another distribution, with one verifier in it."""
    folder = tmp_path / "strange_poems" / "rhyme"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").write_text("")
    (folder / "verifier.py").write_text(CODE)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "strange_poems"]:
        del sys.modules[name]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_a_reason_that_a_case_expects_is_among_those_that_are_shown(entry: Entry) -> None:
    found = description(entry.id)["reasons"]
    text = entry.cases.read_text(encoding="utf-8")
    cases = [json.loads(line) for line in text.splitlines() if line.strip()]
    expected = {case.get("expect", {}).get("reason") for case in cases} - {None, ""}
    assert expected - set(found) == set()


def test_the_engine_and_the_binding_can_fail_any_verifier() -> None:
    for module in ("math.number", "text.exact", "judge.score", "code.sql"):
        assert {"exception", "deadline", "bad_column", "out_of_range"} <= set(own(module))


def test_operators_give_no_reason_of_a_verifier_alone() -> None:
    assert {"gate_closed", "no_route", "fallback"} & set(own("math.number")) == set()


def test_only_what_asks_a_judge_or_runs_programs_gives_their_reasons() -> None:
    assert "judge_refusal" in own("judge.score")
    assert "sandbox_error" in own("code.function")
    assert "memory_limit" in own("code.function")
    for module in ("math.number", "text.exact", "format.tags", "length.overlong"):
        assert not any(code.startswith("judge_") for code in own(module))
        assert "sandbox_error" not in own(module)


def test_a_word_that_two_families_use_is_no_code_of_the_other_family() -> None:
    assert "too_deep" in own("format.json")
    assert "too_deep" not in own("math.number")


def test_the_table_of_a_verifier_stands_beside_it() -> None:
    assert "overlong" in own("length.overlong")
    assert "overlong" not in own("text.exact")


def test_a_strangers_verifier_declares_its_own_in_its_module(stranger: Path) -> None:
    found = reasons_of("strange_poems.rhyme.verifier")
    assert found["no_rhyme"] == "The lines do not rhyme."
    assert "exception" in found
    assert "no_choice" not in found


def test_a_strangers_library_declares_what_its_verifiers_can_give(stranger: Path) -> None:
    library = stranger.parent / "lib"
    library.mkdir()
    (library / "__init__.py").write_text("")
    (library / "lines.py").write_text('SHORT = "too_short"\n')
    (library / "reasons.py").write_text(
        'REASONS = {"too_short": "Too few lines.", "unused": "Never given."}\n'
    )
    (stranger / "verifier.py").write_text("from ..lib.lines import SHORT\n" + CODE)
    found = reasons_of("strange_poems.rhyme.verifier")
    assert found["too_short"] == "Too few lines."
    assert "unused" not in found


@pytest.mark.parametrize("table", ['["no_rhyme"]', '{"no_rhyme": 1}', '{1: "One."}'])
def test_a_table_that_is_no_table_is_refused_by_name(stranger: Path, table: str) -> None:
    (stranger / "verifier.py").write_text(f"REASONS = {table}\n")
    with pytest.raises(
        PluginError, match=r"strange_poems\.rhyme\.verifier\.REASONS must be a dict"
    ):
        reasons_of("strange_poems.rhyme.verifier")


def test_the_reasons_are_sorted_and_part_of_the_description() -> None:
    found = description("text/choice")["reasons"]
    assert list(found) == sorted(found)
    assert get("text/choice").score(completion="B or C", answer="C").reason in found
