"""A verifier is tested from its folder when no plugin offers it, and its card is compared."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rewardkit.errors import CaseError, PluginError
from rewardkit.testing.cases.runner import run_cases
from rewardkit.testing.cases.verifier_folder import verifier_of

CODE = """
from rewardkit import reward

@reward(range=(0, 1))
def polite(completion: str, *, word: str = "please") -> bool:
    return word in completion
"""
CARD = {
    "id": "manners_3b/polite",
    "major": 1,
    "version": "1",
    "summary": "Pays a completion that says please.",
    "judges": "Whether the word is in the completion.",
    "cost": "trivial",
}
CASES = [
    {"id": "said", "completion": "please go", "expect": {"value": 1}},
    {"id": "thanks", "with": {"word": "thanks"}, "completion": "please", "expect": {"value": 0}},
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The folder of a verifier that nobody has installed; forgotten afterwards."""
    before = list(sys.path)
    folder = tmp_path / "manners_3b" / "polite"
    folder.mkdir(parents=True)
    (folder / "verifier.py").write_text(CODE)
    write_card(folder)
    (folder / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in CASES))
    yield folder
    sys.path[:] = before
    for name in [name for name in sys.modules if name.startswith("manners_3b")]:
        del sys.modules[name]
    from rewardkit.registry.verifiers import load_verifier

    load_verifier.cache_clear()


def write_card(folder: Path, **fields: object) -> None:
    (folder / "card.yaml").write_text(json.dumps({**CARD, **fields}))  # JSON is YAML too


def test_it_needs_no_plugin_and_no_init_file(home: Path) -> None:
    result = run_cases(home / "cases.jsonl")
    assert (len(result.outcomes), result.failed, result.card_faults) == (2, (), ())
    assert verifier_of(home).name == "polite"


def test_a_card_with_another_range_than_the_code_is_named(home: Path) -> None:
    write_card(home, range="[0, 2]")
    result = run_cases(home / "cases.jsonl")
    assert result.failed == ()
    (fault,) = result.card_faults
    assert fault.startswith(f"{home / 'card.yaml'}: range = '[0, 2]', but the code says [0, 1].")
    assert "drop 'range' from the card" in fault


def test_a_folder_with_another_name_than_its_id_is_named(home: Path) -> None:
    write_card(home, id="manners_3b/rude")
    with pytest.raises(CaseError, match="id = 'manners_3b/rude', but the folder is .*/polite"):
        run_cases(home / "cases.jsonl")


def test_broken_code_is_named(home: Path) -> None:
    (home / "verifier.py").write_text("1 / 0")
    with pytest.raises(PluginError, match=r"manners_3b.polite.verifier cannot be imported: Zero"):
        verifier_of(home)


def test_a_module_without_the_reward_is_named(home: Path) -> None:
    (home / "verifier.py").write_text("def polite(completion): return 1")
    with pytest.raises(PluginError, match="must define a reward called 'polite' with @reward"):
        verifier_of(home)


def test_a_family_that_is_a_module_of_python_is_refused_with_the_next_step(tmp_path: Path) -> None:
    folder = tmp_path / "json" / "polite"
    folder.mkdir(parents=True)
    write_card(folder, id="json/polite")
    (folder / "verifier.py").write_text(CODE)
    with pytest.raises(CaseError, match=r"another module called 'json'.*pip install -e"):
        verifier_of(folder)


def test_a_second_folder_of_the_same_id_is_not_taken_for_the_first(
    home: Path, tmp_path: Path
) -> None:
    verifier_of(home)
    twin = tmp_path / "twin" / "manners_3b" / "polite"
    twin.mkdir(parents=True)
    write_card(twin)
    (twin / "verifier.py").write_text(CODE.replace("(0, 1)", "(0, 5)"))
    with pytest.raises(CaseError, match="was not imported: .* has the same module name"):
        verifier_of(twin)


def test_a_copy_of_an_installed_verifier_is_not_taken_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "text" / "exact"
    folder.mkdir(parents=True)
    write_card(folder, id="text/exact")
    with pytest.raises(CaseError, match="the installed 'text/exact' is another one"):
        verifier_of(folder)
