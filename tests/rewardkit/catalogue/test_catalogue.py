"""The registry: built-ins and strangers come in by the same door; broken ones are named."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from rewardkit.catalogue import catalogue
from rewardkit.errors import DefinitionError, PluginError, RegistryError
from rewardkit.hooks import GROUP
from rewardkit.registry import verifiers
from rewardkit.registry.facts import card_faults

CARD = """
id: {id}
major: 2
version: 1.2.3
summary: A verifier for these tests only.
judges: Nothing that matters to anybody else.
inputs: [completion]
range: "[0, 1]"
deterministic: true
cost: trivial
"""
CODE = """
from rewardkit import reward

@reward
def {name}(completion: str, *, word: str = "x") -> bool:
    "Whether the completion holds a word."
    return word in completion
"""
PLUGIN = """
from rewardkit.hooks import Folder, hookimpl

@hookimpl
def rewardkit_verifiers({argument}):
    return {returned}
"""


class Shelf:
    """Writes plugins into a folder and puts their entry points before the registry."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.points = [
            EntryPoint("builtin", "rewardkit_verifiers.plugin", GROUP),
        ]
        monkeypatch.setattr(catalogue, "entry_points", lambda group: self.points)

    def plugin(
        self,
        name: str,
        ids: tuple[str, ...],
        *,
        argument: str = "",
        returned: str = "",
        code: str = CODE,
        card: str = CARD,
    ) -> str:
        package = f"shelf_{self.root.name}_{name}".replace("-", "_")
        base = self.root / package
        base.mkdir()
        (base / "__init__.py").touch()
        returned = returned or f"[Folder({package!r})]"
        (base / "plugin.py").write_text(PLUGIN.format(argument=argument, returned=returned))
        for one in ids:
            family, leaf = one.split("/")
            folder = base / family / leaf
            folder.mkdir(parents=True)
            (folder.parent / "__init__.py").touch()
            (folder / "__init__.py").touch()
            (folder / "card.yaml").write_text(card.format(id=one))
            (folder / "verifier.py").write_text(code.format(name=leaf))
        self.points.append(EntryPoint(name, f"{package}.plugin", GROUP))
        return package


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv(catalogue.ONLY, raising=False)
    catalogue._build.cache_clear()
    yield Shelf(tmp_path, monkeypatch)
    catalogue._build.cache_clear()
    for name in [name for name in sys.modules if name.startswith("shelf_")]:
        del sys.modules[name]


def refusal(plugin: str) -> str:
    names = (plugin, f"{plugin}: ")
    refused = catalogue.registry().refused.items()
    return next(why for who, why in refused if who == names[0] or who.startswith(names[1]))


def test_a_stranger_is_found_beside_the_built_ins(shelf: Shelf) -> None:
    shelf.plugin("mine", ("zoo/tiger",))
    assert verifiers.get("zoo/tiger").score(completion="x").value == 1.0
    assert catalogue.find("zoo/tiger").owner == "mine"
    assert "text/exact" in catalogue.registry().entries


def test_settings_go_with_the_name(shelf: Shelf) -> None:
    shelf.plugin("mine", ("zoo/tiger",))
    assert verifiers.get("zoo/tiger", word="roar").score(completion="x").value == 0.0
    with pytest.raises(DefinitionError, match="no setting 'wrod'. Did you mean 'word'"):
        verifiers.get("zoo/tiger", wrod="roar")


def test_a_major_version_can_be_pinned(shelf: Shelf) -> None:
    shelf.plugin("mine", ("zoo/tiger",))
    assert verifiers.get("zoo/tiger@2").id == "zoo/tiger@2"
    with pytest.raises(RegistryError, match="major version 2, and 'zoo/tiger@1' asks for 1"):
        verifiers.get("zoo/tiger@1")


def test_an_unknown_name_suggests_the_closest(shelf: Shelf) -> None:
    shelf.plugin("mine", ("zoo/tiger",))
    with pytest.raises(RegistryError, match="no verifier is called 'zoo/tigre'.*'zoo/tiger'"):
        verifiers.get("zoo/tigre")


def test_a_name_like_no_other_says_where_the_names_are() -> None:
    with pytest.raises(RegistryError, match=r"called 'nope/x'\. `rewardkit list` shows those that"):
        verifiers.get("nope/x")


def test_a_name_claimed_twice_is_refused_naming_both_owners(shelf: Shelf) -> None:
    shelf.plugin("early", ("zoo/tiger",))
    shelf.plugin("late", ("zoo/tiger", "zoo/lion"))
    assert "'zoo/tiger' is claimed twice: by early in" in refusal("late")
    assert catalogue.find("zoo/tiger").owner == "early"
    with pytest.raises(RegistryError, match="late: zoo/tiger was refused"):
        verifiers.get("zoo/bear")


def test_a_refused_verifier_does_not_take_its_neighbours_with_it(shelf: Shelf) -> None:
    shelf.plugin("early", ("zoo/tiger",))
    shelf.plugin("late", ("zoo/tiger", "zoo/lion"))
    assert catalogue.find("zoo/lion").owner == "late"


