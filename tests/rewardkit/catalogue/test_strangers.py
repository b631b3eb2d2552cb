"""A plugin of a stranger is listed, tested, certified and warned about like what ships."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from rewardkit import get, weighted
from rewardkit.catalogue import catalogue
from rewardkit.certify import families
from rewardkit.certify.corpus import certify
from rewardkit.certify.families import family_names
from rewardkit.data.sample_files import read_rows
from rewardkit.errors import PluginError
from rewardkit.explain.tree import explain
from rewardkit.hooks import GROUP
from rewardkit.testing.cases.runner import run_cases

PLUGIN = """
from rewardkit.hooks import CorpusFamily, Folder, hookimpl

@hookimpl
def rewardkit_verifiers():
    return [Folder("stranger_shelf")]

@hookimpl
def rewardkit_corpus_families():
    return {families}
"""
VERIFIER = """
from rewardkit import reward

@reward
def polite(completion: str) -> bool:
    return "please" in completion
"""
CARD = """
id: manners/polite
major: 1
version: "1.0.0"
summary: Pays a completion that says please.
judges: Whether the word please is in the completion.
inputs: [completion]
range: "[0, 1]"
deterministic: true
cost: trivial
kind: {kind}
"""
CASES = [
    {"id": "said", "completion": "please go", "expect": {"value": 1}},
    {"id": "not said", "completion": "go", "expect": {"value": 0}},
]
CORPUS = """
from rewardkit.certify.trial import Skip, Trial, installed, sample_of

def trial(row, strict):
    if row["gold"] == "nothing":
        raise Skip("gold says nothing")
    return {returned}
"""


class Shelf:
    """A stranger's package, written into a folder that is on the path."""

    def __init__(self, root: Path) -> None:
        self.package = root / "stranger_shelf"
        self.verifier = self.package / "manners" / "polite"
        self.verifier.mkdir(parents=True)
        for folder in (self.package, self.verifier.parent, self.verifier):
            (folder / "__init__.py").touch()
        (self.verifier / "verifier.py").write_text(VERIFIER)
        self.cases = self.verifier / "cases.jsonl"
        self.cases.write_text("".join(json.dumps(case) + "\n" for case in CASES))
        self.write()

    def write(
        self,
        *,
        families: str = '[CorpusFamily("manners", "stranger_shelf.corpus:trial")]',
        kind: str = "form",
        returned: str = 'Trial(installed("manners/polite"), sample_of(row))',
    ) -> None:
        (self.package / "plugin.py").write_text(PLUGIN.format(families=families))
        (self.package / "corpus.py").write_text(CORPUS.format(returned=returned))
        (self.verifier / "card.yaml").write_text(CARD.format(kind=kind))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(catalogue.ONLY, raising=False)
    points = [
        EntryPoint(catalogue.BUILTIN, "rewardkit_verifiers.plugin", GROUP),
        EntryPoint("stranger", "stranger_shelf.plugin", GROUP),
    ]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: points)
    catalogue._build.cache_clear()
    families._function.cache_clear()
    yield Shelf(tmp_path)
    catalogue._build.cache_clear()
    families._function.cache_clear()
    for name in [name for name in sys.modules if name.startswith("stranger_shelf")]:
        del sys.modules[name]


def corpus(tmp_path: Path, **change: object) -> Path:
    row = {"id": "r", "kind": "hostile", "family": "manners", "completion": "please, please!"}
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps({**row, "gold": "", "must": "score<=0", **change}) + "\n")
    return path


def test_it_is_listed_and_its_cases_run(shelf: Shelf) -> None:
    assert "manners/polite" in [card.id for card in catalogue.cards()]
    found = run_cases(shelf.cases)
    assert [outcome.passed for outcome in found.outcomes] == [True, True]


def test_its_own_corpus_family_is_certified(shelf: Shelf, tmp_path: Path) -> None:
    assert "manners" in family_names()
    report = certify(read_rows(str(corpus(tmp_path))))
    assert (report.rows, report.ids("paid")) == (1, ["r"])
    report = certify(read_rows(str(corpus(tmp_path, kind="benign", must="score>=1"))))
    assert (report.rows, report.failures) == (1, [])
    report = certify(read_rows(str(corpus(tmp_path, gold="nothing"))))
    assert dict(report.skipped) == {"gold says nothing": 1}


@pytest.mark.parametrize(("kind", "warned"), [("form", True), ("penalty", True), ("answer", False)])
def test_explain_warns_about_it_by_the_kind_on_its_card(
    shelf: Shelf, kind: str, warned: bool
) -> None:
    shelf.write(kind=kind)
    both = weighted(right=(0.5, get("text/exact")), manners=(0.5, get("manners/polite")))
    found = [one.path for one in explain(both).warnings if one.code == "pays_without_answer"]
    assert found == (["weighted.manners"] if warned else [])


def test_a_family_that_ships_cannot_be_taken_over(shelf: Shelf) -> None:
    shelf.write(families='[CorpusFamily("math", "stranger_shelf.corpus:trial")]')
    why = next(w for who, w in catalogue.registry().refused.items() if who.startswith("stranger"))
    assert why == (
        "the corpus family 'math' is claimed twice: by rewardkit_verifiers.corpora:math_trial "
        "and by stranger_shelf.corpus:trial. Rename one."
    )
    assert "manners/polite" in catalogue.registry().entries


def test_a_hook_that_returns_something_else_is_refused_by_name(shelf: Shelf) -> None:
    shelf.write(families="[1]")
    why = next(w for who, w in catalogue.registry().refused.items() if who.startswith("stranger"))
    assert why == (
        "hook rewardkit_corpus_families of stranger must return a list of "
        "rewardkit.hooks.CorpusFamily, not '[1]'"
    )


def test_a_trial_of_another_type_or_a_missing_function_is_named(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.write(returned="None")
    with pytest.raises(PluginError, match=r"stranger_shelf.corpus:trial must return a .*NoneType"):
        certify(read_rows(str(corpus(tmp_path))))
    shelf.write(families='[CorpusFamily("manners", "stranger_shelf.corpus:trail")]')
    catalogue._build.cache_clear()
    del sys.modules["stranger_shelf.plugin"]
    with pytest.raises(PluginError, match=r"stranger_shelf.corpus:trail cannot be imported: .*"):
        certify(read_rows(str(corpus(tmp_path))))