def test_a_stranger_cannot_take_the_name_of_a_built_in(shelf: Shelf) -> None:
    shelf.plugin("thief", ("text/exact",))
    assert "claimed twice" in refusal("thief")
    assert catalogue.find("text/exact").owner == "builtin"


def test_a_plugin_that_cannot_be_imported_is_refused_and_the_others_work(shelf: Shelf) -> None:
    shelf.points.append(EntryPoint("gone", "no_such_package.plugin", GROUP))
    shelf.plugin("mine", ("zoo/tiger",))
    assert "No module named 'no_such_package'" in refusal("gone")
    assert catalogue.find("zoo/tiger").owner == "mine"


def test_a_hook_with_an_argument_that_the_contract_lacks_is_refused(shelf: Shelf) -> None:
    shelf.plugin("odd", ("zoo/tiger",), argument="colour")
    assert "colour" in refusal("odd")


def test_a_hook_that_returns_something_else_is_refused(shelf: Shelf) -> None:
    shelf.plugin("odd", (), returned="'a string'")
    assert "must return a list of rewardkit.hooks.Folder, not 'a string'" in refusal("odd")


def test_a_folder_that_is_no_package_is_refused(shelf: Shelf) -> None:
    shelf.plugin("odd", (), returned="[Folder('no_such_package')]")
    assert "not an importable package" in refusal("odd")


def test_a_card_whose_id_is_not_its_folder_is_refused(shelf: Shelf) -> None:
    shelf.plugin("odd", ("zoo/tiger",), card=CARD.replace("{id}", "zoo/lion"))
    assert "id 'zoo/lion' must be 'zoo/tiger'" in refusal("odd")


@pytest.mark.parametrize(
    ("card", "message"),
    [
        (CARD + "sumary: x", "Did you mean 'summary'"),
        (CARD.replace("major: 2", "major: 0"), "major = 0"),
        (CARD.replace("cost: trivial", "cost: free"), "cost = 'free'"),
        ("- a list", "not list"),
        ("{{", "cannot be read"),
    ],
)
def test_a_broken_card_names_file_field_and_value(shelf: Shelf, card: str, message: str) -> None:
    shelf.plugin("odd", ("zoo/tiger",), card=card)
    why = refusal("odd")
    assert "card.yaml" in why
    assert message in why


def test_code_that_lacks_the_reward_is_named_when_it_is_asked_for(shelf: Shelf) -> None:
    package = shelf.plugin("odd", ("zoo/tiger",), code="x = 1")
    with pytest.raises(PluginError, match=f"{package}.zoo.tiger.verifier must define .*'tiger'"):
        verifiers.get("zoo/tiger")


def test_code_that_cannot_be_imported_is_named_when_it_is_asked_for(shelf: Shelf) -> None:
    shelf.plugin("odd", ("zoo/tiger",), code="raise ValueError('broken')")
    with pytest.raises(PluginError, match="cannot be imported: ValueError: broken"):
        verifiers.get("zoo/tiger")


def test_plugins_can_be_left_out_to_narrow_down_a_bug(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.plugin("mine", ("zoo/tiger",))
    shelf.plugin("other", ("zoo/lion",))
    monkeypatch.setenv(catalogue.ONLY, "other")
    names = catalogue.registry().entries
    assert "zoo/lion" in names
    assert "text/exact" in names
    assert "zoo/tiger" not in names


def test_a_verifier_pickles_and_keeps_its_fingerprint() -> None:
    exact = verifiers.get("text/exact")
    twin = pickle.loads(pickle.dumps(exact))
    assert twin == exact
    assert twin.fingerprint == exact.fingerprint
    assert exact.id is not None
    assert exact.id.startswith("text/exact@")


def test_a_verifier_is_the_same_whether_imported_or_asked_for_by_id() -> None:
    code = (
        "from rewardkit_verifiers.text.exact import exact\n"
        "before = exact.fingerprint, exact.id\n"
        "from rewardkit import get\n"
        "got = get('text/exact')\n"
        "assert before == (got.fingerprint, got.id) == (exact.fingerprint, exact.id), before\n"
        "assert got == exact\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (found.returncode, found.stderr) == (0, "")


def test_every_built_in_loads_and_its_card_tells_the_truth() -> None:
    for entry in catalogue.entries():
        if not entry.package.startswith("rewardkit_verifiers."):
            continue
        found = verifiers.get(entry.card.id)
        assert found.name == entry.card.name
        assert card_faults(entry.folder, entry.card, found) == []
        assert entry.cases.exists(), entry.id


def test_nobody_else_can_be_called_builtin(shelf: Shelf) -> None:
    package = shelf.plugin("builtin", ("math/number",))
    assert catalogue.find("math/number").package.startswith("rewardkit_verifiers.")
    refused = catalogue.registry().refused.values()
    assert any(f"{package}.plugin has to call its entry point something else" in w for w in refused)


def test_a_plugin_that_exits_ends_no_command(shelf: Shelf) -> None:
    package = shelf.plugin("quits", ("zoo/tiger",))
    (shelf.root / package / "plugin.py").write_text("raise SystemExit(7)\n")
    assert "text/exact" in catalogue.registry().entries
    assert "SystemExit" in refusal("quits")
